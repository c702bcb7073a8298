"""Conditions as written, compiled over the places of the facts in the state."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from dialogs.definition import conditions as written
from dialogs.definition.selections import Selection
from dialogs.rules.conditions import (
    CompiledCondition,
    Counting,
    Depending,
    Every,
    Leaf,
    Opposite,
    OrderLeaf,
    SelectedLeaf,
    Some,
)
from dialogs.rules.domains import Domain, SeveralDomain
from dialogs.rules.ordering import EQUAL, GREATER, LESS, Ordering

NONE = "none"
"""How a condition says that no option of several is so."""


@dataclass(frozen=True, slots=True)
class FactPlace:
    """Where the cells of a fact lie in the state (`full`; `others` is the rest of it), and when the fact applies.

    `ordering` compares its number with that of another fact, where a condition does so.
    """

    domain: Domain
    offset: int
    full: int
    others: int
    applies_if: CompiledCondition | None
    ordering: Ordering | None = field(default=None)


def compile_condition(condition: written.Condition, places: Mapping[str, FactPlace]) -> CompiledCondition:
    """Compiles a condition as written over the facts' places in the state."""
    if isinstance(condition, written.All):
        return Every(tuple(compile_condition(part, places) for part in condition.all))
    if isinstance(condition, written.AnyOf):
        return Some(tuple(compile_condition(part, places) for part in condition.any))
    if isinstance(condition, written.Not):
        return Opposite(compile_condition(condition.not_, places))
    if isinstance(condition, written.CountIs):
        counted = condition.count
        most = len(counted.of) if counted.at_most is None else counted.at_most
        return Counting(tuple(compile_condition(part, places) for part in counted.of), counted.at_least or 0, most)
    if isinstance(condition, written.IfThenElse):
        parts = (condition.if_, condition.then, condition.else_)
        return Depending(tuple(compile_condition(part, places) for part in parts))
    parted = split_limits(condition)
    return _compile_leaf(condition, places) if parted is condition else compile_condition(parted, places)


def split_limits(leaf: written.FactIs) -> written.Condition:
    """Returns a comparison whose limits depend on others as a condition of plain ones: a number, or another fact.

    Any other leaf is returned as it is.
    """
    if not isinstance(leaf.wanted, written.Comparison):
        return leaf
    given = leaf.wanted.list_written()
    plain = {word: limit for word, limit in given if isinstance(limit, int | float)}
    others = [(word, limit) for word, limit in given if word not in plain]
    if not others or (not plain and len(others) == 1 and isinstance(others[0][1], written.OtherFact)):
        return leaf
    parts: list[written.Condition] = [_write_leaf(leaf.fact, plain)] if plain else []
    for word, limit in others:
        if isinstance(limit, written.DependentLimit):
            then, otherwise = (_write_leaf(leaf.fact, {word: each}) for each in (limit.then, limit.else_))
            parts.append(written.IfThenElse.model_construct(if_=limit.if_, then=then, else_=otherwise))
        else:
            parts.append(_write_leaf(leaf.fact, {word: limit}))
    return parts[0] if len(parts) == 1 else written.All.model_construct(all=parts)


def iterate_written_leaves(condition: written.Condition) -> Iterator[written.FactIs]:
    """Yields the leaves of a condition as written, each with plain limits."""
    if isinstance(condition, written.FactIs):
        parted = split_limits(condition)
        if parted is condition:
            yield condition
        else:
            yield from iterate_written_leaves(parted)
    else:
        for part in list_written_parts(condition):
            yield from iterate_written_leaves(part)


def list_written_parts(condition: written.Condition) -> list[written.Condition]:
    """Returns the parts of a condition that is no leaf."""
    if isinstance(condition, written.All):
        return condition.all
    if isinstance(condition, written.AnyOf):
        return condition.any
    if isinstance(condition, written.Not):
        return [condition.not_]
    if isinstance(condition, written.CountIs):
        return condition.count.of
    assert isinstance(condition, written.IfThenElse), "a leaf has no parts"
    return [condition.if_, condition.then, condition.else_]


def _compile_leaf(leaf: written.FactIs, places: Mapping[str, FactPlace]) -> CompiledCondition:
    place = places[leaf.fact]
    if isinstance(place.domain, SeveralDomain):
        inner = _compile_selection(leaf, place, place.domain)
        return SelectedLeaf(leaf.fact, leaf.wanted, inner, place.applies_if)
    if isinstance(leaf.wanted, written.Comparison) and not leaf.wanted.limits():
        return _compile_order(leaf, places)
    allowed = place.domain.allow(leaf.wanted) << place.offset
    return Leaf(leaf.fact, leaf.wanted, place.full, allowed, place.applies_if)


def _compile_selection(leaf: written.FactIs, place: FactPlace, domain: SeveralDomain) -> CompiledCondition:
    def find_one(code: str) -> Leaf:
        low = place.offset + domain.find_bit(code)
        return Leaf(leaf.fact, code, 0b11 << low, 0b10 << low, None)

    def find_some(codes: list[str]) -> CompiledCondition:
        return find_one(codes[0]) if len(codes) == 1 else Some(tuple(map(find_one, codes)))

    if not isinstance(leaf.wanted, Selection):
        codes = [leaf.wanted] if isinstance(leaf.wanted, str) else leaf.wanted
        return Opposite(find_some(list(domain.codes))) if codes == [NONE] else find_some(codes)
    parts: list[CompiledCondition] = []
    for word, codes in leaf.wanted.list_parts():
        if word == "all_of":
            parts += map(find_one, codes)
        else:
            parts.append(Opposite(find_some(codes)) if word == "none_of" else find_some(codes))
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def _compile_order(leaf: written.FactIs, places: Mapping[str, FactPlace]) -> OrderLeaf:
    ((word, other),) = leaf.wanted.list_written()
    place, facing = places[leaf.fact], places[other.fact]
    ordering = place.ordering
    assert ordering is not None, "the layout orders every two numbers that are compared"
    allowed = _ORDERS[word] if ordering.facts[0] == leaf.fact else _REVERSED[word]
    gates = tuple(each.applies_if for each in (place, facing) if each.applies_if is not None)
    applies_if = None if not gates else gates[0] if len(gates) == 1 else Every(gates)
    return OrderLeaf(leaf.fact, leaf.wanted, ordering, allowed, applies_if)


def _write_leaf(fact: str, limits: Mapping[str, object]) -> written.FactIs:
    comparison = written.Comparison.model_construct(None, **limits)
    return written.FactIs.model_construct({fact: comparison})


_ORDERS = {"at_least": EQUAL | GREATER, "above": GREATER, "at_most": LESS | EQUAL, "below": LESS}
_REVERSED = {"at_least": LESS | EQUAL, "above": LESS, "at_most": EQUAL | GREATER, "below": GREATER}
