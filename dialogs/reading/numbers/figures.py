"""One strict grammar of numbers, as typed: digits, one decimal point, one decimal comma.

Everything else is doubted or refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from dialogs.reading.outcome import Misread


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as typed: its readings, the likeliest first, and why it is not beyond doubt (empty where it is)."""

    readings: tuple[Decimal, ...]
    doubt: str = ""


def read_figure(text: str, *, whole: bool) -> Figure | Misread:
    """Reads `text`, which must be nothing but a number in ASCII digits; of a `whole` one, only whole readings count.

    '1,234' may be one and a bit or a thousand, and so may '1.234', whose doubt is `POINT`: it counts only where both
    are possible. Of a whole number a point never groups. The minus of '-5' is read: whether a number may be negative is
    for the fact's range to say.
    """
    match = _FIGURE.fullmatch(text)
    if match is None:
        return Misread("not_an_answer")
    sign, digits, mark, decimals = (part or "" for part in match.groups())
    if len(digits) > _MAX_DIGITS or len(decimals) > _MAX_DECIMALS:
        return Misread("digits_too_many")
    readings = [Decimal(f"{sign}{digits}.{decimals or 0}")]
    if _may_group(digits, decimals) and (mark == "," or not whole):
        grouped = Decimal(f"{sign}{digits}{decimals}")
        readings = [grouped] if whole else [*readings, grouped]
    fitting = tuple(each for each in readings if not whole or each == each.to_integral_value())
    return Figure(fitting, _name_doubt(digits, mark, decimals, whole=whole)) if fitting else Misread("whole")


def find_doubt(figures: Iterable[Figure]) -> str:
    """Returns why the figures are not beyond doubt: a doubt that always counts, else that of a point, else none."""
    doubts = [each.doubt for each in figures if each.doubt]
    return next((each for each in doubts if each != POINT), "") or next(iter(doubts), "")


def _may_group(digits: str, decimals: str) -> bool:
    return len(decimals) == _GROUP and 0 < len(digits) <= _GROUP and not digits.startswith("0")


def _name_doubt(digits: str, mark: str, decimals: str, *, whole: bool) -> str:
    if _may_group(digits, decimals) and (mark == "," or not whole):
        return "grouped" if mark == "," else POINT
    if len(digits) > 1 and digits.startswith("0"):
        return "leading_zeros"
    return "not_whole" if whole and mark else ""


POINT = "point"
"""The doubt of '1.250', which is one only where 1.25 and 1250 are both possible."""
_FIGURE = re.compile(r"(-)? ?([0-9]+)(?:([.,])([0-9]+))?")
_MAX_DIGITS = 9
_MAX_DECIMALS = 6
_GROUP = 3
