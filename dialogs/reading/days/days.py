"""Ages, and days between two events: days, weeks, months, years, an interval of them, or two dates."""

import re
from dataclasses import replace
from datetime import date

from dialogs.definition.facts import AgeFact, DaysBetweenFact, MonthsBetweenFact
from dialogs.definition.wording import words
from dialogs.reading.days.counts import TimeCount, read_count, simplify_count
from dialogs.reading.days.date_labels import DatedFact
from dialogs.reading.days.day_words import AGO, AS_AGE
from dialogs.reading.days.directions import read_directed
from dialogs.reading.days.durations import DAYS, MONTHS, UNITS, WEEKS, YEARS
from dialogs.reading.days.month_counts import read_months
from dialogs.reading.days.special_ages import read_special_age, strip_words_around
from dialogs.reading.days.twice import DATED_TWICE, choose_more_exact, read_twice
from dialogs.reading.days.two_dates import ends_today, read_dated
from dialogs.reading.doubts import ask_back_for
from dialogs.reading.numbers.intervals import Ends, make_single, read_ends, rewrite_either, write_ends
from dialogs.reading.numbers.limits import QuantityPair, settle
from dialogs.reading.numbers.number_words import replace_article, replace_number_words
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.rules.answers import Answer

DaysFact = AgeFact | DaysBetweenFact


def read_days(fact: DatedFact, text: str, today: date) -> Reading:
    """Reads an age or a number of days; `today` is needed only to refuse dates to come."""
    if text.isdecimal() and not isinstance(fact, MonthsBetweenFact):
        reading = _read_ends(fact, make_single(text))
        return ask_back_for(reading, "named") if _may_be_year(text, today) else reading
    lowered = text.casefold()
    if isinstance(fact, AgeFact) and (special := read_special_age(fact, lowered)):
        return special
    if dated := DATED_TWICE.fullmatch(lowered):
        return choose_more_exact([read_days(fact, each.strip(" ,=("), today) for each in dated.groups() if each])
    if dated_only := read_dated(fact, lowered, today):
        return dated_only
    if _AGO.search(lowered):
        if not ends_today(fact):
            return Misread("ago")
        lowered = _AGO.sub("", lowered).strip()
    counted = simplify_count(replace_article(replace_number_words(lowered)))
    if isinstance(fact, MonthsBetweenFact):
        return read_months(fact, counted)
    reading = _read_count(fact, counted)
    if isinstance(reading, Read):
        years = _TWO_YEARS.fullmatch(counted)
        return ask_back_for(reading, "named") if years and _may_be_year(years[2], today) else reading
    if isinstance(fact, AgeFact):
        bare = strip_words_around(fact, counted)
        return reading if bare == counted else _read_count(fact, bare)
    return _read_between(fact, counted, reading)


def _may_be_year(number: str, today: date) -> bool:
    return 0 <= today.year + 1 - int(number) <= _YEARS


def _read_between(fact: DaysBetweenFact, counted: str, reading: Reading) -> Reading:
    """Reads days that are said from one event to the other; what may be an age at the first event is told so."""
    if fact.may_be_age and _AS_AGE.search(counted):
        return Misread("may_be_age")
    count = read_directed(fact, counted)
    if count is not None:
        return _read_count(fact, count, is_directed=True)
    return Misread("may_be_age") if fact.may_be_age and _AT_AGE.search(counted) else reading


def _read_count(fact: DaysFact, text: str, *, is_directed: bool = False) -> Reading:
    """Reads a count or an interval of counts; with `is_directed` it is said between which two days."""
    reading = _read_ends(fact, make_single(text), is_directed=is_directed)
    if not isinstance(reading, Misread) or reading.reason != "not_an_answer":
        return reading
    if shaped := read_ends(text):
        reading = _read_ends(fact, shaped, is_directed=is_directed)
    if not isinstance(reading, Misread) or reading.reason not in {"not_an_answer", "unit"}:
        return reading
    if said := read_twice(fact, text):
        return said
    if interval := rewrite_either(text):
        return ask_back_for(_read_count(fact, interval, is_directed=is_directed), "either")
    mixed = _MIXED.search(text) if reading.reason == "not_an_answer" else None
    return AskBackReading("mixed") if mixed and set(mixed.groups()) <= UNITS.keys() else reading


