"""A number of days, weeks, months or years, as people write it: '4 months', '3 months 2 weeks', '1.5 weeks', '8/52'."""

import re
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from dialogs.reading.days.durations import DAYS, MONTHS, UNITS, WEEKS, YEARS, add_up, compute_days
from dialogs.reading.numbers.figures import read_figure
from dialogs.reading.numbers.limits import Quantity
from dialogs.reading.outcome import Misread


@dataclass(frozen=True, slots=True)
class TimeCount:
    """A number of units; `unit` is empty where none was written, and `doubt` says why it is not beyond doubt.

    `widest` is what it comes to where that is not the number of whole units: a sum of two units, or a part of one.
    `parts` are the units of a sum with their numbers, the greatest first.
    """

    number: Decimal
    unit: str
    doubt: str = ""
    widest: Quantity | None = None
    parts: tuple[tuple[str, int], ...] = ()

    def make_quantity(self, unit: str) -> Quantity:
        """Returns what it comes to in days, with `unit` where none was written."""
        return self.widest or compute_days(self.number, self.unit or unit)


def read_count(phrase: str) -> TimeCount | Misread:
    """Reads a phrase in small letters that must be nothing but a count."""
    if match := _SLASHED.fullmatch(phrase):
        return TimeCount(Decimal(match[1]), _SLASHES[match[2]], "notation")
    if summed := _read_sum(phrase):
        return summed
    match = _COUNT.fullmatch(phrase)
    if match is None or not (match[2] or "x").isalpha():
        return Misread("not_an_answer")
    word = match[2] or ""
    unit = UNITS.get(word, "")
    if word and not unit:
        return Misread("unit")
    number = read_figure(match[1], whole=True)
    if isinstance(number, Misread):
        has_part = number.reason == "whole" and unit not in {"", DAYS}
        return _make_part(Decimal(match[1].replace(" ", "").replace(",", ".")), unit) if has_part else number
    return TimeCount(number.readings[0], unit, "unit_m" if word == "m" else number.doubt)


def simplify_count(text: str) -> str:
    """Returns a text with '3.5 months' for '3 1/2 months' and '6 months old' for '6 m/o', without 'completed'.

    The text is in small letters. '2-year-3-month' becomes '2 year 3-month', and '1 year and a half' is 1.5 years.
    """
    text = _HALF_BEHIND.sub(r"\1.5 \2", _HALF.sub(r"\1.5 ", text))
    text = _HYPHENED.sub(r"\1 \2 ", text)
    text = _SHORT_OLD.sub(lambda found: f"{found[1]} {_SHORT_UNITS[found[2]]} old", text)
    return _COMPLETED.sub("", text)


def _read_sum(phrase: str) -> TimeCount | None:
    """Reads two units together, or more, the greater first: '3 months 2 weeks', '2 years 3 months'."""
    if _SUM.fullmatch(phrase) is None:
        return None
    parts = [(UNITS.get(word, ""), int(digits)) for digits, word in _PART_OF_SUM.findall(phrase)]
    units = [unit for unit, _ in parts]
    if units != [unit for unit in _DESCENDING if unit in units]:
        return None
    summed = add_up(dict(parts))
    return TimeCount(Decimal(parts[0][1]), units[0], "mixed", summed, tuple(parts)) if summed else None


def _make_part(number: Decimal, unit: str) -> TimeCount:
    """Returns a part of a unit as the whole unit in which it lies: '2.5 months' as 2 completed months."""
    whole = compute_days(number.to_integral_value(ROUND_FLOOR), unit)
    return TimeCount(number, unit, "partial", Quantity(whole.low, whole.high, whole.high + 1))


_DESCENDING = (YEARS, MONTHS, WEEKS, DAYS)
_SLASHES = {"7": DAYS, "52": WEEKS, "12": MONTHS}
"""'3/7' is written for 3 days, '8/52' for 8 weeks, '2/12' for 2 months; each may also be a part, or a date."""
_SLASHED = re.compile(r"(\d{1,3})/(7|52|12)")
_COUNT = re.compile(r"(-? ?\d[\d.,]*)(?:[ -]?([^\W\d_]+))?")
_PART_OF_SUM = re.compile(r"(\d+)[ -]?([a-z]+)")
_SUM = re.compile(r"\d{1,9}[ -]?[a-z]+(?:[ ,&+]*(?:and |plus )?\d{1,9}[ -]?[a-z]+){1,3}")
_HALF = re.compile(r"(?<![\w./])(\d{1,3})(?: 1/2| ?½| and (?:a half|1/2)) (?=[a-z])")
_HALF_BEHIND = re.compile(r"(?<![\w./])(\d{1,3}) (years?|months?|weeks?) and a half\b")
_HYPHENED = re.compile(r"(?<![\w-])(\d{1,3})-(year|month|week)-(?=\d{1,3}-)")
_SHORT_UNITS = {"d": DAYS, "m": MONTHS, "y": YEARS}
_SHORT_OLD = re.compile(r"(\d) ?([dmy])/o\b")
_COMPLETED = re.compile(r"(?<=\d )(?:completed|full) (?=[a-z])")
