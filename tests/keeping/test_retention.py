"""How long a screening is kept: never less than what is pending in it needs."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from stores import NOW, Person, store_at

from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, Pending
from storage.maintenance.sweep import sweep
from storage.model.retention import LONGEST_WAIT, Retention
from storage.opening.location import StoreLocation

DAYS = st.dates(date(2020, 1, 1), date.max)
ANSWERS = st.dictionaries(
    st.sampled_from("abcdef"),
    st.one_of(
        st.just(UNKNOWN),
        st.builds(Pending, st.none() | DAYS),
        st.builds(Known, st.integers(), st.none() | DAYS),
        st.just(Interval(min=3)),
    ),
)


@given(ANSWERS, st.integers(0, 400), st.integers(0, 400), st.booleans())
@example(answers={"a": Pending(date.max)}, idle=90, finished=30, is_finished=True)
def test_nothing_is_forgotten_before_what_is_pending_in_it_fell_due(
    answers: dict[str, Answer],
    idle: int,
    finished: int,
    is_finished: bool,  # noqa: FBT001 - hypothesis calls it
) -> None:
    """Protects "never before something pending in them fell due", for expected results and for ends of windows."""
    until = Retention(idle, finished).keep_until(answers, NOW, is_finished=is_finished)
    assert until >= NOW + timedelta(days=min(idle, finished))
    for answer in answers.values():
        due = answer.expected if isinstance(answer, Pending) else answer.clear_on if isinstance(answer, Known) else None
        if due is not None and due <= (NOW + LONGEST_WAIT).date():
            assert until >= datetime.combine(due, time.max, UTC) + timedelta(days=finished), (
                "the day is over, and there is time to act"
            )


TABLE: list[tuple[dict[str, Answer], bool, int]] = [
    ({}, False, 90),
    ({}, True, 30),
    ({"a": Known(3)}, True, 30),
    ({"a": UNKNOWN}, True, 30),
    ({"a": PENDING}, True, 90),
    ({"a": PENDING}, False, 90),
    ({"a": Pending(date(2026, 5, 1))}, True, 90),
    ({"a": Known(3, date(2026, 5, 1))}, True, 30),
]


@pytest.mark.parametrize(("answers", "is_finished", "days"), TABLE)
def test_idle_and_finished_screenings_are_kept_as_long_as_was_set(
    answers: dict[str, Answer],
    is_finished: bool,  # noqa: FBT001 - a column of the table
    days: int,
) -> None:
    """Protects "idle screenings expire, finished ones are forgotten after a set time", and pending ones later."""
    assert Retention(90, 30).keep_until(answers, NOW, is_finished=is_finished) == NOW + timedelta(days=days)


def test_a_due_date_far_away_keeps_a_screening_until_then() -> None:
    """Protects an example that a nurse can follow: expected on 19 July, kept until the end of 18 August."""
    until = Retention(10, 30).keep_until({"a": Pending(date(2026, 7, 19))}, NOW, is_finished=True)
    assert until.date() == date(2026, 8, 18)


def test_a_due_date_of_a_wrong_clock_keeps_no_screening_for_ever() -> None:
    """Protects people's data from a clock in 2099: the wait ends ten years after the last use."""
    until = Retention(10, 30).keep_until({"a": Pending(date(2099, 7, 19))}, NOW, is_finished=True)
    assert until.date() == date(2036, 7, 1)


def test_a_sweep_forgets_what_is_due_and_nothing_else(where: StoreLocation) -> None:
    """Protects both sides of the week's end: kept in the week in which it falls due, forgotten after it."""
    where = StoreLocation(where.address, where.anchor, where.journal, Retention(10, 5))
    with store_at(where) as store:
        early = Person(store).begin()
        later = Person(store, now=NOW + timedelta(days=6))
        stored = later.begin()
        assert sweep(store, NOW + timedelta(days=10)).forgotten == 0
        assert sweep(store, NOW + timedelta(days=13, hours=11)).forgotten == 0
        assert sweep(store, NOW + timedelta(days=13, hours=12)).forgotten == 1
        with store.reading() as repository:
            assert repository.find_by_id(early.id) is None
            assert repository.find_by_id(stored.id) is not None


def test_a_sweep_takes_no_more_at_once_than_it_is_told(where: StoreLocation) -> None:
    """Protects those who wait for a turn from a long sweep; what is left goes with the next."""
    with store_at(where) as store:
        for _ in range(5):
            Person(store).begin()
        far = NOW + timedelta(days=400)
        assert [sweep(store, far, most=2).forgotten for _ in range(4)] == [2, 2, 1, 0]
