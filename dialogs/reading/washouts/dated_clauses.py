"""Clauses with the dates of their text in one order of day and month; and the day of the end, wherever it was named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dialogs.definition.facts.washouts import WashoutsFact
from dialogs.reading.days.dates import FoundDate
from dialogs.reading.days.partial_dates import is_today
from dialogs.reading.outcome import AskBackReading, Misread, Reading
from dialogs.reading.washouts.dose_clauses import DoseClause
from dialogs.reading.washouts.dose_days import DoseDays, count_dose_days
from dialogs.reading.washouts.given_drugs import DateSpan, GivenDrugs, encode_given
from dialogs.reading.washouts.settling_doses import settle_clauses
from dialogs.reading.washouts.settling_end import find_lone_end, move_to_end, settle_end
from dialogs.reading.washouts.washout_clauses import list_end_names


@dataclass(frozen=True, slots=True)
class DateSpans:
    """The dates of a text, and the day on which it was written; `is_lone` says that it is nothing but a date."""

    found: tuple[FoundDate, ...]
    today: date
    is_lone: bool


def read_in_order(
    fact: WashoutsFact, clauses: Sequence[DoseClause], spans: DateSpans, before: GivenDrugs, *, month_first: bool
) -> Reading:
    """Returns what the clauses say beside the message before, with the dates in one order of day and month."""
    days = [_find_days(each, month_first=month_first) for each in spans.found]
    ends = [days[each.end] for each in clauses if each.end is not None]
    said = [each for each in clauses if each.end is None]
    if before.counted_to and not ends and len(said) == 1:
        lone = find_lone_end(said[0], days, spans.today, is_lone=spans.is_lone, is_asked=not before.missing)
        ends, said = ([lone], []) if lone else (ends, said)
    if len(ends) > 1:
        return _ask_for_end(fact, said, before, spans.today)
    if ends and ends[0] is not None:
        said = [each for each in said if not each.is_empty]  # 'no, the start is ...'
        moved = move_to_end(before, ends[0], spans.today)
        if isinstance(moved, Misread):
            return moved
        before = moved
        if not said:
            return settle_end(fact, before)
    today = (spans.today, spans.today)
    end = ends[0] if ends else before.end or (today if is_today(list_end_names(fact)) else None)
    counted: list[DoseDays | None] = []
    for each in said:
        result = None if each.time is None else count_dose_days(each.time, days, end, spans.today)
        if isinstance(result, Misread):
            return result
        counted.append(result)
    return settle_clauses(fact, list(zip(said, counted, strict=True)), before, spans.today)


def _ask_for_end(fact: WashoutsFact, said: Sequence[DoseClause], before: GivenDrugs, today: date) -> Reading:
    """Asks for one day of the end; of the drugs, times that need it are missing."""
    timed = [each if each.time is None or not each.time.needs_end else replace(each, time=None) for each in said]
    counted = [None if each.time is None else count_dose_days(each.time, [], None, today) for each in timed]
    known = [None if isinstance(each, Misread) else each for each in counted]
    reading = settle_clauses(fact, list(zip(timed, known, strict=True)), before, today)
    return AskBackReading("end_alone", coded=encode_given(before) if isinstance(reading, Misread) else reading.coded)


def _find_days(found: FoundDate, *, month_first: bool) -> DateSpan | None:
    """Returns the days of a date in one order of day and month, or in the only one in which it exists."""
    return found.find_days(month_first=month_first) or found.find_days(month_first=not month_first)
