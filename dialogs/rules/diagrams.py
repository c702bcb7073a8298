"""Decision diagrams: a function of the facts' cells to an outcome, every question about it answered exactly and without enumeration.

A diagram is a whole number: an outcome k is -1 - k, anything else is a node, which tests one fact (its level) and has one child
per cell. Equal functions are the same number, so a function depends on a fact exactly if one of its nodes tests it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

Node = tuple[int, tuple[int, ...]]

MAX_NODES = 200_000

NO = -1
YES = -2


class DiagramTooLarge(Exception):
    """The conditions of a definition are too entangled to be decided exactly."""


def outcome(number: int) -> int:
    """Returns the diagram that is always the outcome `number`, 0 or more."""
    return -1 - number


class Diagrams:
    """A store of diagrams over facts at levels 0, 1, 2, ... (the order of the questions)."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self._numbers: dict[Node, int] = {}
        self._selected: dict[tuple[int, int, int], int] = {}

    def test(self, level: int, children: tuple[int, ...]) -> int:
        """Returns the diagram that goes on with the child of the cell that the fact at `level` is in."""
        if all(child == children[0] for child in children):
            return children[0]
        key = (level, children)
        if key not in self._numbers:
            if len(self.nodes) >= MAX_NODES:
                raise DiagramTooLarge
            self._numbers[key] = len(self.nodes)
            self.nodes.append(key)
        return self._numbers[key]

    def select(self, condition: int, then: int, otherwise: int) -> int:
        """Returns the diagram that is `then` where `condition` is YES, and `otherwise` where it is NO."""
        if condition < 0:
            return then if condition == YES else otherwise
        if then == otherwise:
            return then
        key = (condition, then, otherwise)
        if key not in self._selected:
            level = min(self.nodes[each][0] for each in key if each >= 0)
            size = next(len(self.nodes[each][1]) for each in key if each >= 0 and self.nodes[each][0] == level)
            children = tuple(self.select(*(self._child(each, level, cell) for each in key)) for cell in range(size))
            self._selected[key] = self.test(level, children)
        return self._selected[key]

    def renamed(self, diagram: int, names: Callable[[int], int]) -> int:
        """Returns the diagram with each outcome (as a diagram) replaced by `names` of it."""
        done: dict[int, int] = {}

        def visit(each: int) -> int:
            if each < 0:
                return names(each)
            if each not in done:
                level, children = self.nodes[each]
                done[each] = self.test(level, tuple(visit(child) for child in children))
            return done[each]

        return visit(diagram)

    def _child(self, diagram: int, level: int, cell: int) -> int:
        if diagram < 0 or self.nodes[diagram][0] != level:
            return diagram
        return self.nodes[diagram][1][cell]


@dataclass(frozen=True)
class Outlook:
    """What a function can still become, given the cells that the answers leave possible."""

    relevant: frozenset[int]
    "The levels on which the function still depends."
    decisive: frozenset[int]
    "Those of which some single cell would leave one outcome only."


def outlook(diagrams: Diagrams, root: int, cells: Sequence[Sequence[int]]) -> Outlook:
    """Returns what `root` can still become when the fact at level i is in one of `cells[i]`, each at least one."""
    nodes, reach = _restricted(diagrams, root, cells)
    levels = sorted({level for level, _ in nodes})
    skipped = dict.fromkeys(levels, 0)
    single = set()
    for level, children in nodes:
        for child in children:
            end = nodes[child][0] if child >= 0 else _BELOW
            if end != level + 1:
                for between in levels[bisect_right(levels, level) : bisect_left(levels, end)]:
                    skipped[between] |= reach[child]
    for level in levels:
        if any(_is_single(each | skipped[level]) for each in _reach_by_cell(nodes, reach, level)):
            single.add(level)
    return Outlook(frozenset(levels), frozenset(single))


def _restricted(diagrams: Diagrams, root: int, cells: Sequence[Sequence[int]]) -> tuple[list[Node], dict[int, int]]:
    """Returns the nodes that remain of `root` with their children for the possible cells only, and what each can reach.

    A reach is a set of outcomes, one bit each. Every node that remains is reached from the first one that the answers leave open.
    """
    nodes: list[Node] = []
    numbers: dict[Node, int] = {}
    reach: dict[int, int] = {}
    done: dict[int, int] = {}
    store = diagrams.nodes

    def visit(diagram: int) -> int:
        if diagram < 0:
            reach[diagram] = 1 << (-1 - diagram)
            return diagram
        if diagram in done:
            return done[diagram]
        level, all_children = store[diagram]
        children = tuple([visit(all_children[cell]) for cell in cells[level]])
        first = children[0]
        if children.count(first) == len(children):
            done[diagram] = first
            return first
        node = (level, children)
        number = numbers.setdefault(node, len(nodes))
        if number == len(nodes):
            nodes.append(node)
            reach[number] = reduce(or_, [reach[child] for child in children])
        done[diagram] = number
        return number

    visit(root)
    return nodes, reach


def _reach_by_cell(nodes: Sequence[Node], reach: dict[int, int], level: int) -> Iterable[int]:
    """Returns, for each possible cell of the fact at `level`, the outcomes that the ways through it can reach."""
    through = [[reach[child] for child in children] for each, children in nodes if each == level]
    return [reduce(or_, column) for column in zip(*through, strict=True)]


def _is_single(outcomes: int) -> bool:
    return outcomes & (outcomes - 1) == 0


_BELOW = 1 << 30
