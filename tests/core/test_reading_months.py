"""Calendar months between two events: exact from dates, else what any calendar allows, held against 400 years."""

from calendar import monthrange
from datetime import date, timedelta

import pytest

from dialogs.definition.facts import MonthsBetweenFact
from dialogs.reading import AskBackReading, Misread, Read, make_sentence, read
from dialogs.reading.days.month_counts import read_months
from dialogs.reading.days.months import MonthPlace, add_months, place_date, place_days
from dialogs.rules.answers import Interval, Known
from dialogs.verdict.answer_words import word_answer

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

TODAY = date(2026, 6, 15)
MONTHS = MonthsBetweenFact.model_validate(
    {
        "kind": "months_between",
        "name": {"en": "Months since CD19 was confirmed"},
        "ask": {"en": "When was CD19 confirmed?"},
        "ask_family": {"en": "When was CD19 last tested?"},
        "why": {"en": "It must be confirmed within 2 months."},
        "unit": {"en": "months"},
        "unit_one": {"en": "month"},
        "range": {"min": 0, "max": 600},
        "start": {"en": "the confirmation"},
        "end": {"en": "enrolment"},
        "start_words": {"en": ["confirmed"]},
        "fits": {"en": "Give months (2), or two dates."},
    }
)
"""'CD19 and/or CD22-positivity confirmed within 2 months'."""


def more(above: int, below: int) -> Interval:
    return Interval(above=above, below=below)


READ: list[tuple[str, Known | Interval]] = [
    ("2", Known(2)),
    ("2 months", Known(2)),
    ("0 months", Known(0)),
    ("1 year 2 months", Known(14)),
    ("1y 2m", Known(14)),
    ("2 months 10 days", more(2, 3)),
    ("2 months and 3 weeks", more(2, 3)),
    ("2 months 31 days", Interval(min=3, below=4)),
    ("2.5 months", more(2, 3)),
    # 60 days are more than 2 months from 1 February, and less from 1 July
    ("60 days", more(1, 3)),
    ("28 days", Interval(above=0, max=1)),
    ("31 days", Interval(min=1, below=2)),
    ("27 days", more(0, 1)),
    ("8 weeks", more(1, 3)),
    ("6 weeks before enrolment", more(1, 2)),
    ("2-3 months", Interval(min=2, max=3)),
    ("less than 2 months", Interval(below=2)),
    ("at most 2 months", Interval(max=2)),
    ("more than 2 months", Interval(above=2)),
    ("at least 2 months", Interval(min=2)),
    ("less than 60 days", Interval(max=2)),
    ("less than 59 days", Interval(below=2)),
    ("more than 60 days", Interval(above=1)),
    ("more than 61 days", Interval(min=2)),
    ("more than 1 and less than 3 months", more(1, 3)),
    ("at least 1 and less than 2 months", Interval(min=1, below=2)),
    # dates
    ("2026-01-31 to 2026-02-28", Known(1)),
    ("2024-01-31 to 2024-02-28", more(0, 1)),
    ("2024-01-31 to 2024-02-29", Known(1)),
    ("2026-01-31 to 2026-03-01", more(1, 2)),
    ("2026-03-31 to 2026-04-30", Known(1)),
    ("2026-03-30 to 2026-04-30", Known(1)),
    ("2026-02-28 to 2026-03-31", more(1, 2)),
    ("2025-11-15 to 2026-01-15", Known(2)),
    ("enrolment 2026-01-14, confirmed 2025-11-15", more(1, 2)),
    ("2026-05-04 to 2026-05-04", Known(0)),
    # dates known in part
    ("March 2026 to 2026-06-01", Interval(above=2, max=3)),
    ("confirmed 03/2026, enrolment today", more(2, 4)),
    ("confirmed yesterday, enrolment 2026-06-20", more(0, 1)),
    ("confirmed in 2025, enrolment 2026-03-03", more(2, 15)),
    ("05/2026 to 05/2026", Interval(min=0, below=1)),
]


@pytest.mark.parametrize(("text", "answer"), READ)
def test_months_are_read(text: str, answer: Known | Interval) -> None:
    """So many whole months are that number; a part of a further month lies between two."""
    assert read(MONTHS, text, TODAY) == Read(answer)


ASKED = [
    ("2 m", "unit_m", (Known(2),)),
    ("8/52", "notation", (more(1, 3),)),
    ("1 year", "in_days", (Known(12), Interval(min=12, below=24))),
    ("1.5 years", "in_days", (Interval(min=12, below=24),)),
    ("2 or 3", "either", (Interval(min=2, max=3),)),
    ("2 months to 3", "mixed", ()),
    ("1 year to 18", "mixed", ()),
    ("since March 2026", "since", (more(2, 4),)),
    ("about 2 months", "about", (Known(2),)),
    ("3/4/2026 to 2026-05-04", "date_order", (more(1, 2), Known(2))),
    ("March 2026", "dates", ()),
    ("2026-03", "dates", ()),
    ("in 2025", "dates", ()),
    ("2026-03-04", "dates", ()),
]


