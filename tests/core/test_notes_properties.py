"""Whatever a note says: nothing is raised, words are pieces of it, and each proposal is an answer to its fact."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from noted import INTERFANT, TODAY, TRIALS, reads

from dialogs.notes.note_reading import NoteReading
from dialogs.notes.read_note import MAX_NOTE, read_note
from dialogs.rules.answers import PENDING, Interval, Known
from dialogs.verdict.json_answers import make_plain_answer, read_answers

pytestmark = pytest.mark.traced

PIECES = [
    "10-wk girl", "pro-B ALL", "t(9;11)(p22;q23)", "46,XX,t(4;11)(q21;q23)[20]", "CD19+ 99 %", "no steroids",
    "or chemo",
    "LP day 33 pending", "CNS2", "at diagnosis", "EOI:", "mother had ALL", "twin sister", "the infant", "?", "probable",
    "no", "not", "KMT2A-r", "germline", "rotavirus", "3 weeks before blina", "planned", "none", "consent", "signed",
    "parents", "refused", "prednisolone 40 mg/m2/day", "for 10 days", "3/12", "DOL 3", "born 2026-01-31",
    "diagnosed 2026-05-31", "name: Anna Smith", "MRN 123456", "allergies", "relapse", "steriods", "54-year-old woman",
    "ECOG 1", "creatinine 1.1 mg/dL", "7.2 kg", "first episode", "2 relapses", "Interfant-06", "Genetics:", "\ue7ff",
    "²",
    "aged", "5 months", "ago", "İ", "ß", "\x00", "\ud800", "\u200b", "１０ weeks",
]  # fmt: skip
JOINTS = [" ", ", ", ". ", "; ", "\n", " and ", " or ", " but ", "/", ": ", " (", ") ", "", " - "]
note_texts = st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(JOINTS)), max_size=14).map(
    lambda parts: "".join(piece + joint for piece, joint in parts)
)


def list_words(reading: NoteReading) -> list[str]:
    """Returns all that a reading quotes of its note."""
    words = [*(each.words for each in reading.proposed), *(each.words for each in reading.asked)]
    return [*words, *reading.left, *reading.unread]


@pytest.mark.sweep
@settings(deadline=None, max_examples=150)
@given(text=note_texts | st.text(max_size=80), name=st.sampled_from(sorted(TRIALS)))
def test_every_text_is_read_and_every_word_is_its_own(text: str, name: str) -> None:
    """Protects "never raises", and quotations: they are pieces of the note, with … where something is left out."""
    reading = reads(text, name)
    for words in list_words(reading):
        assert all(part.strip() in text for part in words.split("…"))
    facts = [*(each.fact for each in reading.proposed), *(each.fact for each in reading.asked)]
    assert len(set(facts)) == len(facts)
    assert [each for each in TRIALS[name].facts if each in facts] == sorted(facts, key=list(TRIALS[name].facts).index)


@pytest.mark.sweep
@settings(deadline=None, max_examples=150)
@given(text=note_texts, name=st.sampled_from(sorted(TRIALS)))
def test_what_is_proposed_can_be_given_to_check(text: str, name: str) -> None:
    """Protects "so that `proposed` can be given to it": each value fits its fact, and applies beside the others."""
    proposed = {each.fact: each.answer for each in reads(text, name).proposed}
    plain = {fact: make_plain_answer(answer) for fact, answer in proposed.items()}
    assert list(read_answers(TRIALS[name], plain)) == list(proposed)
    assert all(isinstance(answer, Known | Interval) or answer == PENDING for answer in proposed.values())


@settings(deadline=None, max_examples=60)
@given(text=note_texts)
def test_the_same_note_says_the_same(text: str) -> None:
    """Protects determinism: nothing of a note before, or of another trial, plays a part."""
    first = reads(text)
    reads("KMT2A germline, mother had chemo", "small")
    assert reads(text) == first


@pytest.mark.sweep
@settings(deadline=None, max_examples=60)
@given(text=note_texts)
def test_what_stands_under_family_history_fills_nothing(text: str) -> None:
    """Protects a patient from her family's diseases, whatever is told of them in that line."""
    line = re.sub(r"[\s.;!?…*•|→]+|\bbut\b", " ", text)
    reading = reads(f"mother, sister and cousin: {line}")
    assert [each.fact for each in reading.proposed if each.fact not in {"consent", "age_days"}] == [] or any(
        each in line for each in ("girl", "infant", "woman")
    )


def test_a_text_that_is_too_long_says_nothing() -> None:
    """Protects a turn from a book; a note as long as can be is read in time that grows with it."""
    assert read_note(INTERFANT, "CD19+ " * MAX_NOTE, TODAY) == NoteReading()
    assert [each.fact for each in reads("x " * (MAX_NOTE // 2 - 10) + "\nCD19+").proposed] == ["cd19"]


def test_nobody_sees_the_text_of_a_reading_in_a_log() -> None:
    """Protects health data from the representations that tracebacks show."""
    assert "CD19" not in repr(reads("CD19+, KMT2A?, twin sister CD19-, blood CD19group"))
