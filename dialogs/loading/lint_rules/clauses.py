"""Clauses of conditions that are probably slips: contradictions, repetitions, limits of which one makes the other idle.

A clause may change nothing because other facts imply it. It is then left alone: it mirrors a quotation that says both.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from operator import and_

from dialogs.definition.document import KeyPath
from dialogs.loading.lint_rules.subject import LintSubject, LocatedDoubt
from dialogs.rules.conditions import CompiledCondition, Every, Leaf, Opposite, Some, iterate_leaves
from dialogs.rules.diagrams import NO, YES
from dialogs.rules.parts import Spot, drop_applicability, iterate_spots


def find_clause_slips(subject: LintSubject) -> Iterator[LocatedDoubt]:
    """Yields clauses that can only be a slip; what is odd as a whole, or as one comparison, is told elsewhere."""
    for path, condition in subject.iterate_conditions():
        diagrams = {spot.part: subject.rules.diagram(spot.part) for spot in iterate_spots(condition)}
        if diagrams[condition] in (NO, YES):
            continue
        told: set[KeyPath] = set()
        for spot in iterate_spots(condition):
            is_clause = bool(spot.path) and _OTHER_PARTS.isdisjoint(spot.path)
            if is_clause and not any(spot.path[: len(each)] == each for each in told):
                message = _describe_slip(condition, spot, diagrams)
                if message is not None and (diagrams[spot.part] in (NO, YES) or _is_idle(subject, condition, spot)):
                    told.add(spot.path)
                    yield (*path, *spot.path), message


def _describe_slip(condition: CompiledCondition, spot: Spot, diagrams: Mapping[CompiledCondition, int]) -> str | None:
    """Returns what may be wrong with a clause that changes nothing, or never changes."""
    own = diagrams[spot.part]
    if any(isinstance(leaf, Leaf) and leaf.allowed in (0, leaf.full) for leaf in iterate_leaves(spot.part)):
        return None
    if own in (NO, YES):
        return _CONSTANT.format(words="always holds" if own == YES else "can never hold")
    if spot.dropped is None:
        return None
    before, after = _list_siblings(condition, spot.path)
    if own in [diagrams[each] for each in before]:
        return _TWICE
    if own not in [diagrams[each] for each in after] and _is_settled_by_own_fact(condition, spot):
        return _IDLE
    return None


def _is_idle(subject: LintSubject, condition: CompiledCondition, spot: Spot) -> bool:
    """Says whether a condition says the same without a clause.

    A clause may repeat what a fact beside it needs to apply: it says aloud what happens where that fact does not.
    """
    diagram = subject.rules.diagram
    if spot.dropped is None or diagram(spot.dropped) != diagram(condition):
        return False
    return diagram(drop_applicability(spot.dropped)) == diagram(drop_applicability(condition))


def _is_settled_by_own_fact(condition: CompiledCondition, spot: Spot) -> bool:
    """Says whether other comparisons with the same fact contradict one, or another in its own list implies it.

    That it holds in every case which the lists around it leave is no slip: "men, or women who ..." says so too.
    """
    leaf = next(iterate_leaves(spot.part))
    cells = _find_cells(spot.part, leaf.fact)
    if cells is None or not isinstance(leaf, Leaf):
        return False
    matters, node, path, beside = leaf.full, condition, spot.path, leaf.full
    while path:
        if isinstance(node, Every | Some):
            beside = _intersect_beside(node, path, leaf)
            matters &= beside
        node, path = _step_down(node, path)
    return not cells & matters or not beside & ~cells


def _intersect_beside(node: Every | Some, path: KeyPath, leaf: Leaf) -> int:
    """Returns the cells of a fact for which a part of a list still matters, given what else the list says of it."""
    before, after = _split_parts(node, path)
    beside = [cells for part in (*before, *after) if (cells := _find_cells(part, leaf.fact)) is not None]
    return reduce(and_, beside if isinstance(node, Every) else [leaf.full & ~cells for cells in beside], leaf.full)


def _find_cells(part: CompiledCondition, fact: str) -> int | None:
    """Returns the cells for which a comparison, or one that is denied, holds; None for what is no such of this fact."""
    if isinstance(part, Opposite) and isinstance(part.part, Leaf):
        return part.part.full & ~part.part.allowed if part.part.fact == fact else None
    return part.allowed if isinstance(part, Leaf) and part.fact == fact else None


def _list_siblings(
    condition: CompiledCondition, path: KeyPath
) -> tuple[tuple[CompiledCondition, ...], tuple[CompiledCondition, ...]]:
    """Returns the parts before and after the one to which `path` leads, in the innermost list around it."""
    node, rest = condition, path
    while any(isinstance(step, int) for step in rest[2:]) or rest[0] == "not":
        node, rest = _step_down(node, rest)
    return _split_parts(node, rest)


def _split_parts(
    node: CompiledCondition, path: KeyPath
) -> tuple[tuple[CompiledCondition, ...], tuple[CompiledCondition, ...]]:
    """Returns the parts of a list before and after the one to which `path` leads."""
    at = int(path[1])
    return node.parts[:at], node.parts[at + 1 :]  # type: ignore[union-attr]  # a path goes through lists and 'not' only


def _step_down(node: CompiledCondition, path: KeyPath) -> tuple[CompiledCondition, KeyPath]:
    if isinstance(node, Opposite):
        return node.part, path[1:]
    return node.parts[int(path[1])], path[2:]  # type: ignore[union-attr]  # as above


_OTHER_PARTS = frozenset({"count", "if", "then", "else"})
"""Parts that are no clauses of a list: without one, a count or a choice says something else."""
_CONSTANT = "this clause {words}, whatever is answered: correct or remove it"
_TWICE = "this clause says the same as one above it in the list: remove it, or correct one of them"
_IDLE = (
    "other comparisons with the same fact leave this one no choice, so it changes nothing: correct one of the values,"
    " or 'all' and 'any', or remove it"
)
