"""From the time of a last dose to the days between it and the end of the wait. The date of a dose goes no further."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.outcome import Misread
from dialogs.reading.washouts.dose_times import MOST_DAYS, DoseTime
from dialogs.reading.washouts.given_drugs import DateSpan
from dialogs.rules.answers import LastDose, LastDoses


@dataclass(frozen=True, slots=True)
class DoseDays:
    """The days from a last dose to the end, from `least` to `most`; `last_day` is its day, where that is known.

    `is_from_today` says that they count to today, and that the end may be later. `is_dated` says that they count from a
    date, or back from today, to an end that was named.
    """

    least: int
    most: int | None
    last_day: date | None = None
    is_from_today: bool = False
    is_dated: bool = False


def count_dose_days(
    time: DoseTime, days: Sequence[DateSpan | None], end: DateSpan | None, today: date
) -> DoseDays | Misread:
    """Returns the days from a last dose to `end`, or to `today` where it is None; `days` are the dates of the text."""
    to = end or (today, today)
    if time.day is not None:
        span = days[time.day]
        return Misread("date_invalid") if span is None else _count_dates(span, to, today, has_end=end is not None)
    if time.is_ago:
        most = None if time.most is None else time.most + (to[1] - today).days
        least = time.least + (to[0] - today).days
        last_day = today - timedelta(days=time.least) if _is_possible(time) and time.least == time.most else None
    else:
        least, most = time.least, time.most
        is_exact = end is not None and end[0] == end[1] and least == most and least <= MOST_DAYS
        last_day = to[0] - timedelta(days=least) if is_exact else None
    if most is not None and most < 0:
        return Misread("dose_after_end")
    if least > MOST_DAYS:
        return Misread("dose_days")
    return DoseDays(max(least, 0), most, last_day, time.is_ago and end is None, time.is_ago and end is not None)


def make_last_doses(fact: WashoutsFact, doses: Sequence[LastDose], last_days: Mapping[str, date | None]) -> LastDoses:
    """Returns the answer; it knows on which day all waits are over, where the day of each that runs is known."""
    waits = {each.drug: fact.drugs[each.drug].days_to_wait for each in doses if each.drug in fact.drugs}
    running = [each.drug for each in doses if each.least < waits.get(each.drug, 0)]
    clear = [day + timedelta(days=waits[drug]) for drug in running if (day := last_days.get(drug)) is not None]
    return LastDoses(tuple(doses), max(clear) if clear and len(clear) == len(running) else None)


def _count_dates(span: DateSpan, to: DateSpan, today: date, *, has_end: bool) -> DoseDays | Misread:
    if has_end and span[0] > to[1]:
        return Misread("dose_after_end")
    if not has_end and span[0] > today + _CLOCKS_APART:
        return Misread("dose_future")
    least, most = (to[0] - min(span[1], to[1])).days, (to[1] - span[0]).days
    if max(least, 0) > MOST_DAYS:
        return Misread("dose_days")
    last_day = span[0] if span[0] == span[1] else None
    return DoseDays(max(least, 0), max(most, 0), last_day, is_from_today=not has_end, is_dated=has_end)


def _is_possible(time: DoseTime) -> bool:
    return time.least <= MOST_DAYS


_CLOCKS_APART = timedelta(days=1)
"""Somewhere it is tomorrow already."""
