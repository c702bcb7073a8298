"""Screenings and answers as they are stored: they lose nothing, and earlier shapes are still read."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.conversation.note_doubt import NoteDoubt
from dialogs.conversation.said_answer import SaidAnswer
from dialogs.conversation.screening import Doubt, Menu, Proposals, Screening
from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, LastDose, LastDoses, Pending, Selected
from storage.model.codec import (
    encode_answer,
    encode_screening,
    pack,
    read_answer,
    read_answers,
    read_screening,
    unpack,
)

TEXT = st.text(st.characters(codec="utf-8"), max_size=20)
NUMBERS = st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
LIMITS = st.none() | NUMBERS
ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.builds(Known, NUMBERS | TEXT, st.none() | st.dates()),
    st.builds(Interval, LIMITS, LIMITS, LIMITS, LIMITS),
    st.just(UNKNOWN),
    st.builds(Pending, st.none() | st.dates()),
    st.builds(
        LastDoses,
        st.lists(st.builds(LastDose, TEXT, st.integers(0, 40_000), st.none() | st.integers(0, 40_000)), max_size=4).map(
            tuple
        ),
        st.none() | st.dates(),
    ),
)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=-5, minutes=-30))])
TIMES = st.none() | st.datetimes(timezones=ZONES).map(lambda time: time.replace(fold=0))
SCREENINGS = st.builds(
    Screening,
    TEXT,
    TEXT,
    TEXT,
    st.dictionaries(TEXT, ANSWERS, max_size=4),
    st.lists(TEXT, max_size=4).map(tuple),
    st.lists(TEXT, max_size=4).map(tuple),
    st.none()
    | st.builds(
        Doubt, TEXT, st.lists(ANSWERS, max_size=3).map(tuple), st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple)
    ),
    st.none() | st.sampled_from(Menu),
    st.booleans(),
    TIMES,
    st.none() | TEXT,
    TIMES,
    note=st.none()
    | st.builds(
        Proposals,
        st.dictionaries(TEXT, ANSWERS, max_size=4),
        st.dictionaries(TEXT, st.sampled_from(NoteDoubt), max_size=4),
        st.booleans(),
        st.none() | TEXT,
        st.none() | st.builds(Doubt, TEXT, st.lists(ANSWERS, max_size=3).map(tuple)),
    ),
)


@settings(max_examples=40)
@given(SCREENINGS)
def test_every_screening_reads_as_it_was(screening: Screening) -> None:
    """Protects "a chat that loses no acknowledged answer": every field, and the kind of every number: 7 is not 7.0."""
    read = read_screening(unpack(pack(encode_screening(screening))))
    assert read == screening
    assert repr(read) == repr(screening).replace("datetime.timezone(datetime.timedelta(0))", "datetime.timezone.utc")


@given(ANSWERS)
def test_every_answer_reads_as_it_was(answer: Answer) -> None:
    """Protects the trail: what an entry says was answered is what was answered."""
    read = read_answer(unpack(pack(encode_answer(answer))))
    assert (read, repr(read)) == (answer, repr(answer))


def test_no_answer_is_taken_for_another() -> None:
    """Protects "not asked", "unknown" and "pending" from each other, and codes that are spelled like them."""
    answers: list[Answer | None] = [
        None, UNKNOWN, PENDING, Known("unknown"), Known("pending"), Known(7), Known(7.5), Known("7"), Known(0),
        Interval(), Interval(min=7), Interval(max=7), Interval(above=7), Interval(below=7),
        Pending(date(2031, 7, 19)), Known(7, date(2031, 7, 19)), Known(""),
    ]  # fmt: skip
    assert len({pack(encode_answer(answer)) for answer in answers}) == len(answers)
    assert [read_answer(unpack(pack(encode_answer(answer)))) for answer in answers] == answers


@pytest.mark.parametrize("number", [7, 7.0, 0, 0.0, -0.0, 937.25, 1e22, 2**53, 0.1 + 0.2])
def test_a_number_keeps_its_kind(number: float) -> None:
    """Protects what a person reads again: 7 days never become 7.0 days."""
    answer = read_answer(unpack(pack(encode_answer(Known(number)))))
    assert isinstance(answer, Known)
    assert repr(answer.value) == repr(number)


SCREENING = Screening(
    trial="interfant-21",
    digest="sha256:00",
    state="asking_cd19",
    answers={
        "age_days": Interval(min=120, below=151),
        "kmt2a": Pending(date(2031, 7, 19)),
        "corticosteroid_dose": Known(937.25),
        "corticosteroid_days": Known(7),
        "live_vaccine_days": Known(12, date(2026, 6, 18)),
        "chemotherapy": UNKNOWN,
        "consent": PENDING,
        "diagnosis": Known("b_mpal"),
    },
    shown=("age_days", "cd19"),
    trail=("age_days",),
    doubt=Doubt("unit", (Known(45), Interval(above=3.5, max=4))),
    menu=Menu.CHANGE,
    listing=True,
    asked_at=datetime(2026, 6, 1, 12, tzinfo=UTC),
    taken="age_days",
    taken_at=datetime(2026, 6, 1, 11, 59, 58, 250000, tzinfo=UTC),
)

TYPED = replace(SCREENING, typed=SaidAnswer("00ff", datetime(2026, 6, 1, 12, 0, 1, tzinfo=UTC)))

NOTED = replace(
    TYPED,
    menu=Menu.NOTE,
    note=Proposals(
        {"kmt2a": Known("rearranged"), "age_days": Interval(min=70, max=76)},
        {"cd19": NoteDoubt.UNCERTAIN, "consent": NoteDoubt.RECORDED},
        is_choosing=True,
        opened="age_days",
        doubt=Doubt("unit", (Known(45),)),
    ),
)

PICKED = replace(NOTED, picked=Selected(("brca1", "atm"), ("palb2",)))

STORED_NOTE = (
    b'[{"kmt2a":{"is":"rearranged"},"age_days":{"in":{"min":70,"max":76}}},{"cd19":"uncertain","consent":"recorded"},'
    b'true,"age_days",["unit",[{"is":45}]]]'
)

STORED = (
    b'{"trial":"interfant-21","digest":"sha256:00","state":"asking_cd19","answers":{"age_days":{"in":{"min":120,"below":151}},'
    b'"kmt2a":{"pending":"2031-07-19"},"corticosteroid_dose":{"is":937.25},"corticosteroid_days":{"is":7},'
    b'"live_vaccine_days":{"is":12,"clear_on":"2026-06-18"},"chemotherapy":"unknown","consent":"pending","diagnosis":{"is":"b_mpal"}},'
    b'"shown":["age_days","cd19"],"trail":["age_days"],"doubt":["unit",[{"is":45},{"in":{"max":4,"above":3.5}}]],"menu":"change",'
    b'"listing":true,"asked_at":"2026-06-01T12:00:00+00:00","taken":"age_days","taken_at":"2026-06-01T11:59:58.250000+00:00"}'
)


def test_what_was_typed_last_is_read_as_it_was_stored() -> None:
    """Protects the guard against doubled messages from a restart between the two."""
    assert read_screening(unpack(pack(encode_screening(TYPED)))) == TYPED


def test_the_stored_shape_of_a_screening_stays() -> None:
    """Protects what is stored already: the bytes that are written down here are read as long as databases hold them."""
    assert pack(encode_screening(SCREENING)) == STORED
    assert read_screening(unpack(STORED)) == SCREENING
    doubt = Doubt("missing:length", (), (("drug", "dexamethasone"), ("weight", "4")))
    stored = STORED.replace(
        b'["unit",[{"is":45},{"in":{"max":4,"above":3.5}}]]',
        b'["missing:length",[],[["drug","dexamethasone"],["weight","4"]]]',
    )
    assert pack(encode_screening(replace(SCREENING, doubt=doubt))) == stored
    assert read_screening(unpack(stored)) == replace(SCREENING, doubt=doubt)


def test_the_stored_shape_of_what_a_note_proposes_stays() -> None:
    """Protects a page that is open while the program is replaced: it is there with its proposals in their order."""
    assert pack(encode_screening(NOTED)["note"]) == STORED_NOTE
    read = read_screening(unpack(pack(encode_screening(NOTED))))
    assert read == NOTED
    assert read.note is not None
    assert list(read.note.answers) == ["kmt2a", "age_days"]


def test_every_field_of_a_screening_is_stored() -> None:
    """Protects a field that a later release adds from being forgotten here."""
    assert set(encode_screening(PICKED)) == set(Screening.__dataclass_fields__)


def test_what_is_chosen_so_far_is_read_as_it_was_stored() -> None:
    """Protects a selection that was not done from a restart, and screenings of releases that knew none."""
    stored = unpack(pack(encode_screening(PICKED)))
    assert stored["picked"] == {"so": ["brca1", "atm"], "untested": ["palb2"]}
    assert read_screening(stored) == PICKED
    assert "picked" not in encode_screening(NOTED)
    assert read_screening(unpack(pack(encode_screening(NOTED)))).picked == Selected()
    for answer in (Selected(), Selected(("brca1",)), Selected((), ("atm",))):
        assert read_answer(unpack(pack(encode_answer(answer)))) == answer


def test_answers_by_fact_are_read_in_their_order() -> None:
    """Protects the order in which answers were given, which a report shows."""
    assert list(read_answers({"b": "unknown", "a": {"is": 1}}).items()) == [("b", UNKNOWN), ("a", Known(1))]
