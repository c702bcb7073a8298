"""What reading a note costs, in calls of functions: no clock, so that a busy machine fails nothing."""

import sys
from collections.abc import Callable, Iterable

import pytest
from any_dialogue import DIALOGUES, NOW
from note_corpus import TODAY, collect_notes

from dialogs.conversation.screening import Said
from dialogs.notes.read_note import read_note

DIALOGUE = DIALOGUES["interfant-21"]
TYPED = (
    "120 days", "pre-B", "new", "KMT2A-r", "systemic", "20.5 mg/m2/day", "5", "no", "given", "CD19+", "CNS1",
    "no", "no", "no",
)  # fmt: skip
"""Answers to the questions of a screening, in their order."""
OF_A_NOTE, OF_A_LETTER = 8, 20
"""At most so many turns' calls; a letter states six to ten facts, each of which would take a turn to type."""
LISTED = "CD19 positive, no steroids, KMT2A rearranged, pro-B ALL"


def count_calls(work: Callable[[], object]) -> int:
    """Returns how many functions are called, those written in C included."""
    calls = 0

    def note_call(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note_call)
    try:
        work()
    finally:
        sys.setprofile(before)
    return calls


def count_calls_of_turn() -> float:
    """Returns the calls of a turn in which an answer is typed, over those of a screening."""

    def answer_all() -> None:
        turn = DIALOGUE.begin(NOW)
        for text in TYPED:
            turn = DIALOGUE.take_turn(turn.screening, Said(text), NOW)
            assert all(message.text for message in turn.messages)
        assert turn.screening.state == "review"

    answer_all()  # collects what is collected once for a trial
    return count_calls(answer_all) / len(TYPED)


def count_calls_of_notes(texts: Iterable[str]) -> float:
    """Returns the calls of reading a note, over those of some notes."""
    notes = [*texts]

    def read_all() -> None:
        for text in notes:
            read_note(DIALOGUE.trial, text, TODAY)

    read_all()
    return count_calls(read_all) / len(notes)


@pytest.mark.parametrize(("kinds", "most"), [("all", OF_A_NOTE), ("letter", OF_A_LETTER)])
def test_a_note_costs_a_few_turns(kinds: str, most: int) -> None:
    """Protects "a note costs at most 10 core turns", by the calls that it takes."""
    notes = [each for each in collect_notes() if each.trial == DIALOGUE.trial.id and kinds in {"all", each.kind}]
    assert count_calls_of_notes(each.text for each in notes) < most * count_calls_of_turn()


@pytest.mark.parametrize("joint", [". ", ", ", "\n"])
def test_a_long_note_costs_as_much_as_its_parts(joint: str) -> None:
    """Protects a bot from a note of 20,000 characters: nothing is looked for once for each pair of its statements."""
    short, long = (joint.join([LISTED] * count) for count in (8, 64))
    assert count_calls_of_notes([long]) < 11 * count_calls_of_notes([short])
