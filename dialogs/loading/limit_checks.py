"""Checks of limits: a number lies in the range of its fact, and another fact's number is of the same kind."""

from collections.abc import Iterable, Iterator

from dialogs.definition.document import KeyPath
from dialogs.definition.facts import DaysBetweenFact, MonthsBetweenFact, NumericFact
from dialogs.definition.trial import Definition
from dialogs.rules.domains import is_whole
from dialogs.rules.placing import find_other_fact, iterate_conditions
from dialogs.rules.written_parts import iterate_written_leaves

LocatedFault = tuple[KeyPath, str]
"""The way to a fault, and the fault with its remedy."""


def check_number(fact: NumericFact, limit: float, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields the fault of a number with which a fact is compared."""
    if not fact.range.min <= limit <= fact.range.max:
        remedy = f"give a number from {fact.range.min} to {fact.range.max}"
        yield at, f"{limit} lies outside the range of this fact: {remedy}"
    elif isinstance(fact, MonthsBetweenFact) and not float(limit).is_integer():
        yield at, f"{limit} is no whole number of months: write a whole one"


def check_other_fact(definition: Definition, fact_id: str, other_id: str, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields why the numbers of two facts cannot be compared exactly."""
    fact, other = definition.facts[fact_id], definition.facts[other_id]
    if fact_id == other_id:
        yield at, "a fact is compared with itself: name another one"
    elif not isinstance(fact, NumericFact) or not isinstance(other, NumericFact) or _describe(fact) != _describe(other):
        remedy = "give both the same kind, unit, range and decimals"
        yield at, f"'{fact_id}' and '{other_id}' cannot be compared, since they are not numbers of one kind: {remedy}"
    elif any(isinstance(each, DaysBetweenFact) and each.clear_from is not None for each in (fact, other)):
        yield at, "a fact with clear_from is compared with no other, since waiting changes it: leave clear_from out"
    elif crowd := _list_compared(definition, {fact_id, other_id}):
        names = ", ".join(f"'{each}'" for each in crowd)
        yield at, f"a third fact is compared with one of these ({names}), and that cannot be exact: compare two only"


def offer_one_of(names: Iterable[str]) -> str:
    """Returns the remedy for a name that does not exist: the `names` that do."""
    listed = list(names)
    return "choose one of " + ", ".join(listed) if listed else "there is none to choose"


def _describe(fact: NumericFact) -> object:
    return fact.kind, fact.unit, fact.range.min, fact.range.max, is_whole(fact)


def _list_compared(definition: Definition, pair: set[str]) -> list[str]:
    """Returns the facts, other than the two, with which one of them is compared."""
    found: dict[str, None] = {}
    for condition in iterate_conditions(definition):
        for leaf in iterate_written_leaves(condition):
            other = find_other_fact(leaf)
            if other is not None and len({leaf.fact, other} & pair) == 1:
                found |= dict.fromkeys(sorted({leaf.fact, other} - pair))
    return list(found)
