"""Figures and limits in words: a number as it was given, or rounded so that it never seems to lie on a threshold."""

from decimal import Decimal

from dialogs.definition import small_words
from dialogs.verdict import headings

_TYPED_DECIMALS = 4
"""A figure with more decimals was computed."""


_QUARTER = Decimal("0.25")


def word_limits(low: str, high: str, *, is_above: bool, is_below: bool) -> str:
    """Returns an interval in words, by its limits in figures; an open end is empty.

    `is_above` and `is_below` say that the limit itself is not in it.
    """
    if low and high and not is_above and not is_below:
        return headings.SPAN.format(low=low, high=high)
    lowest = (headings.MORE_THAN if is_above else headings.AT_LEAST).format(number=low)
    highest = (headings.LESS_THAN if is_below else headings.AT_MOST).format(number=high)
    return small_words.AND.join(way for way, number in ((lowest, low), (highest, high)) if number)


def format_figure(number: object, decimals: int = 0) -> str:
    """Returns a number as it was given, or to two decimals where it was computed.

    It never seems to lie on a threshold. Thresholds are numbers of quarters, so a figure that would be one keeps more
    decimals. `decimals` are those of its neighbour.
    """
    own = _count_decimals(number)
    if own:
        return f"{Decimal(repr(number)):.{max(own, decimals)}f}"
    return str(int(number)) if isinstance(number, float) and number.is_integer() else str(number)


def _count_decimals(number: object) -> int:
    """Returns to how many decimals a computed number is shown; 0 for one that is shown as it was given."""
    exact = repr(number)
    places = len(exact.partition(".")[2])
    if not isinstance(number, float) or places <= _TYPED_DECIMALS or "e" in exact:
        return 0
    shown = ((each, f"{Decimal(exact):.{each}f}") for each in range(2, places))
    return next((each for each, said in shown if Decimal(said) % _QUARTER and len(said.lstrip("-0.")) > 1), 0)