@pytest.mark.parametrize(("text", "reason", "offers"), ASKED)
def test_doubtful_months_are_asked_back(text: str, reason: str, offers: tuple[Known | Interval, ...]) -> None:
    """Other units are confirmed, and a date needs another one."""
    reading = read(MONTHS, text, TODAY)
    assert isinstance(reading, AskBackReading)
    assert (reading.reason, reading.offers) == (reason, offers)
    assert "{" not in make_sentence(MONTHS, reading)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-2", "negative"),
        ("700", "range"),
        ("999999999 days", "range"),
        ("100000 days", "range"),
        ("3-2 months", "order"),
        ("3 weeks ago", "ago"),
        ("2026-06-01 to 2026-05-01", "date_reversed"),
        ("2026-06-20 to 2026-07-01", "start_future"),
        ("2 parsecs", "unit"),
        ("rubbish", "not_an_answer"),
        ("", "not_an_answer"),
        ("about", "not_an_answer"),
        ("1900-01-01 to 2026-05-01", "range"),
    ],
)
def test_months_that_cannot_be_are_refused(text: str, reason: str) -> None:
    """Bad input gets one clear sentence."""
    assert read(MONTHS, text, TODAY) == Misread(reason)


def test_nothing_is_no_months() -> None:
    """Where other words have been taken away, nothing may be left."""
    assert read_months(MONTHS, "") == Misread("not_an_answer")


def test_where_the_end_is_today_ago_and_since_count_to_it() -> None:
    """'How long has it lasted?' ends today."""
    fact = MONTHS.model_copy(update={"end": {"en": "today"}})
    assert read(fact, "6 weeks ago", TODAY) == Read(more(1, 2))
    assert read(fact, "since March 2026", TODAY) == Read(more(2, 4))
    assert read(fact, "since 15 March 2026", TODAY) == Read(Known(3))
    assert read(fact, "since 2026", TODAY) == Read(Interval(min=0, below=6))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (more(1, 2), "more than 1 and less than 2 months"),
        (Known(2), "2 months"),
        (Known(1), "1 month"),
        (Interval(below=1), "less than 1 month"),
    ],
)
def test_months_are_told_in_words(answer: Known | Interval, words: str) -> None:
    """What was understood is shown before it counts."""
    assert word_answer(MONTHS, answer) == words


def count_halves(place: MonthPlace) -> int:
    """Twice the months, and one more where it lies beyond the whole months."""
    return 2 * place.whole + place.beyond


DAYS = [*range(100), *range(330, 400), 700, 730, 731, 761, 1096, 1461, 3652, 10000]
CYCLE = [date(2000, 1, 1) + timedelta(days=each) for each in range(146_097)]
"""Every day of the 400 years after which the calendar repeats."""


def test_a_leap_year_of_days_is_a_year_from_any_day() -> None:
    """366 days are never fewer than twelve months, and 365 may be a day short of them."""
    assert place_days(366)[0].whole == 12
    assert place_days(365)[0].whole == 11


@pytest.mark.sweep
@pytest.mark.thinned(4)
@pytest.mark.parametrize("days", DAYS[::7])
def test_days_come_to_the_fewest_and_the_most_months_of_any_calendar(days: int) -> None:
    """The widest range, and no wider: held against each day of 400 years on which the days may begin."""
    places = [
        count_halves(place_date(start, start + timedelta(days=days))) for start in CYCLE[:: 1 if days < 100 else 5]
    ]
    low, high = place_days(days)
    assert (count_halves(low), count_halves(high)) == (min(places), max(places))


@pytest.mark.sweep
@pytest.mark.thinned(4)
@pytest.mark.parametrize("days", DAYS)
def test_days_come_to_months_within_leap_years_and_others(days: int) -> None:
    """The same for more numbers of days, over the eight years around a century without a leap day and one with it."""
    starts = [each for each in CYCLE if each.year in {2000, 2003, 2004, 2095, 2096, 2097, 2098, 2099, 2100}]
    places = [count_halves(place_date(start, start + timedelta(days=days))) for start in starts]
    low, high = place_days(days)
    assert count_halves(low) <= min(places)
    assert max(places) <= count_halves(high)


@pytest.mark.sweep
@pytest.mark.thinned(4)
@pytest.mark.parametrize("start", CYCLE[60:1600:13])
def test_months_are_added_as_calendars_do(start: date) -> None:
    """The same day so many months later, or the last day of a shorter month; the day after it is beyond."""
    for months in range(1, 26):
        end = add_months(start, months)
        assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
        assert end.day == min(start.day, monthrange(end.year, end.month)[1])
        assert place_date(start, end) == MonthPlace(months)
        assert place_date(start, end + timedelta(days=1)) == MonthPlace(months, beyond=True)
        assert place_date(start, end - timedelta(days=1)).whole == months - 1
