"""Notes about patients in tests: the trials, and what a note says of one in the shapes of `trialscreen read`."""

from datetime import date
from pathlib import Path
from typing import Any

from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.notes.note_reading import NoteReading
from dialogs.notes.read_note import read_note
from dialogs.verdict.json_answers import make_plain_answer

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 6, 1)
FILES = {
    "interfant-21": ROOT / "dialogs" / "trials" / "interfant-21.yaml",
    "adult-aml": ROOT / "tests" / "trials" / "adult-aml.yaml",
    "small": ROOT / "tests" / "trials" / "small.yaml",
    "the skeleton": ROOT / "dialogs" / "trials" / "skeleton.txt",
}
TRIALS: dict[str, Trial] = {name: load(file.read_text(encoding="utf-8"), file.name) for name, file in FILES.items()}
INTERFANT = TRIALS["interfant-21"]


def reads(note: str, trial: str = "interfant-21") -> NoteReading:
    """Returns what a note says of a trial."""
    return read_note(TRIALS[trial], note, TODAY)


def propose(note: str, trial: str = "interfant-21") -> dict[str, Any]:
    """Returns the answers that a note gives beyond doubt, as plain values."""
    return {each.fact: make_plain_answer(each.answer) for each in reads(note, trial).proposed}


def ask(note: str, trial: str = "interfant-21") -> set[str]:
    """Returns the facts of which a note says something that is not certain."""
    return {each.fact for each in reads(note, trial).asked}


NoteRow = tuple[str, dict[str, Any], list[str], list[str]]
"""A note, what it gives beyond doubt, the facts to ask in alphabetical order, and the words about others."""


def say(note: str) -> tuple[dict[str, Any], list[str], list[str]]:
    """Returns what a note says of the first trial: as a row tells it."""
    return propose(note), sorted(ask(note)), list(reads(note).left)
