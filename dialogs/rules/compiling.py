"""Conditions as written, compiled over the places of the facts in the state."""

from collections.abc import Mapping
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
from dialogs.rules.written_parts import split_limits

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


_ORDERS = {"at_least": EQUAL | GREATER, "above": GREATER, "at_most": LESS | EQUAL, "below": LESS}
_REVERSED = {"at_least": LESS | EQUAL, "above": LESS, "at_most": EQUAL | GREATER, "below": GREATER}
