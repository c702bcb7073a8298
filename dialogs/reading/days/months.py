"""Calendar months between two days: exact from dates, else the widest range that any calendar allows."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from dialogs.definition.facts import MonthsBetweenFact
from dialogs.reading.days.durations import count_days_after
from dialogs.reading.outcome import Misread
from dialogs.rules.answers import Answer, Interval, Known


@dataclass(frozen=True, slots=True)
class MonthPlace:
    """Where a day lies, counted in months from another one: just `whole` months later, or `beyond` that.

    Beyond it lies before the next whole month.
    """

    whole: int
    beyond: bool = False


def place_date(start: date, end: date) -> MonthPlace:
    """Returns how many months after `start` a day `end` lies that is not before it.

    Where a month lacks the number of the day, its last day counts: 31 January and 1 month are the last of February.
    """
    whole = (end.year - start.year) * 12 + end.month - start.month
    if add_months(start, whole) > end:
        whole -= 1
    return MonthPlace(whole, add_months(start, whole) < end)


def add_months(day: date, months: int) -> date:
    """Returns the day so many months later, or the last of its month where that has no day of this number."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def place_days(days: int) -> tuple[MonthPlace, MonthPlace]:
    """Returns the fewest and the most months that so many days, 0 or more, can come to, over all days to begin on."""
    fewest = most = days // _LONGEST_MONTH
    while count_days_after(fewest + 1)[1] <= days:
        fewest += 1
    while count_days_after(most + 1)[0] <= days:
        most += 1
    return MonthPlace(fewest, days > count_days_after(fewest)[1]), MonthPlace(most, days > count_days_after(most)[0])


def span_months(fact: MonthsBetweenFact, start: tuple[date, date], end: tuple[date, date]) -> Answer | Misread:
    """Returns the months between two days, of each of which the first and the last that it may be is given."""
    return make_months(fact, place_date(min(start[1], end[0]), end[0]), place_date(start[0], end[1]))


def make_months(fact: MonthsBetweenFact, low: MonthPlace | None, high: MonthPlace | None) -> Answer | Misread:
    """Returns what lies from one place to another: a number of whole months, or an interval; None is an open end."""
    least = None if low is None else low.whole
    most = None if high is None else high.whole + 1 if high.beyond else high.whole
    if any(each is not None and not fact.range.min <= each <= fact.range.max for each in (least, most)):
        return Misread("range")
    is_above, is_below = low is not None and low.beyond, high is not None and high.beyond
    if least is not None and least == most:
        return Known(least)
    return Interval(
        min=None if is_above else least,
        above=least if is_above else None,
        max=None if is_below else most,
        below=most if is_below else None,
    )


_LONGEST_MONTH = 31
