"""Two dates in one message as the time between them. The dates are turned into a number here and go no further."""

import re
from collections.abc import Mapping
from datetime import date, timedelta

from dialogs.definition.facts import AgeFact, DaysBetweenFact, MonthsBetweenFact
from dialogs.reading.days.date_labels import DatedFact, label_segments, list_names, may_be_one_event, order_dates
from dialogs.reading.days.dates import DAY_FIRST, MONTH_FIRST, FoundDate, find_dates
from dialogs.reading.days.months import span_months
from dialogs.reading.days.partial_dates import find_spans, is_one_span, is_today
from dialogs.reading.doubts import ask_back_for
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.rules.answers import Answer, Interval, Known


def read_dated(fact: DatedFact, text: str, today: date) -> Reading | None:
    """Reads two dates, or one up to today, in small letters; a lone month or year is asked back."""
    if _PLAIN.fullmatch(text):
        return None
    dated = read_since(fact, text, today) or read_dates(fact, text, today)
    return dated or (AskBackReading("dates") if is_one_span(text, today) else None)


def read_dates(fact: DatedFact, text: str, today: date) -> Reading | None:
    """Reads `text`, in small letters, as two dates; None where it holds no date at all.

    A month or a year counts from its first day to its last, and comes to an interval; so does 'today' as a day. Words
    beside the dates may say which is which; without them the first is the fact's `start`. A date that could be
    month-day-year, or words on the wrong side, are asked back with the days that they come to. Words of another event,
    or two dates of one event, are asked back without any.
    """
    found = find_spans(text, today)
    if len(found) != 2 and not (whole := find_dates(text)):  # noqa: PLR2004 - two dates, no more and no fewer
        return None
    fault = next((each.fault for each in found if each.fault), "")
    if fault:
        return Misread(fault)
    if len(found) != 2:  # noqa: PLR2004 - the same
        return AskBackReading("dates") if whole else None
    beside = _split_around(text, found)
    labels, has_strange_words = label_segments(fact, beside)
    is_one_event = may_be_one_event(fact, labels, beside)
    are_both_named = "start" in labels and "end" in labels
    if not are_both_named and (has_strange_words or (is_one_event and not isinstance(fact, AgeFact))):
        return AskBackReading("which_dates")
    order = order_dates(labels, beside[1])
    orders = (order,) if order else ("start end", "end start")
    readings = {
        (each, first): _count_between(fact, found, each, today, month_first=first == MONTH_FIRST)
        for each in orders
        for first in _FIRST
    }
    return _choose(readings, found, is_ordered=bool(order) and not (is_one_event or has_strange_words))


def read_since(fact: DatedFact, text: str, today: date) -> Reading | None:
    """Reads 'since March 2026', in small letters, as the time up to today; None for any other text.

    Where the fact does not end today, that is asked back.
    """
    match = _SINCE.fullmatch(text)
    if match is None or len(find_spans(f"in {match[1]}", today)) != 1:
        return None
    reading = read_dates(fact, f"{match[1]} to today", today)
    return reading if reading is None or ends_today(fact) else ask_back_for(reading, "since")


def ends_today(fact: DatedFact) -> bool:
    """Whether the second day of a fact is today, so that 'ago' and 'since' count to it."""
    return is_today(list_names(fact)[1])


def _choose(
    readings: Mapping[tuple[str, str], Answer | Misread], found: list[FoundDate], *, is_ordered: bool
) -> Reading:
    """Returns the one answer that is beyond doubt, or asks back with every possible one."""
    known: dict[Answer, str] = {}
    for (_, first), reading in readings.items():
        if not isinstance(reading, Misread):
            known.setdefault(reading, first)
    if not known:
        return next(each for each in readings.values() if isinstance(each, Misread))
    is_certain = all(each.is_certain for each in found) and {each.only for each in found} != {"day", "month"}
    if is_ordered and (is_certain or len(set(readings.values())) == 1):
        return Read(next(iter(known)))
    if is_certain:
        return AskBackReading("date_words", tuple(known))
    return AskBackReading("date_order", tuple(known), tuple((each, "") for each in known.values()))


def _count_between(
    fact: DatedFact, found: list[FoundDate], order: str, today: date, *, month_first: bool
) -> Answer | Misread:
    first, second = (each.find_days(month_first=month_first) for each in found)
    if first is None or second is None:
        return Misread("date_invalid")
    start, end = (first, second) if order == "start end" else (second, first)
    latest = today + _CLOCKS_APART
    if start[0] > latest:
        return Misread("start_future")
    if isinstance(fact, AgeFact) and end[0] > latest:
        return Misread("end_future")
    if end[1] < start[0] and fact.range.min >= 0:
        return Misread("date_reversed")
    start = (start[0], _cut(start, latest))
    end = (end[0], _cut(end, latest)) if isinstance(fact, AgeFact) else end
    if fact.range.min >= 0:  # the first day is not behind the second, so of one month it is before it
        start, end = (start[0], min(start[1], end[1])), (max(start[0], end[0]), end[1])
    if isinstance(fact, MonthsBetweenFact):
        return span_months(fact, start, end)
    return _span_days(fact, start, end)


def _cut(span: tuple[date, date], latest: date) -> date:
    """Returns the last day of a month or a year, as far as it is over; of a whole date just that day."""
    return span[1] if span[0] == span[1] else min(span[1], latest)


def _span_days(fact: AgeFact | DaysBetweenFact, start: tuple[date, date], end: tuple[date, date]) -> Answer | Misread:
    most = (end[1] - start[0]).days
    least = (end[0] - start[1]).days
    least = max(least, 0) if fact.range.min >= 0 else least
    if not fact.range.min <= least <= most <= fact.range.max:
        return Misread("range")
    if least != most:
        return Interval(min=least, max=most)
    clear_from = None if isinstance(fact, AgeFact) else fact.clear_from
    return Known(most, None if clear_from is None else start[0] + timedelta(days=clear_from))


def _split_around(text: str, found: list[FoundDate]) -> tuple[str, str, str]:
    """Returns what stands before, between and behind the two dates."""
    first, second = found
    return text[: first.start], text[first.end : second.start], text[second.end :]


_FIRST = (DAY_FIRST, MONTH_FIRST)
_CLOCKS_APART = timedelta(days=1)
"""Somewhere it is tomorrow already."""
_PLAIN = re.compile(r"\d{1,3} ?[a-z]*")
"""A count, which holds no date."""
_SINCE = re.compile(r"(?:(?:ongoing|continuously|yes),? )?(?:ever )?since (.+)")
