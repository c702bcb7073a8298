"""Faults of ours in the terminal: one kind sentence, the question once more, no traceback, and an exit code that tells.

Real processes, in which a fault is planted before the command runs.
"""

import io
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from at_desk import Visitor
from commands import Ran, environment
from on_terminal import CTRL_D, ENTER, terminal
from quick_processes import run
from stores import place, store_at

from bot import phrases
from bot.channels.terminal import chat
from storage.unit_of_work.store import Store

CANARY = "canary 937.25"

PLANTED = """
import sys
from dialogs.conversation.dialogue import Dialogue
take_turn = Dialogue.take_turn
def fails(self, screening, event, now):
    if getattr(event, "text", "") == "{canary}":
        raise RuntimeError(event.text)
    return take_turn(self, screening, event, now)
Dialogue.take_turn = fails
{more}
from bot.cli.app import main
main()
"""

PAGES_FAIL = """
from bot.channels.terminal import terminal_session
make_message_page = terminal_session.make_message_page
def fails_to_show(message, context):
    if "Recorded" in message.text:
        raise RuntimeError("{canary}")
    return make_message_page(message, context)
terminal_session.make_message_page = fails_to_show
"""

BEGIN_FAILS = """
def fails_to_begin(*_):
    raise RuntimeError("{canary}")
Dialogue.begin = fails_to_begin
"""


def planted(more: str = "") -> str:
    """Returns a program that is the command with faults in it."""
    return PLANTED.format(canary=CANARY, more=more.format(canary=CANARY))


def runs(tmp_path: Path, lines: str, *options: str, more: str = "") -> Ran:
    """Runs a piped chat with faults planted."""
    ran = run(
        [sys.executable, "-c", planted(more), "chat", *options],
        environment(XDG_DATA_HOME=str(tmp_path)),
        lines,
        text=True,
    )
    return Ran(ran.returncode, ran.stdout, ran.stderr)


@pytest.mark.parametrize("options", [(), ("--ephemeral",)], ids=["kept", "in memory"])
def test_a_turn_that_fails_is_told_and_the_question_is_shown_again(options: tuple[str, ...], tmp_path: Path) -> None:
    """Protects "says one sentence, shows the question again, and goes on": plain lines, kept and in memory."""
    ran = runs(tmp_path, f"120 days\n{CANARY}\nT-ALL\n", *options)
    assert ran.code == 1
    before, after = ran.out.split(phrases.FAILED)
    question = before[before.index("2 of at most") :]
    assert "1) B-precursor ALL" in question
    assert question in after.partition("Recorded: Diagnosis: T-ALL.")[0], "the same question, with its buttons"
    assert CANARY not in ran.out + ran.err
    *_, last = ran.err.splitlines()
    assert last.startswith("a turn failed: RuntimeError at bot/session/")
    assert "Traceback" not in ran.err


def test_on_a_screen_too_and_pages_that_fail_are_shown_plainly(tmp_path: Path) -> None:
    """Protects the interactive terminal: a failed turn, then a page that cannot be drawn, then the way out."""
    command = ("-c", planted(PAGES_FAIL), "chat", "--ephemeral")
    with terminal(command=command, XDG_DATA_HOME=str(tmp_path)) as person:
        person.see("How old was the infant")
        person.press(CANARY, ENTER)
        person.see("by a fault of ours")
        person.see("How old was the infant")
        person.press("120 days", ENTER)
        person.see("can only be shown as plain text")
        person.see("Recorded: Age at diagnosis: 120 days.")
        person.see("What is the diagnosis?")
        person.press("T-ALL", ENTER)
        person.see("Recorded: Diagnosis: T-ALL.")
        person.press(CTRL_D)
        assert person.left() == 1
        assert "Traceback" not in person.seen


def test_where_nothing_was_asked_yet_one_line_ends_the_program(tmp_path: Path) -> None:
    """Protects "never a traceback", whatever fails: the class and the place are told, and no text of an exception."""
    ran = runs(tmp_path, "", "--ephemeral", more=BEGIN_FAILS)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("trialscreen: the program broke off, by a fault of its own (RuntimeError at bot/session/")
    assert ran.err.count("\n") == 1
    assert CANARY not in ran.err


@pytest.fixture
def kept_in(tmp_path: Path) -> Iterator[Store]:
    """A store."""
    with store_at(place(tmp_path)) as store:
        yield store


def test_a_damaged_screening_is_told_in_our_own_words(kept_in: Store, tmp_path: Path) -> None:
    """Protects "told by our own phrases by kind, never the text": and another screening may be begun."""
    anna = Visitor(kept_in)
    anna.begins()
    anna.says("120")
    with closing(sqlite3.connect(tmp_path / "screenings.db", isolation_level=None)) as connection:
        connection.execute("UPDATE screenings SET sealed = x'00'")
    assert anna.says("T-ALL") == phrases.DAMAGED
    assert "How old was the infant" in anna.says("new")


def test_a_conversation_that_goes_well_ends_with_0(kept_in: Store) -> None:
    """Protects scripts that read the exit code: it is 1 after a fault of ours only."""
    stdin = io.TextIOWrapper(io.BytesIO(b"120\nwhat?\n"), encoding="utf-8")
    assert chat(Visitor(kept_in).conversation, stdin, io.StringIO()) == 0
