"""The parts of a compiled condition: where each stands, and the condition without it or with another in its place."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from dialogs.definition.document import KeyPath
from dialogs.rules.conditions import AnyLeaf, CompiledCondition, Counting, Depending, Every, Joined, Opposite, Some


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
    if isinstance(condition, AnyLeaf):
        return
    parts = condition.parts
    for place, part in enumerate(parts):
        before, behind = parts[:place], parts[place + 1 :]
        put = lambda new, a=before, b=behind: join_parts(condition, (*a, new, *b))  # noqa: E731 - named for the line below
        can_drop = isinstance(condition, Every | Some) and len(parts) > 1
        dropped = join_parts(condition, before + behind) if can_drop else None
        yield from _iterate_inside(_find_way(condition, place), part, put, dropped)


def join_parts(condition: Joined, parts: tuple[CompiledCondition, ...]) -> CompiledCondition:
    """Returns the condition with other parts."""
    if isinstance(condition, Opposite):
        return Opposite(parts[0])
    return replace(condition, parts=parts)


def _find_way(condition: Joined, place: int) -> KeyPath:
    """Returns the keys by which a condition as written leads to one of its parts."""
    if isinstance(condition, Opposite):
        return ("not",)
    if isinstance(condition, Depending):
        return (("if", "then", "else")[place],)
    if isinstance(condition, Counting):
        return ("count", "of", place)
    return ("all" if isinstance(condition, Every) else "any", place)


def _iterate_inside(
    path: KeyPath,
    part: CompiledCondition,
    put: Callable[[CompiledCondition], CompiledCondition],
    dropped: CompiledCondition | None,
) -> Iterator[Spot]:
    for spot in iterate_spots(part):
        inner = dropped if not spot.path else None if spot.dropped is None else put(spot.dropped)
        yield Spot((*path, *spot.path), spot.part, lambda new, spot=spot: put(spot.put(new)), inner)  # type: ignore[misc]


def map_leaves(condition: CompiledCondition, change: Callable[[AnyLeaf], CompiledCondition]) -> CompiledCondition:
    """Returns the condition with every leaf changed."""
    if isinstance(condition, AnyLeaf):
        return change(condition)
    return join_parts(condition, tuple(map_leaves(part, change) for part in condition.parts))


def drop_applicability(condition: CompiledCondition) -> CompiledCondition:
    """Returns the condition as if every fact always applied."""
    return map_leaves(condition, lambda leaf: replace(leaf, applies_if=None))
