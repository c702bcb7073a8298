"""Ages, and days between two events: days, weeks, months, years, an interval of them, or two dates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dialogs.answers import Known
from dialogs.definition.facts import AgeFact, DaysBetweenFact
from dialogs.reading.doubts import asked_back
from dialogs.reading.durations import DAYS, MONTHS, UNITS, WEEKS, duration
from dialogs.reading.figures import Figure, figure
from dialogs.reading.intervals import Ends, ends, single
from dialogs.reading.limits import Pair, settle
from dialogs.reading.outcome import AskBack, Misread, Reading
from dialogs.reading.plain_words import SMALL_NUMBERS
from dialogs.reading.two_dates import read_dates

DaysFact = AgeFact | DaysBetweenFact


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of units; `unit` is empty where none was written."""

    figure: Figure
    unit: str
    doubt: str = ""


def read_days(fact: DaysFact, text: str, today: date) -> Reading:
    """Reads an age or a number of days; `today` is needed only to refuse dates to come."""
    if text.isdecimal():
        reading = _read_ends(fact, single(text))
        return asked_back(reading, "named") if 0 <= today.year + 1 - int(text) <= _YEARS else reading
    lowered = text.casefold()
    if isinstance(fact, AgeFact) and (special := _special_age(fact, lowered)):
        return special
    if (dated := read_dates(fact, lowered, today)) is not None:
        return dated
    lowered = _AROUND.sub("", figures_for_words(lowered))
    reading = _read_ends(fact, single(lowered))
    if isinstance(reading, Misread) and reading.reason == "not_an_answer":
        shaped = ends(lowered)
        reading = _read_ends(fact, shaped) if shaped else reading
    if isinstance(reading, Misread) and reading.reason == "not_an_answer" and _MIXED.search(lowered):
        return AskBack("mixed")
    return reading


def figures_for_words(text: str) -> str:
    """Returns `text` in small letters with 'four' as '4' and 'minus' as '-'."""
    return _NUMBER_WORD.sub(lambda match: _NUMBERS[match[0]], text)


def _special_age(fact: AgeFact, text: str) -> Reading | None:
    if _CORRECTED.search(text):
        return AskBack("corrected")
    if _AT_BIRTH.fullmatch(text) and fact.range.min <= 0:
        return AskBack("at_birth", (Known(0),))
    return None


def _read_ends(fact: DaysFact, shape: Ends) -> Reading:
    counts: list[_Count] = []
    for phrase in shape.phrases:
        count = _count(phrase)
        if not isinstance(count, _Count):
            return count
        counts.append(count)
    if not counts:
        return Misread("not_an_answer")
    if counts[0].unit and not counts[-1].unit:
        return AskBack("mixed")
    written = counts[-1].unit
    if any(each.figure.readings[0].is_signed() for each in counts) and (fact.range.min >= 0 or written not in {"", DAYS}):
        return Misread("negative")
    doubt = next((each.doubt for each in counts if each.doubt), "")
    if not written and isinstance(fact, AgeFact) and min(counts[0].figure.readings) < fact.bare_from:
        return settle(fact, shape, _pairs(shape, counts, (DAYS, WEEKS, MONTHS)), "bare")
    return settle(fact, shape, _pairs(shape, counts, (written or DAYS,)), doubt)


def _count(phrase: str) -> _Count | AskBack | Misread:
    match = _COUNT.fullmatch(phrase)
    if match is None or not (match[2] or "x").isalpha():
        return Misread("not_an_answer")
    word = match[2] or ""
    unit = UNITS.get(word)
    if word and not unit:
        return Misread("unit")
    number = figure(match[1], whole=True)
    if isinstance(number, Misread):
        has_parts = number.reason == "whole" and unit not in {None, DAYS}
        return AskBack("partial") if has_parts else number
    return _Count(number, unit or "", "unit_m" if word == "m" else number.doubt)


def _pairs(shape: Ends, counts: list[_Count], units: tuple[str, ...]) -> Iterator[Pair]:
    """Yields the quantities at both ends, for every unit that may be meant; a whole figure has one reading."""
    low, high = counts[0], counts[-1]
    for unit in units:
        lower = duration(low.figure.readings[0], low.unit or unit) if shape.low else None
        upper = duration(high.figure.readings[0], unit) if shape.high else None
        yield lower, upper


_YEARS = 20
"""A bare number is rather one of the last so many years than of days."""
_NUMBERS = {word: str(i) for i, word in enumerate(SMALL_NUMBERS)} | {"minus ": "-"}
_NUMBER_WORD = re.compile(
    rf"\b(?:{'|'.join(SMALL_NUMBERS)})\b"
    r"|minus (?=\d)(?:(?<!.minus )|(?<=[<>=≥≤]minus )|(?<=[<>=≥≤] minus )|(?<=than minus )|(?<=least minus )|(?<=most minus )"
    r"|(?<=between minus ))"
)
"""In '3 minus 10' it is no sign."""
_COUNT = re.compile(r"(-? ?\d[\d.,]*)(?:[ -]?([^\W\d_]+))?")
_MIXED = re.compile(r"\d ?[a-z]+[ ,&+]*(?:and )?\d+[\d.,]* ?[a-z]+")
_AROUND = re.compile(r"^aged? ?:? ?|[ -]old$| of age$")
_CORRECTED = re.compile(r"correct|gestation|adjust|menstrual|prematur|preterm")
_AT_BIRTH = re.compile(r"new-?born|neonate|at birth|birth|just born|day of birth")
