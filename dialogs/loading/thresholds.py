"""The thresholds of facts whose figures may be rounded for the eye: each such fact keeps its own."""

from collections.abc import Iterator

from pydantic import BaseModel

from dialogs.definition.conditions import FactIs
from dialogs.definition.facts import NumericFact
from dialogs.definition.trial import Definition


def keep_thresholds(definition: Definition) -> None:
    """Lets each fact that is answered by a number keep the numbers with which any condition compares it."""
    found: dict[str, list[float]] = {}
    for fact_id, number in _iterate_compared(definition):
        found.setdefault(fact_id, []).append(number)
    for fact_id, fact in definition.facts.items():
        if isinstance(fact, NumericFact):
            fact.keep_thresholds(dict.fromkeys(found.get(fact_id, [])))


def _iterate_compared(part: object) -> Iterator[tuple[str, float]]:
    """Yields each fact with each number that stands in a comparison with it, wherever in `part` that is."""
    if isinstance(part, FactIs):
        yield from ((part.fact, number) for number in _iterate_numbers(part.wanted))
        return
    for each in _list_parts(part):
        yield from _iterate_compared(each)


def _iterate_numbers(part: object) -> Iterator[float]:
    if isinstance(part, int | float):
        yield part
    for each in _list_parts(part):
        yield from _iterate_numbers(each)


def _list_parts(part: object) -> list[object]:
    if isinstance(part, BaseModel):
        return [each for _, each in part]
    return list(part.values()) if isinstance(part, dict) else part if isinstance(part, list) else []
