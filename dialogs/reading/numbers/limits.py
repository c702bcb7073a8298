"""From typed limits to an answer: order, range, and the one form that each answer has."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from dialogs.definition.facts import NumericFact
from dialogs.reading.numbers.exact import make_plain_number
from dialogs.reading.numbers.figures import POINT
from dialogs.reading.numbers.intervals import Ends
from dialogs.reading.outcome import AskBackReading, Misread, Read, Reading
from dialogs.rules.answers import Answer, Interval, Known


@dataclass(frozen=True, slots=True)
class Quantity:
    """What one phrase may amount to, in the fact's unit, from `low` to `high`.

    `onset` is the latest figure at which it may begin. '4 months' is 120 to 152 days, and begins on day 123 at the
    latest, so 'less than 4 months' is less than 123 days.
    """

    low: Decimal
    high: Decimal
    onset: Decimal


QuantityPair = tuple[Quantity | None, Quantity | None]
"""The quantities at the lower and the upper end; None where that end is open."""


def make_exact(number: Decimal) -> Quantity:
    """Returns the quantity that is one number."""
    return Quantity(number, number, number)


def settle(fact: NumericFact, ends: Ends, pairs: Iterable[QuantityPair], doubt: str = "") -> Reading:
    """Returns what the ends come to. With a `doubt` they are asked back, with each of the `pairs` that is possible.

    The doubt of a decimal point is one only where more than one is possible.
    """
    answers = [_make_answer(fact, ends, *pair) for pair in pairs]
    possible = tuple(dict.fromkeys(each for each in answers if not isinstance(each, Misread)))
    if not possible:
        return next(each for each in answers if isinstance(each, Misread))
    if doubt == POINT:
        doubt = "grouped" if len(possible) > 1 else ""
    return AskBackReading(doubt, possible) if doubt else Read(possible[0])


def _make_answer(fact: NumericFact, ends: Ends, low: Quantity | None, high: Quantity | None) -> Answer | Misread:
    if low and high and (low.low > high.low or low.high > high.high):
        return Misread("order")
    least, most = Decimal(str(fact.range.min)), Decimal(str(fact.range.max))
    bottom = low.low if low else None
    top = None if high is None else high.onset if ends.high_strict else high.high
    for limit in (bottom, top):
        if limit is not None and limit.is_signed() and least >= 0:
            return Misread("negative")
    if bottom is not None and not (least <= bottom <= most and (bottom < most or not ends.low_strict)):
        return Misread("range")
    if top is not None and not (least <= top <= most and (top > least or not ends.high_strict)):
        return Misread("range")
    return _form_interval(ends, bottom, top, least, most)


def _form_interval(ends: Ends, bottom: Decimal | None, top: Decimal | None, least: Decimal, most: Decimal) -> Answer:
    """Returns an interval, or the one number that it leaves."""
    if ends.low_strict or ends.high_strict:
        return Interval(above=_convert_limit(bottom), below=_convert_limit(top))
    if bottom == top or top == least or bottom == most:  # noqa: PLR1714, SIM109 - three different questions
        return Known(make_plain_number(bottom if bottom is not None else least))
    return Interval(min=_convert_limit(bottom), max=_convert_limit(top))


def _convert_limit(number: Decimal | None) -> int | float | None:
    return None if number is None else make_plain_number(number)


def list_pairs(
    shape: Ends, lows: list[Quantity], highs: list[Quantity]
) -> list[tuple[Quantity | None, Quantity | None]]:
    """Returns every pair of readings at the two ends; a lone figure reads the same at both."""
    if shape.low == shape.high:
        return list(zip(lows, highs, strict=True))
    return list(product(lows if shape.low else [None], highs if shape.high else [None]))