def _read_ends(fact: DaysFact, shape: Ends, *, is_directed: bool = False) -> Reading:
    counts: list[TimeCount] = []
    for phrase in shape.phrases:
        count = read_count(phrase)
        if not isinstance(count, TimeCount):
            return count
        counts.append(count)
    if not counts:
        return Misread("not_an_answer")
    if counts[0].unit and not counts[-1].unit:
        return settle(fact, shape, _make_pairs(shape, counts, (DAYS, counts[0].unit)), "mixed")
    written = counts[-1].unit
    if any(each.number.is_signed() for each in counts) and (fact.range.min >= 0 or written not in {"", DAYS}):
        return Misread("negative")
    if not written and isinstance(fact, AgeFact) and counts[0].number < fact.bare_from:
        return _read_bare(fact, shape, counts)
    doubt = next((each.doubt for each in counts if each.doubt), "")
    if isinstance(fact, DaysBetweenFact) and fact.may_be_age and written not in {"", DAYS} and not is_directed:
        doubt = "may_be_age"
    settled = settle(fact, shape, _make_pairs(shape, counts, (written or DAYS,)), doubt)
    if doubt not in {"unit_m", "notation"} or not isinstance(settled, AskBackReading):
        return settled
    return replace(settled, coded=((written, _format_count(shape, [int(each.number) for each in counts])),))


def _read_bare(fact: AgeFact, shape: Ends, counts: list[TimeCount]) -> Reading:
    """Asks back a number without a unit, with its count in each unit in which it is possible."""
    count = _format_count(shape, [int(each.number) for each in counts])
    is_limit_of_one = shape.low != shape.high and counts[-1].number == 1
    units = (DAYS, WEEKS, MONTHS, YEARS) if is_limit_of_one else (DAYS, WEEKS, MONTHS)
    readings = {unit: settle(fact, shape, _make_pairs(shape, counts, (unit,)), "bare") for unit in units}
    offers: dict[Answer, str] = {}
    for unit, reading in readings.items():
        if isinstance(reading, AskBackReading):
            offers.setdefault(reading.offers[0], unit)
    if not offers:
        return readings[DAYS]
    return AskBackReading("bare", tuple(offers), tuple((unit, count) for unit in offers.values()))


def _format_count(shape: Ends, numbers: list[int]) -> str:
    """Returns the count of an interval whose unit is not known, as reading reads it: '8 to 10', 'less than 12'."""
    return write_ends(replace(shape, low=shape.low and str(numbers[0]), high=shape.high and str(numbers[-1])))


def _make_pairs(shape: Ends, counts: list[TimeCount], units: tuple[str, ...]) -> list[QuantityPair]:
    """Returns the quantities at both ends, for every unit that may be meant."""
    low, high = counts[0], counts[-1]
    return [
        (low.make_quantity(each) if shape.low else None, high.make_quantity(each) if shape.high else None)
        for each in units
    ]


_YEARS = 20
"""A bare number is rather one of the last so many years than of days."""
_TWO_YEARS = re.compile(r"(?:from |between )?(\d{4}) ?(?:to|-|–|and|until) ?(\d{4})")
_MIXED = re.compile(r"\d ?([a-z]+)[ ,&+]*(?:and )?\d+[\d.,]* ?([a-z]+)")
_AGO = re.compile(rf"\b(?:{'|'.join(words(AGO))})\b")
_AS_AGE = re.compile(rf"\b(?:{'|'.join(words(AS_AGE))})\b")
_AT_AGE = re.compile(r"\bat (?=\d)")
