"""Mutated notes: reading them never raises, tells only words of the note, and nothing is recorded unconfirmed.

Run it as a script for 50,000 of them.
"""

import re
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from random import Random

from any_dialogue import DIALOGUES, NOW
from note_corpus import TODAY, collect_notes, find_trial, list_breaches
from note_mutations import mutate

from dialogs.conversation.screening import Said
from dialogs.conversation.state_machine import find_fact
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.read_note import read_note
from dialogs.reading import Read
from dialogs.reading import read as read_typed

CHUNK = 1_000
DIALOGUES_A_CHUNK = 10

PATIENT = re.compile(
    r"\b(?:patient|pat|pt|infant|baby|bub|child|kid|boy|grl|girl|she|he|her|his|him|our|index|twin|newborn|neonate|"
    r"female|male|man|woman|herself|himself)\b",
    re.IGNORECASE,
)
"""Words with which a note may come back from somebody else to its patient."""


@dataclass
class NoteTally:
    """How many notes were read, what was proposed, and what went wrong."""

    notes: int = 0
    proposals: int = 0
    others: int = 0
    dialogues: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, other: "NoteTally") -> None:
        """Adds what another process counted."""
        self.notes += other.notes
        self.proposals += other.proposals
        self.others += other.others
        self.dialogues += other.dialogues
        self.faults += other.faults


def check_notes(seed: int, count: int, dialogues: int) -> NoteTally:
    """Reads `count` mutated notes, and says the first `dialogues` of them in a dialogue."""
    draw, tally, notes = Random(seed), NoteTally(), collect_notes()
    for number in range(count):
        note = draw.choice(notes)
        trial, text = find_trial(note), mutate(draw, note.text, [each.text for each in draw.sample(notes, 3)])
        tally.notes += 1
        try:
            tally.faults += [f"{fault} in {text!r}" for fault in _check_text(trial, text, tally)]
            if number < dialogues:
                tally.dialogues += 1
                tally.faults += [f"{fault} after {text!r}" for fault in _check_dialogue(note.trial, text)]
        except Exception as error:  # noqa: BLE001 - whatever is raised is what this looks for
            tally.faults.append(f"{error!r} raised by {text!r}")
    return tally


def _check_text(trial: Trial, text: str, tally: NoteTally) -> Iterator[str]:
    reading = read_note(trial, text, TODAY)
    tally.proposals += len(reading.proposed)
    yield from list_breaches(trial, text, reading)
    if read_note(trial, text, TODAY) != reading:
        yield "read twice, and differently"
    for clause in re.split(r"[.,;:!?/&()\n]|\band\b|\bbut\b", text):
        if clause.strip() and not PATIENT.search(clause):
            tally.others += 1
            if proposed := read_note(trial, f"Family history: {clause.strip()}", TODAY).proposed:
                yield f"proposed of the family: {proposed[0].fact} in {clause!r}"


def _check_dialogue(name: str, text: str) -> Iterator[str]:
    """Yields what a note at the first question records. Only an answer to that question may be recorded at once."""
    dialogue = DIALOGUES[name]
    screening = dialogue.begin(NOW).screening
    fact = find_fact(screening.state)
    assert fact is not None
    turn = dialogue.take_turn(screening, Said(text), NOW)
    typed = read_typed(dialogue.trial.facts[fact], text, NOW.date())
    allowed = {fact: typed.answer} if isinstance(typed, Read) else {}
    recorded = dict(turn.screening.answers)
    happened = {each.fact for each in turn.happened}
    if not recorded.items() <= allowed.items() or not happened <= allowed.keys():
        yield f"recorded unconfirmed: {sorted(recorded)}"


def main(count: int = 50_000) -> int:
    """Prints how many notes were read and what went wrong; returns 1 if anything did."""
    start = time.perf_counter()
    total = NoteTally()
    chunks = range(-(-count // CHUNK))
    with ProcessPoolExecutor() as pool:
        for tally in pool.map(check_notes, chunks, [CHUNK] * len(chunks), [DIALOGUES_A_CHUNK] * len(chunks)):
            total.add(tally)
    print(
        f"{total.notes} mutated notes, {total.proposals} proposals, {total.others} clauses about the family, "
        f"{total.dialogues} dialogues, {time.perf_counter() - start:.0f} s: {len(total.faults)} faults"
    )
    print(*total.faults[:50], sep="\n")
    return 1 if total.faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
