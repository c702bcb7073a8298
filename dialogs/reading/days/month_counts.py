"""Counts as calendar months: '2 months' exactly, '60 days' and '8 weeks' as the months that any calendar allows."""

import re
from decimal import ROUND_FLOOR

from dialogs.definition.facts import MonthsBetweenFact
from dialogs.reading.days.counts import TimeCount, read_count
from dialogs.reading.days.directions import read_directed
from dialogs.reading.days.durations import DAYS, MONTHS, WEEKS, YEARS
from dialogs.reading.days.months import MonthPlace, make_months, place_days
from dialogs.reading.doubts import ask_back_for
from dialogs.reading.numbers.intervals import Ends, make_single, read_ends, rewrite_either
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.rules.answers import Answer

MonthSpan = tuple[MonthPlace, MonthPlace]
"""The fewest and the most months that a count comes to."""


def read_months(fact: MonthsBetweenFact, text: str) -> Reading:
    """Reads a count in small letters, or an interval of counts, as months; words may say from which day to which.

    A number without a unit counts months. So many years are asked back: as just so many, and as the months of a year
    that has begun.
    """
    reading = _read_shapes(fact, text)
    if not isinstance(reading, Misread) or reading.reason not in {"not_an_answer", "unit"}:
        return reading
    if (count := read_directed(fact, text)) is not None:
        return _read_shapes(fact, count)
    interval = rewrite_either(text)
    return ask_back_for(_read_shapes(fact, interval), "either") if interval else reading


def _read_shapes(fact: MonthsBetweenFact, text: str) -> Reading:
    reading = _read_ends(fact, make_single(text))
    shape = _read_both_limits(text) or read_ends(text)
    is_open = isinstance(reading, Misread) and reading.reason == "not_an_answer"
    return _read_ends(fact, shape) if shape and is_open else reading


def _read_both_limits(text: str) -> Ends | None:
    """Returns the ends of 'more than 1 and less than 3 months', as answers are shown."""
    match = _BOTH_LIMITS.fullmatch(text)
    if match is None:
        return None
    return Ends(match[2], match[4], low_strict=match[1] == "more than", high_strict=match[3] == "less than")


def _read_ends(fact: MonthsBetweenFact, shape: Ends) -> Reading:
    counts: list[TimeCount] = []
    for phrase in shape.phrases:
        count = read_count(phrase)
        if not isinstance(count, TimeCount):
            return count
        counts.append(count)
    if not counts:
        return Misread("not_an_answer")
    unit = counts[-1].unit or MONTHS
    if len(counts) > 1 and counts[0].unit and not counts[-1].unit:
        return AskBackReading("mixed")
    if any(each.number.is_signed() for each in counts):
        return Misread("negative")
    if any(each.number > _LONGEST * int(fact.range.max + 1) for each in counts):
        return Misread("range")
    if shape.low == shape.high and counts[0].parts == () and unit == YEARS:
        return _ask_about_years(fact, counts[0])
    spans = [_span(each, each.unit or unit) for each in counts]
    low, high = _find_low(shape, counts[0], spans[0], unit), _find_high(shape, counts[-1], spans[-1], unit)
    if low and high and (low.whole, low.beyond) > (high.whole, high.beyond):
        return Misread("order")
    answer = make_months(fact, low, high)
    if isinstance(answer, Misread):
        return answer
    return _doubt(answer, counts, shape)


def _doubt(answer: Answer, counts: list[TimeCount], shape: Ends) -> Reading:
    doubt = next((each.doubt for each in counts if each.doubt not in {"", "mixed", "partial"}), "")
    if not doubt or shape.low != shape.high:
        return ask_back_for(Read(answer), doubt)
    return AskBackReading(doubt, (answer,), ((counts[0].unit, str(int(counts[0].number))),) if counts[0].unit else ())


def _ask_about_years(fact: MonthsBetweenFact, count: TimeCount) -> Reading:
    """Asks back years, as just so many months and as those of a year that has begun."""
    whole = int(count.number.to_integral_value(ROUND_FLOOR))
    just, last = MonthPlace(12 * whole), MonthPlace(12 * whole + 11, beyond=True)
    answers = [make_months(fact, just, each) for each in ([just, last] if whole == count.number else [last])]
    possible = tuple(each for each in answers if not isinstance(each, Misread))
    return AskBackReading("in_days", possible) if possible else Misread("range")


def _span(count: TimeCount, unit: str) -> MonthSpan:
    """Returns the months that a count comes to; weeks are completed weeks, and a part of a month lies within it."""
    if count.parts:
        return _span_sum(dict(count.parts))
    if unit in {MONTHS, YEARS}:
        months = count.number * (12 if unit == YEARS else 1)
        place = MonthPlace(int(months), months != months.to_integral_value())
        return place, place
    quantity = count.make_quantity(unit)
    return place_days(int(quantity.low))[0], place_days(int(quantity.high))[1]


def _span_sum(parts: dict[str, int]) -> MonthSpan:
    """Returns the months of a sum of units, of which days and weeks come behind its months."""
    months = 12 * parts.get(YEARS, 0) + parts.get(MONTHS, 0)
    least = 7 * parts.get(WEEKS, 0) + parts.get(DAYS, 0)
    most = least if DAYS in parts or WEEKS not in parts else least + 6
    low, high = place_days(least)[0], place_days(most)[1]
    return MonthPlace(months + low.whole, low.beyond), MonthPlace(months + high.whole, high.beyond)


def _find_low(shape: Ends, count: TimeCount, span: MonthSpan, unit: str) -> MonthPlace | None:
    if not shape.low:
        return None
    if not shape.low_strict:
        return span[0]
    if count.parts or unit in {MONTHS, YEARS}:
        return MonthPlace(span[0].whole, beyond=True)
    return place_days(int(count.number * (7 if unit == WEEKS else 1)) + 1)[0]


def _find_high(shape: Ends, count: TimeCount, span: MonthSpan, unit: str) -> MonthPlace | None:
    if not shape.high:
        return None
    if not shape.high_strict:
        return span[1]
    if count.parts or unit in {MONTHS, YEARS}:
        return span[1] if span[1].beyond else MonthPlace(span[1].whole - 1, beyond=True)
    return place_days(max(int(count.number * (7 if unit == WEEKS else 1)) - 1, 0))[1]


_BOTH_LIMITS = re.compile(r"(more than|at least) (\d.*?) and (less than|at most) (\d.*)")
_LONGEST = 32
"""No number of days, weeks or months beyond so many times the most possible months is within the range."""
