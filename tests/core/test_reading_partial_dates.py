"""Dates that are known in part: a month or a year counts from its first day to its last, and never as one of them."""

from datetime import date

import pytest
from reading import AGE, TODAY, VACCINE

from dialogs.definition.facts import Fact
from dialogs.reading import AskBackReading, Misread, Read, read
from dialogs.rules.answers import Interval, Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]


def days(low: int, high: int) -> Interval:
    return Interval(min=low, max=high)


READ: list[tuple[Fact, str, Known | Interval]] = [
    (AGE, "born 03/2026, diagnosed 2026-06-01", days(62, 92)),
    (AGE, "born 2026-03, diagnosed 2026-06-01", days(62, 92)),
    (AGE, "born March 2026, diagnosed 1 June 2026", days(62, 92)),
    (AGE, "born in March 2026, diagnosed in May 2026", days(31, 91)),
    (AGE, "born 2010, diagnosed 2026-06-01", days(5631, 5995)),
    (AGE, "born in 2010, diagnosed May 2026", days(5600, 5994)),
    (AGE, "born 2026-01-31, diagnosed today", Known(135)),
    (AGE, "born 2026-01-31, diagnosed yesterday", Known(134)),
    (AGE, "diagnosed yesterday, born 2026-01-31", Known(134)),
    # of one month the birth is before the diagnosis; neither lies in the future, but somewhere it is tomorrow already
    (AGE, "born 05/2026, diagnosed 05/2026", days(0, 30)),
    (AGE, "born 2026-06-10, diagnosed 06/2026", days(0, 6)),
    (AGE, "born 06/2026, diagnosed 2026-06-10", days(0, 9)),
    (AGE, "born 06/2026, diagnosed today", days(0, 14)),
    (VACCINE, "vaccine March 2026, blinatumomab 2026-04-15", days(15, 45)),
    (VACCINE, "last vaccine in 2025, blinatumomab 1 March 2026", days(60, 424)),
    (VACCINE, "vaccine 2026-05-01, blinatumomab today", Known(45, clear_on=date(2026, 5, 30))),
    (VACCINE, "vaccine 2026-05-01, blinatumomab June 2026", days(31, 60)),
]


@pytest.mark.parametrize(("fact", "text", "answer"), READ)
def test_a_month_or_a_year_is_an_interval_of_days(fact: Fact, text: str, answer: Known | Interval) -> None:
    """The widest range that the dates allow; two whole dates are exact, also where one is 'today'."""
    assert read(fact, text, TODAY) == Read(answer)


ASKED: list[tuple[Fact, str, str, tuple[Known | Interval, ...]]] = [
    (AGE, "March 2026", "dates", ()),
    (AGE, "in 2026", "dates", ()),
    (AGE, "03/2026", "dates", ()),
    (AGE, "2026-03", "dates", ()),
    (AGE, "March 2026, April 2026, May 2026", "", ()),
    (AGE, "2026-01-31", "dates", ()),
    # words that are not accounted for
    (AGE, "born early in 2026, seen in May 2026", "which_dates", ()),
    (VACCINE, "vaccines in March 2026 and in April 2026", "which_dates", ()),
    # which of day and month comes first
    (AGE, "born 03/04/2026, diagnosed 06/2026", "date_order", (days(59, 74), days(89, 104))),
    (VACCINE, "since March 2026", "since", (days(76, 106),)),
    (VACCINE, "since 2025-06-01", "since", (Known(379, clear_on=date(2025, 6, 30)),)),
]


@pytest.mark.parametrize(("fact", "text", "reason", "offers"), ASKED)
def test_doubtful_partial_dates_are_asked_back(
    fact: Fact, text: str, reason: str, offers: tuple[Known | Interval, ...]
) -> None:
    """A month alone is no number of days; words beside it may change what it is."""
    reading = read(fact, text, TODAY)
    assert not isinstance(reading, Read)
    if reason:
        assert isinstance(reading, AskBackReading)
        assert (reading.reason, reading.offers) == (reason, offers)


@pytest.mark.parametrize(
    ("fact", "text", "reason"),
    [
        (AGE, "born July 2026, diagnosed August 2026", "start_future"),
        (AGE, "born May 2026, diagnosed July 2026", "end_future"),
        (AGE, "born June 2026, diagnosed May 2026", "date_reversed"),
        (AGE, "born 1990, diagnosed 2026-05-01", "range"),
        (AGE, "born 13/2026, diagnosed 2026-05-01", ""),
    ],
)
def test_partial_dates_that_cannot_be_are_refused(fact: Fact, text: str, reason: str) -> None:
    """Bad input gets one clear sentence, and is never read."""
    reading = read(fact, text, TODAY)
    assert not isinstance(reading, Read)
    assert not reason or reading == Misread(reason)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (VACCINE, "2010"),
        (VACCINE, "2010 days"),
        (VACCINE, "2010 to 2015"),
        (VACCINE, "2010-2015"),
        (AGE, "2010 to 2015 days"),
    ],
)
def test_four_figures_without_a_word_or_a_date_beside_them_are_no_year(fact: Fact, text: str) -> None:
    """2010 to 2015 days are possible: a year is one only behind 'in', or beside another date."""
    reading = read(fact, text, TODAY)
    offers = (reading.answer,) if isinstance(reading, Read) else getattr(reading, "offers", ())
    assert offers
    assert set(offers) <= {Known(2010), days(2010, 2015)}


@pytest.mark.parametrize("text", ["2010 to 2026", "2010-2026", "between 2015 and 2020"])
def test_two_years_are_not_taken_for_days(text: str) -> None:
    """Protects "2010 to 2026" of a transplant from counting as that many days ago."""
    reading = read(VACCINE, text, TODAY)
    assert isinstance(reading, AskBackReading)
    assert reading.reason == "named"
