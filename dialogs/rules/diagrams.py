"""Decision diagrams: a function of the facts' cells to an outcome, every question about it answered exactly and without enumeration.

A diagram is a whole number: an outcome k is -1 - k, anything else is a node, which tests one fact (its level) and has
one child per cell. Equal functions are the same number, so a function depends on a fact exactly if one of its nodes
tests it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, reduce
from operator import or_

Node = tuple[int, tuple[int, ...]]

MAX_NODES = 200_000

NO = -1
YES = -2


class DiagramTooLarge(Exception):
    """The conditions of a definition are too entangled to be decided exactly."""


def make_outcome(number: int) -> int:
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

    def rename(self, diagram: int, names: Mapping[int, int]) -> int:
        """Returns the diagram with each outcome (as a diagram) replaced by `names` of it."""
        done = dict(names)

        def visit(each: int) -> int:
            if each not in done:
                level, children = self.nodes[each]
                done[each] = self.test(level, tuple(visit(child) for child in children))
            return done[each]

        return visit(diagram)

    def _child(self, diagram: int, level: int, cell: int) -> int:
        if diagram < 0 or self.nodes[diagram][0] != level:
            return diagram
        return self.nodes[diagram][1][cell]


class Outlook:
    """What a function can still become, given the cells that the answers leave possible.

    It holds the nodes that remain of the function's diagram, with their children for the possible cells only; each of
    them is reached from the first node that the answers leave open. `reach` tells the outcomes that a node can come to,
    one bit each.
    """

    def __init__(self, nodes: list[Node], reach: dict[int, int], cells: Sequence[Sequence[int]], first: int) -> None:
        self._nodes = nodes
        self._cells = cells
        self._reach = reach
        self._first = first
        self.relevant = frozenset([level for level, _ in nodes])
        "The levels on which the function still depends."

    def can_be(self, number: int) -> bool:
        """Says whether some completion comes to the outcome `number`."""
        return bool(self._reach[self._first] >> number & 1)

    @cached_property
    def decisive(self) -> dict[int, tuple[tuple[int, int], ...]]:
        """The relevant levels of which some single cell would leave one outcome only: each such cell, in order, with that outcome."""
        found = {}
        for level, skipped in self._skipped().items():
            if not _is_single(skipped):
                continue
            reached = [each | skipped for each in self._through(level)]
            single = [
                (cell, each.bit_length() - 1)
                for cell, each in zip(self._cells[level], reached, strict=True)
                if each & (each - 1) == 0
            ]
            if single:
                found[level] = tuple(single)
        return found

    def _skipped(self) -> dict[int, int]:
        """Returns, for each relevant level, the outcomes that the ways past it can reach."""
        levels = sorted(self.relevant)
        skipped = dict.fromkeys(levels, 0)
        for level, children in self._nodes:
            for child in children:
                end = self._nodes[child][0] if child >= 0 else _BELOW
                for between in levels[bisect_right(levels, level) : bisect_left(levels, end)]:
                    skipped[between] |= self._reach[child]
        return skipped

    def _through(self, level: int) -> Iterable[int]:
        """Returns, for each possible cell of the fact at `level`, the outcomes that the ways through it can reach."""
        rows = [[self._reach[child] for child in children] for each, children in self._nodes if each == level]
        return [reduce(or_, column) for column in zip(*rows, strict=True)]


def make_outlook(diagrams: Diagrams, root: int, cells: Sequence[Sequence[int]]) -> Outlook:
    """Returns what `root` can still become when the fact at level i is in one of `cells[i]`, each at least one."""
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

    return Outlook(nodes, reach, cells, visit(root))


def _is_single(outcomes: int) -> bool:
    return outcomes & (outcomes - 1) == 0


_BELOW = 1 << 30
