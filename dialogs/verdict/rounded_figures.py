"""Thresholds as they are written, and converted figures: rounded, but never onto a threshold or to its other side."""

from decimal import Decimal

from dialogs.definition.facts import NumberFact, NumericFact


def is_rounded(fact: NumericFact) -> bool:
    """Says whether numbers of `fact` may have been computed, from another unit, a limit or a formula."""
    return isinstance(fact, NumberFact) and bool(fact.units or fact.ratio_to or fact.computed)


def format_limit(number: object) -> str:
    """Returns a number with which a condition compares, as it is written, with all of its decimals."""
    exact = Decimal(repr(number))
    return f"{exact:.0f}" if exact == exact.to_integral_value() else f"{exact:f}"


def round_figure(fact: NumericFact, number: object, *others: float | None) -> str:
    """Returns a number of `fact` in three digits, or with one decimal where that is more.

    One of two decimals, as people type them, stays as it is. None seems to lie on a threshold of the fact, on one of
    the `others`, or beyond it. Where the threshold is 3.3333 it is 3.33333.
    """
    exact = Decimal(repr(number))
    if exact == exact.to_integral_value():
        return f"{exact:.0f}"
    own = -int(exact.as_tuple().exponent)
    if own <= _TYPED_DECIMALS:
        return f"{exact:f}"
    apart = [Decimal(repr(each)) for each in (0, *fact.thresholds, *others) if each is not None]
    for decimals in range(max(1, _DIGITS - 1 - exact.adjusted()), own):
        shown = round(exact, decimals)
        if all(shown.compare(each) == exact.compare(each) for each in apart):
            return f"{shown:f}"
    return f"{exact:f}"


_DIGITS = 3
_TYPED_DECIMALS = 2
