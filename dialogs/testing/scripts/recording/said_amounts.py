"""Numbers and intervals as a person would type them in a script, without their unit."""

from collections.abc import Iterator
from decimal import Decimal

from dialogs.rules.answers import Interval, Known, Value


def list_amounts(answer: Known | Interval) -> Iterator[str]:
    """Yields ways to say a number or an interval, the plainest first."""
    if isinstance(answer, Known):
        yield _format_number(answer.value)
        return
    limits = (answer.min, answer.max, answer.above, answer.below)
    low, high, above, below = (None if each is None else _format_number(each) for each in limits)
    if None not in (low, high):
        yield f"{low} to {high}"
    if None not in (low or above, high or below):
        least, most = _name_limit("more than", above, "at least", low), _name_limit("less than", below, "at most", high)
        yield f"{least} and {most}"
    for limit, way in ((low, "at least"), (high, "at most"), (above, "more than"), (below, "less than")):
        if limit is not None:
            yield f"{way} {limit}"


def _name_limit(strict_way: str, strict: str | None, way: str, limit: str | None) -> str:
    return f"{way} {limit}" if strict is None else f"{strict_way} {strict}"


def _format_number(value: Value) -> str:
    """Returns a number in digits, however small or large it is."""
    return f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)
