"""Every line that a person reads is a phrase of the catalogue or a text of a definition: a pseudo-language shows it.

A process of its own marks both as they are imported, plays the scripts, holds sessions and makes files. Outside of the
marks there are values only: numbers, dates, times, codes and ids.
"""

import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest
from pseudo_language import Planted
from pseudo_marks import PHRASE, find_unmarked, mark, unmark

from dialogs import phrases as dialogue_phrases

SUPPORT = Path(__file__).parents[1] / "support"

VALUE = re.compile(
    r"[-+]?\d[\d.,]*"  # a number, a version
    r"|\d{4}-\d\d(?:-\d\d)?|\d\d:\d\d|UTC"
    r"|[0-9A-Z]{4}-[0-9A-Z]{3}|[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}"  # the code of a screening, a handover code
    r"|[A-Z]\d"  # the id of a criterion
    r"|interfant-21|sha256:[0-9a-f]+"
    r"|pdf|html|text|picture"  # words that are typed to get a file
)

PLANTED = (
    Planted("dialogs.verdict.reasons", "headings.REASONS.format(reasons=", 'str.format("So it is: {}", '),
    Planted("dialogs.reading.sentences.offers", "small_words.OR)", '" otherwise ")'),
    Planted("bot.session.menus", "phrases.NEW_LABEL", '"Begin anew"'),
    Planted("dialogs.conversation.pages", "headings.NOTE_ON", '"Beware of {id}: {note}"'),
    Planted("bot.documents.report.sentences", "phrases.TIME.format(day=", 'str.format("{day} at {time}", day='),
)
"""A sentence glued in code, a joint, a button that keeps its label from the import on, a line of a page, of a file."""

LEAST = {"scripts": 900, "session service": 300, "terminal": 150, "screen": 150, "files": 300}
"""How many distinct lines are shown at least."""


@cache
def speak(planted: tuple[Planted, ...] = ()) -> dict[str, list[str]]:
    """Returns the marked lines by where they are shown, as a process of its own prints them."""
    arguments = json.dumps([[each.module, each.old, each.new] for each in planted])
    command = [sys.executable, str(SUPPORT / "pseudo_speaking.py"), arguments]
    run = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert run.returncode == 0, run.stderr
    said: dict[str, list[str]] = json.loads(run.stdout)
    return said


NOTED = re.compile(f'  "{PHRASE}?.*"{PHRASE}?$')
"""The words of a note behind what was read of them."""

LEFT = tuple(phrase.partition("{")[0] for phrase in (dialogue_phrases.NOTE_LEFT, dialogue_phrases.NOTE_UNREAD))
"""How the lines begin that end in words of a note."""


def leave_out_note(line: str) -> str:
    """Returns a line without the words of a note that it quotes: they are the person's."""
    if unmark(line).startswith(LEFT):
        return line.partition(":")[0]
    return NOTED.sub("", line) if unmark(line).startswith(("+ ", "? ")) else line


def find_strangers(lines: list[str]) -> dict[str, list[str]]:
    """Returns the lines in which something comes from neither source, with what that is."""
    found = {
        unmark(line): find_unmarked(leave_out_note(line), lambda piece: VALUE.fullmatch(piece) is not None)
        for line in lines
    }
    return {line: pieces for line, pieces in found.items() if pieces}


@pytest.mark.parametrize("where", LEAST)
def test_every_line_is_a_phrase_or_a_text_of_the_definition(where: str) -> None:
    """Protects translators and reviewers: no sentence is put together in code, where the catalogue does not show it."""
    lines = speak()[where]
    assert len(lines) >= LEAST[where]
    assert find_strangers(lines) == {}


def test_the_scripts_hold_in_the_pseudo_language() -> None:
    """Protects a language to come: no answer, button or command depends on how a phrase reads."""
    assert speak()["failures"] == []


def test_what_bears_no_mark_is_a_stranger() -> None:
    """Protects the check itself: words between marked ones are named, and values are not."""
    marked = mark("Eligible", PHRASE)
    assert find_strangers([marked, f"{marked} 17 interfant-21"]) == {}
    assert find_strangers([f"{marked} otherwise 17 {marked}"]) == {"Eligible otherwise 17 Eligible": ["otherwise"]}


@pytest.mark.long
def test_a_planted_literal_is_found_out() -> None:
    """Protects the check itself: words glued in code are named, in a sentence, on a button, on a page, in a file."""
    found = [pieces for lines in speak(PLANTED).values() for pieces in find_strangers(lines).values()]
    assert {"Beware", "So", "it", "is:", "otherwise", "Begin", "anew", "at"} <= {
        piece for pieces in found for piece in pieces
    }
