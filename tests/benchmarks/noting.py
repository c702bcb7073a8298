"""Speed of reading a note, in core turns: a whole note is read while the dialogue takes a few typed answers."""

import statistics
import time
from collections.abc import Callable, Sequence

from note_corpus import TODAY, collect_notes

from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said
from dialogs.notes.read_note import read_note
from dialogs.testing.scripts.playing.player import FIXED_NOW

ROUNDS = 5

Say = Callable[[str, float, str], None]


def measure_notes(say: Say, dialogue: Dialogue, courses: Sequence[Sequence[str]]) -> None:
    """Prints what reading a note costs, and the longest kind of note by itself. `courses` are what is said in turn."""
    notes = [note for note in collect_notes() if note.trial == dialogue.trial.id]
    letters = [note.text for note in notes if note.kind == "letter"]
    say("a note, in core turns", _find_ratio(dialogue, [note.text for note in notes], courses), "at most 10")
    say("a referral letter of 6 to 10 facts, in core turns", _find_ratio(dialogue, letters, courses), "at most 10")


def _find_ratio(dialogue: Dialogue, texts: Sequence[str], courses: Sequence[Sequence[str]]) -> float:
    """Returns how many turns' processor time a note takes: the median of rounds that time both."""

    def read_notes() -> None:
        for text in texts:
            read_note(dialogue.trial, text, TODAY)

    def take_turns() -> None:
        for course in courses:
            turn = dialogue.begin(FIXED_NOW)
            for text in course:
                turn = dialogue.take_turn(turn.screening, Said(text), FIXED_NOW)
                for message in turn.messages:
                    assert message.text

    read_notes()
    take_turns()
    a_note, a_turn = 1 / len(texts), 1 / sum(map(len, courses))
    return statistics.median(_time(read_notes) * a_note / (_time(take_turns) * a_turn) for _ in range(ROUNDS))


def _time(work: Callable[[], None]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
