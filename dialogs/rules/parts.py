"""The parts of a compiled condition: where each stands, and the condition without it or with another in its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dialogs.definition.document import KeyPath
from dialogs.rules.conditions import CompiledCondition, Every, Leaf, Opposite, Some


@dataclass(frozen=True)
class Spot:
    """A part of a condition: the way to it, and what the condition is with another part put there.

    `dropped` is the condition without the part; None where it cannot do without.
    """

    path: KeyPath
    part: CompiledCondition
    put: Callable[[CompiledCondition], CompiledCondition]
    dropped: CompiledCondition | None = None


def iterate_spots(condition: CompiledCondition) -> Iterator[Spot]:
    """Yields the condition itself and all of its parts, the outer ones first."""
    yield Spot((), condition, lambda part: part)
    if isinstance(condition, Opposite):
        yield from _iterate_inside(("not",), condition.part, Opposite, None)
    elif isinstance(condition, Every | Some):
        joined, parts, key = type(condition), condition.parts, "all" if isinstance(condition, Every) else "any"
        for i, each in enumerate(parts):
            around = parts[:i], parts[i + 1 :]
            put = lambda part, a=around[0], b=around[1]: joined((*a, part, *b))  # noqa: E731 - named for the line below
            yield from _iterate_inside((key, i), each, put, joined(around[0] + around[1]) if len(parts) > 1 else None)


def _iterate_inside(
    path: KeyPath,
    part: CompiledCondition,
    put: Callable[[CompiledCondition], CompiledCondition],
    dropped: CompiledCondition | None,
) -> Iterator[Spot]:
    for spot in iterate_spots(part):
        inner = dropped if not spot.path else None if spot.dropped is None else put(spot.dropped)
        yield Spot((*path, *spot.path), spot.part, lambda new, spot=spot: put(spot.put(new)), inner)  # type: ignore[misc]


def map_leaves(condition: CompiledCondition, change: Callable[[Leaf], CompiledCondition]) -> CompiledCondition:
    """Returns the condition with every leaf changed."""
    if isinstance(condition, Leaf):
        return change(condition)
    if isinstance(condition, Opposite):
        return Opposite(map_leaves(condition.part, change))
    return type(condition)(tuple(map_leaves(part, change) for part in condition.parts))


def drop_applicability(condition: CompiledCondition) -> CompiledCondition:
    """Returns the condition as if every fact always applied."""
    return map_leaves(condition, lambda leaf: replace(leaf, applies_if=None))
