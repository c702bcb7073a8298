"""One strict grammar of numbers, as typed: digits, one decimal point, one decimal comma. Everything else is doubted or refused."""

import re
from dataclasses import dataclass
from decimal import Decimal

from dialogs.reading.outcome import Misread


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as typed: its readings, the likeliest first, and why it is not beyond doubt (empty where it is)."""

    readings: tuple[Decimal, ...]
    doubt: str = ""


def figure(text: str, *, whole: bool) -> Figure | Misread:
    """Reads `text`, which must be nothing but a number in ASCII digits; of a `whole` one, only whole readings count.

    '1,234' may be one and a bit or a thousand; '1.234' is a decimal point, always. The minus of '-5' is read: whether a number may
    be negative is for the fact's range to say.
    """
    match = _FIGURE.fullmatch(text)
    if match is None:
        return Misread("not_an_answer")
    sign, digits, mark, decimals = (part or "" for part in match.groups())
    if len(digits) > _MAX_DIGITS or len(decimals) > _MAX_DECIMALS:
        return Misread("digits_too_many")
    readings = [Decimal(f"{sign}{digits}.{decimals or 0}")]
    if mark == "," and len(decimals) == _GROUP:
        grouped = Decimal(f"{sign}{digits}{decimals}")
        readings = [grouped] if whole else [*readings, grouped]
    fitting = tuple(each for each in readings if not whole or each == each.to_integral_value())
    return Figure(fitting, _doubt(digits, mark, decimals, whole=whole)) if fitting else Misread("whole")


def _doubt(digits: str, mark: str, decimals: str, *, whole: bool) -> str:
    if mark == "," and len(decimals) == _GROUP:
        return "grouped"
    if len(digits) > 1 and digits.startswith("0"):
        return "leading_zeros"
    return "not_whole" if whole and mark else ""


_FIGURE = re.compile(r"(-)? ?([0-9]+)(?:([.,])([0-9]+))?")
_MAX_DIGITS = 9
_MAX_DECIMALS = 6
_GROUP = 3
