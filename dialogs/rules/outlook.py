"""What a function can still become, given the cells that the answers leave possible."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cached_property, reduce
from operator import or_

from dialogs.rules.diagrams import OUTCOMES, Diagrams, Node, make_outcome


class Outlook:
    """What a function can still become, given the cells that the answers leave possible.

    It holds the nodes that remain of the function's diagram, with their children for the possible cells only. Each of
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
        """The cells that alone would leave one outcome, by relevant level: each in order, with its outcome."""
        found = {}
        rows = self._list_rows()
        for level, skipped in self._find_skipped().items():
            if not _is_single(skipped):
                continue
            single = [
                (cell, each.bit_length() - 1)
                for cell, through in zip(self._cells[level], zip(*rows[level], strict=True), strict=True)
                if _is_single(each := reduce(or_, through, skipped))
            ]
            if single:
                found[level] = tuple(single)
        return found

    def _find_skipped(self) -> dict[int, int]:
        """Returns, for each relevant level, the outcomes that the ways past it can reach."""
        levels = sorted(self.relevant)
        skipped = dict.fromkeys(levels, 0)
        ways = {(level, child) for level, children in self._nodes for child in children}
        for level, child in ways:
            end = self._nodes[child][0] if child >= 0 else _BELOW
            for between in levels[bisect_right(levels, level) : bisect_left(levels, end)]:
                skipped[between] |= self._reach[child]
        return skipped

    def _list_rows(self) -> dict[int, list[list[int]]]:
        """Returns, for each level and each of its nodes, the outcomes that each possible cell can reach from there."""
        rows: dict[int, list[list[int]]] = {level: [] for level in self.relevant}
        for level, children in self._nodes:
            rows[level].append([self._reach[child] for child in children])
        return rows


def make_outlook(diagrams: Diagrams, root: int, cells: Sequence[Sequence[int]]) -> Outlook:
    """Returns what `root` can still become when the fact at level i is in one of `cells[i]`, each at least one."""
    nodes: list[Node] = []
    numbers: dict[Node, int] = {}
    reach = {make_outcome(each): 1 << each for each in range(OUTCOMES)}
    done = {outcome: outcome for outcome in reach}
    store = diagrams.nodes

    def visit(diagram: int) -> int:
        level, all_children = store[diagram]
        below = [all_children[cell] for cell in cells[level]]
        first = done[below[0]] if below[0] in done else visit(below[0])
        if below.count(below[0]) == len(below):
            done[diagram] = first
            return first
        children = tuple([done[each] if each in done else visit(each) for each in below])
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

    return Outlook(nodes, reach, cells, done[root] if root in done else visit(root))


def find_relevant(diagrams: Diagrams, root: int, cells: Sequence[Sequence[int]], last: int) -> frozenset[int]:
    """Returns the levels on which `root` still depends, as `make_outlook` does: in less time, where that is all.

    Behind the level `last`, every cell is possible, so that what stands there stays as it is.
    """
    numbers: dict[Node, int] = {}
    done: dict[int, int] = {}
    kept: set[int] = set()
    store = diagrams.nodes

    def visit(diagram: int) -> int:
        if diagram in done:
            return done[diagram]
        level, all_children = store[diagram]
        if level > last:
            kept.add(diagram)
            return diagram
        below = [all_children[cell] for cell in cells[level]]
        first = below[0] if below[0] < 0 else visit(below[0])
        if below.count(below[0]) == len(below):
            done[diagram] = first
            return first
        children = tuple([each if each < 0 else visit(each) for each in below])
        if children.count(first) == len(children):
            done[diagram] = first
        else:
            done[diagram] = numbers.setdefault((level, children), len(store) + len(numbers))
        return done[diagram]

    if root >= 0:
        visit(root)
    return frozenset([level for level, _ in numbers]).union(*[diagrams.find_levels(each) for each in kept])


def _is_single(outcomes: int) -> bool:
    return outcomes & (outcomes - 1) == 0


_BELOW = 1 << 30
