"""Two dates in one message as the days between them. The dates are turned into a number here and go no further."""

from datetime import date, timedelta

from dialogs.definition.facts import AgeFact, DaysBetweenFact
from dialogs.reading.days.date_labels import DatedFact, label_segments, may_be_one_event, order_dates
from dialogs.reading.days.dates import DAY_FIRST, MONTH_FIRST, FoundDate, find_dates
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.rules.answers import Answer, Known


def read_dates(fact: DatedFact, text: str, today: date) -> Reading | None:
    """Reads `text`, in small letters, as two dates; None where it holds no date at all.

    Words beside the dates may say which is which; without them the first is the fact's `start`. A date that could be
    month-day-year, or words on the wrong side, are asked back with the days that they come to. Words of another event,
    or two dates of one event, are asked back without any.
    """
    found = find_dates(text)
    if not found:
        return None
    fault = next((each.fault for each in found if each.fault), "")
    if fault:
        return Misread(fault)
    if len(found) != 2:  # noqa: PLR2004 - two dates, no more and no fewer
        return AskBackReading("dates")
    beside = _split_around(text, found)
    labels, has_strange_words = label_segments(fact, beside)
    is_one_event = may_be_one_event(fact, labels, beside)
    are_both_named = "start" in labels and "end" in labels
    if not are_both_named and (has_strange_words or (is_one_event and isinstance(fact, DaysBetweenFact))):
        return AskBackReading("which_dates")
    order = order_dates(labels, beside[1])
    orders = (order,) if order else ("start end", "end start")
    readings = {
        (each, first): _count_days(fact, found, each, today, month_first=first == MONTH_FIRST)
        for each in orders
        for first in _FIRST
    }
    known: dict[Answer, str] = {}
    for (_, first), reading in readings.items():
        if isinstance(reading, Known):
            known.setdefault(reading, first)
    if not known:
        return next(each for each in readings.values() if isinstance(each, Misread))
    is_certain = all(each.is_certain for each in found) and {each.only for each in found} != {"day", "month"}
    if order and not (is_one_event or has_strange_words) and (is_certain or len(set(readings.values())) == 1):
        return Read(next(iter(known)))
    if is_certain:
        return AskBackReading("date_words", tuple(known))
    return AskBackReading("date_order", tuple(known), tuple((each, "") for each in known.values()))


def _count_days(
    fact: DatedFact, found: list[FoundDate], order: str, today: date, *, month_first: bool
) -> Known | Misread:
    first, second = (each.month_first if month_first else each.day_first for each in found)
    if first is None or second is None:
        return Misread("date_invalid")
    start, end = (first, second) if order == "start end" else (second, first)
    if start - today > _CLOCKS_APART:
        return Misread("start_future")
    if isinstance(fact, AgeFact) and end - today > _CLOCKS_APART:
        return Misread("end_future")
    days = (end - start).days
    if days < 0 <= fact.range.min:
        return Misread("date_reversed")
    if not fact.range.min <= days <= fact.range.max:
        return Misread("range")
    clear_from = None if isinstance(fact, AgeFact) else fact.clear_from
    return Known(days, None if clear_from is None else start + timedelta(days=clear_from))


def _split_around(text: str, found: list[FoundDate]) -> tuple[str, str, str]:
    """Returns what stands before, between and behind the two dates."""
    first, second = found
    return text[: first.start], text[first.end : second.start], text[second.end :]


_FIRST = (DAY_FIRST, MONTH_FIRST)
_CLOCKS_APART = timedelta(days=1)
"""Somewhere it is tomorrow already."""
