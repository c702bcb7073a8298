"""Notes as tired clinicians write them, and openers of public case reports: nothing wrong, nothing invented."""

import pytest
from note_corpus import TODAY, CorpusNote, collect_notes, find_trial, list_breaches, list_faults
from proof_notes import check_notes

from dialogs.notes.note_reading import NoteReading
from dialogs.notes.read_note import read_note
from dialogs.verdict.json_answers import read_answers

pytestmark = pytest.mark.traced

every_note = pytest.mark.parametrize("note", collect_notes(), ids=lambda note: note.id)


def read(note: CorpusNote) -> NoteReading:
    return read_note(find_trial(note), note.text, TODAY)


@pytest.mark.thinned(3)
@pytest.mark.sweep
@every_note
def test_a_note_proposes_only_what_it_states(note: CorpusNote) -> None:
    """Protects "0 wrong, 0 invented", and that no identifier is told."""
    reading = read(note)
    assert [*list_faults(note, reading), *list_breaches(find_trial(note), note.text, reading)] == []


def test_four_fifths_of_what_is_stated_is_proposed() -> None:
    """Protects "at least 80 % of the facts proposed": a reader that always asks would invent nothing either."""
    stated = proposed = 0
    for note in collect_notes():
        counted = note.facts.keys() - set(note.either)
        stated += len(counted)
        proposed += len(counted & {each.fact for each in read(note).proposed})
    assert proposed / stated >= 0.8, f"{proposed} of {stated}"


@pytest.mark.sweep
@every_note
def test_a_row_of_the_corpus_holds_answers_of_its_trial(note: CorpusNote) -> None:
    """Protects the corpus itself: its values are answers that `check` takes, and it names facts that there are."""
    read_answers(find_trial(note), note.facts)
    assert set(note.either) <= note.facts.keys()
    assert set(note.doubtful) <= find_trial(note).facts.keys() - note.facts.keys()
    assert note.identifier == bool(note.secrets)
    assert all(secret in note.text for secret in note.secrets)


@pytest.mark.sweep
@pytest.mark.parametrize(("count", "dialogues"), [(150, 8), pytest.param(1_000, 60, marks=pytest.mark.long)])
def test_mutated_notes_are_read_without_harm(count: int, dialogues: int) -> None:
    """Protects "no crash, nothing recorded unconfirmed" where notes are garbled, glued together and cut."""
    tally = check_notes(seed=1, count=count, dialogues=dialogues)
    assert tally.faults == []
    assert tally.proposals > count, "too few proposals: the notes are too garbled"
    assert tally.others > count / 10, "too few notes about somebody else"
