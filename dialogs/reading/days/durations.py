"""Weeks, months and years in days: the widest range that any calendar allows, never an average."""

from calendar import monthrange
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate

from dialogs.reading.numbers.limits import Quantity

DAYS, WEEKS, MONTHS, YEARS = "days", "weeks", "months", "years"

UNITS = {
    "d": DAYS, "day": DAYS, "days": DAYS,
    "w": WEEKS, "wk": WEEKS, "wks": WEEKS, "week": WEEKS, "weeks": WEEKS,
    "mo": MONTHS, "mos": MONTHS, "mth": MONTHS, "mths": MONTHS, "month": MONTHS, "months": MONTHS, "m": MONTHS,
    "y": YEARS, "yr": YEARS, "yrs": YEARS, "year": YEARS, "years": YEARS,
}  # fmt: skip
"""How the units are written. A lone 'm' could be minutes or metres, and is asked back."""


def compute_days(count: Decimal, unit: str) -> Quantity:
    """Returns `count` completed units in days, such as 120 to 152 for 4 months.

    `count` is whole and, but for days, not negative.
    """
    if unit == DAYS:
        return Quantity(count, count, count)
    if unit == WEEKS:
        return Quantity(count * 7, count * 7 + 6, count * 7)
    in_unit = 1 if unit == MONTHS else 12
    months = int(count) * in_unit
    earliest, latest = count_days_after(months)
    return Quantity(Decimal(earliest), Decimal(count_days_after(months + in_unit)[1] - 1), Decimal(latest))


def add_up(counts: Mapping[str, int]) -> Quantity | None:
    """Returns completed units of several kinds together in days, such as 171 to 180 for 5 months and 3 weeks.

    The lesser units end before the next greater one begins; None where they cannot, as in '2 weeks 10 days'.
    """
    weeks, days = counts.get(WEEKS, 0), counts.get(DAYS, 0)
    least, most = 7 * weeks + days, 7 * weeks + (days if DAYS in counts else 6)
    months = 12 * counts.get(YEARS, 0) + counts.get(MONTHS, 0)
    if (WEEKS in counts and days > _LAST_OF_WEEK) or (YEARS in counts and counts.get(MONTHS, 0) > _LAST_OF_YEAR):
        return None
    if YEARS not in counts and MONTHS not in counts:
        return Quantity(Decimal(least), Decimal(most), Decimal(least))
    if WEEKS not in counts and DAYS not in counts:
        return compute_days(Decimal(months), MONTHS)
    earliest, latest = count_days_after(months)
    end = count_days_after(months + (1 if MONTHS in counts else 12))[1] - 1
    low = earliest + least
    return Quantity(Decimal(low), Decimal(min(latest + most, end)), Decimal(latest + least)) if low <= end else None


@lru_cache(maxsize=512)
def count_days_after(months: int) -> tuple[int, int]:
    """Returns the fewest and the most days from a birth to the day `months` months later, over all birthdays.

    Births on the first of a month suffice. Where a month lacks the birthday's number, its last day and the first of the
    next are both in use. Neither is further out than some first of a month.
    """
    firsts = _list_first_days()
    spans = [_find_first_day(firsts, month + months) - first for month, first in enumerate(firsts)]
    return min(spans), max(spans)


def _find_first_day(firsts: tuple[int, ...], month: int) -> int:
    cycles, within = divmod(month, len(firsts))
    return cycles * _CYCLE_DAYS + firsts[within]


@lru_cache(maxsize=1)
def _list_first_days() -> tuple[int, ...]:
    """Returns the day on which each month of the Gregorian calendar's 400 years begins, counted from the first."""
    lengths = (monthrange(year, month)[1] for year in range(2000, 2400) for month in range(1, 13))
    return tuple(accumulate(lengths, initial=0))[:-1]


_CYCLE_DAYS = 146_097
_LAST_OF_WEEK, _LAST_OF_YEAR = 6, 11
"""The most days beside weeks, and the most months beside years."""
