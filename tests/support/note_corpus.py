"""The corpus of notes: what clinicians write, what each note states beyond doubt, and what a reading of it may say.

A row's `facts` are stated beyond doubt; those that are in `either` too may also be asked or left, and are not counted.
What is `doubtful` must be asked or left. `secrets` are the identifiers in the text. The sentences and referrals are
made up; the openers are short quotations from public case reports, each with its `source`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from any_dialogue import DIALOGUES

from dialogs.loading.compiled_trial import Trial
from dialogs.notes.note_reading import NoteReading
from dialogs.verdict.json_amounts import AnswerError
from dialogs.verdict.json_answers import make_plain_answer, read_answers

FOLDER = Path(__file__).parents[1] / "core" / "notes_corpus"
TODAY = date(2026, 6, 1)
GAP = "…"
"""Stands between words that are not beside each other in the note, and for an identifier."""


@dataclass(frozen=True)
class CorpusNote:
    """One note, with what may be read in it."""

    id: str
    trial: str
    kind: str
    text: str
    facts: dict[str, Any]
    doubtful: list[str]
    either: list[str]
    identifier: bool
    secrets: list[str] = field(default_factory=list)
    source: str = ""
    dev: bool = False


@cache
def collect_notes() -> tuple[CorpusNote, ...]:
    """Returns the sentences, the notes as referrals hold them, and the openers of case reports."""
    lines = (line for name in ("sentences", "referrals", "openers") for line in _read_lines(name))
    return tuple(CorpusNote(**orjson.loads(line)) for line in lines)


def find_trial(note: CorpusNote) -> Trial:
    """Returns the trial that a note is read against."""
    return DIALOGUES[note.trial].trial


def list_faults(note: CorpusNote, reading: NoteReading) -> Iterator[str]:
    """Yields what is wrong or invented in a reading of a note, and what vanished from it."""
    for fact, value in make_plain_proposals(reading).items():
        if fact not in note.facts:
            yield f"invented: {fact} is {value!r}"
        elif value != note.facts[fact]:
            yield f"wrong: {fact} is {value!r}, not {note.facts[fact]!r}"
    seen = {each.fact for each in reading.proposed} | {each.fact for each in reading.asked}
    words = " ".join(_list_words(reading))
    is_whole = all(word in words for word in re.findall(r"\w{4,}", note.text))
    if not (reading.left or reading.unread or is_whole):
        yield from (f"vanished: {fact}" for fact in (*note.facts, *note.doubtful) if fact not in seen)
    if bool(reading.cut) != note.identifier:
        yield f"identifier: {bool(reading.cut)}"
    yield from (f"told: {secret}" for secret in note.secrets if secret in words)


def list_breaches(trial: Trial, text: str, reading: NoteReading) -> Iterator[str]:
    """Yields where a reading of any text at all is not of the promised form."""
    try:
        read_answers(trial, {each.fact: make_plain_answer(each.answer) for each in reading.proposed})
    except AnswerError as error:
        yield f"no valid answers: {error}"
    for listed in (reading.proposed, reading.asked):
        facts = [each.fact for each in listed]
        if facts != [fact for fact in trial.facts if fact in facts]:
            yield f"not once each in question order: {facts}"
    if twice := {each.fact for each in reading.proposed} & {each.fact for each in reading.asked}:
        yield f"both proposed and asked: {twice}"
    whole = _squeeze(text)
    for words in _list_words(reading):
        if not words.strip() or not all(_squeeze(piece) in whole for piece in words.split(GAP)):
            yield f"not words of the note: {words!r}"


def make_plain_proposals(reading: NoteReading) -> dict[str, Any]:
    """Returns what is proposed, as plain values. A day on which a result is expected is left out."""
    plain = {each.fact: make_plain_answer(each.answer) for each in reading.proposed}
    return {
        fact: "pending" if isinstance(value, dict) and "pending" in value else value for fact, value in plain.items()
    }


def _list_words(reading: NoteReading) -> list[str]:
    proposed, asked = (each.words for each in reading.proposed), (each.words for each in reading.asked)
    return [*proposed, *asked, *reading.left, *reading.unread]


def _read_lines(name: str) -> list[str]:
    return (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()


def _squeeze(text: str) -> str:
    return " ".join(text.split())
