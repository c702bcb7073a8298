"""Ages in two units or more, and in halves: computed as the widest range that any calendar allows, and confirmed."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from reading import AGE, TODAY

from dialogs.reading import AskBackReading, Misread, Read, read
from dialogs.rules.answers import Interval, Known

pytestmark = [pytest.mark.traced, pytest.mark.mutants]

SUMS = [
    (
        819,
        853,
        ["2 years 3 months", "2y 3m", "2y3m", "2 yrs, 3 mos", "aged 2 years and 3 months", "2-year-3-month-old"],
    ),
    (424, 457, ["1y 2m", "1 yr 2 mths", "a year and 2 months", "one year two months", "1 year plus 2 months"]),
    (103, 112, ["3 months and 2 weeks", "3 months 2 weeks", "3 mo, 2 wks", "3-month-2-week-old", "3 months + 2 weeks"]),
    (824, 828, ["2 years 3 months 5 days"]),
    (833, 843, ["2 years 3 months 2 weeks at diagnosis", "2 years, 3 months, 2 weeks"]),
    (434, 438, ["1 year 2 months 1 week 3 days"]),
]


@pytest.mark.parametrize(("low", "high", "texts"), SUMS)
def test_units_together_are_offered_as_days(low: int, high: int, texts: list[str]) -> None:
    """A number given another way is computed, shown, and confirmed."""
    for text in texts:
        assert read(AGE, text, TODAY) == AskBackReading("mixed", (Interval(min=low, max=high),)), text


@pytest.mark.parametrize(
    ("text", "reason", "offer"),
    [
        ("5 weeks 3 days", "mixed", Known(38)),
        ("more than 2 years 3 months", "mixed", Interval(above=819)),
        ("less than 1 year 2 months", "mixed", Interval(below=428)),
        ("1 year 2 months to 1 year 4 months", "mixed", Interval(min=424, max=518)),
        ("2 and a half years", "partial", Interval(min=730, max=1095)),
        ("2 1/2 years", "partial", Interval(min=730, max=1095)),
        ("2½ years", "partial", Interval(min=730, max=1095)),
        ("1 year and a half", "partial", Interval(min=365, max=730)),
    ],
)
def test_limits_of_sums_and_halves_are_offered(text: str, reason: str, offer: Known | Interval) -> None:
    """A half is no exact number of days: the whole unit in which it lies is offered."""
    assert read(AGE, text, TODAY) == AskBackReading(reason, (offer,))


@pytest.mark.parametrize(
    "text", ["2 years 13 months", "3 months 2 weeks 10 days", "2 months 2.5 weeks", "2 months 3 years"]
)
def test_sums_that_no_age_is_are_asked_back_without_an_offer(text: str) -> None:
    """Thirteen months beside years are a slip."""
    assert read(AGE, text, TODAY) == AskBackReading("mixed")


@pytest.mark.parametrize("text", ["2 years 3", "5+3 weeks", "2 years 3 parsecs"])
def test_what_is_no_sum_is_not_read(text: str) -> None:
    """A number without its unit is never given one."""
    reading = read(AGE, text, TODAY)
    assert not isinstance(reading, Read)
    assert isinstance(reading, Misread) or reading.offers == ()


@pytest.mark.parametrize(
    ("years", "months", "weeks", "days"),
    [
        (2, 3, None, None),
        (1, 2, None, None),
        (None, 3, 2, None),
        (None, 5, 3, None),
        (2, 3, None, 5),
        (1, 0, 4, None),
        (None, 1, None, 30),
    ],
)
def test_sums_are_held_against_every_birthday_of_eight_years(
    years: int | None, months: int | None, weeks: int | None, days: int | None
) -> None:
    """No calendar lies beyond what is offered, and each end of it is reached."""
    parts = [(years, "years"), (months, "months"), (weeks, "weeks"), (days, "days")]
    text = " ".join(f"{number} {unit}" for number, unit in parts if number is not None)
    reading = read(AGE, text, TODAY)
    assert isinstance(reading, AskBackReading)
    (offer,) = reading.offers
    low, high = (offer.min, offer.max) if isinstance(offer, Interval) else (offer.value, offer.value)  # type: ignore[union-attr]  # an interval or a number
    possible = {
        each for birth in list_births() for each in list_ages(birth, 12 * (years or 0) + (months or 0), weeks, days)
    }
    assert (min(possible), max(possible)) == (low, high)


def list_births() -> list[date]:
    return [date(2095, 1, 1) + timedelta(days=each) for each in range(8 * 366)]


def list_ages(birth: date, months: int, weeks: int | None, days: int | None) -> range:
    """Returns the ages in days of somebody of so many completed months, with weeks and days beyond them."""
    begin, end = (count_days(birth, each) for each in (months, months + 1))
    beyond = 7 * (weeks or 0) + (days or 0)
    last = beyond if days is not None else beyond + 6 if weeks is not None else end - begin - 1
    return range(begin + beyond, min(begin + last, end - 1) + 1)


def count_days(birth: date, months: int) -> int:
    """Returns the days from a birth to the day so many months later; where there is no such day, to the first after."""
    year, month = divmod(birth.year * 12 + birth.month - 1 + months, 12)
    length = monthrange(year, month + 1)[1]
    day = date(year, month + 1, min(birth.day, length)) + timedelta(days=birth.day > length)
    return (day - birth).days
