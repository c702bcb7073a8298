"""Decision diagrams: functions of the facts' cells to an outcome. They answer exactly, and without enumeration.

A diagram is a whole number. An outcome k is -1 - k. Anything else is a node: it tests one fact (its level) and has one
child per cell. Equal functions are the same number, so a function depends on a fact exactly if one of its nodes tests
it.
"""

from collections.abc import Mapping

Node = tuple[int, tuple[int, ...]]

MAX_NODES = 200_000
"""Nodes that a store ever holds, so that memory stays bounded."""

MAX_WORK = 80_000
"""Steps of work for the rules of a definition: one for each call, and one for each child that is asked for.

Measured: the first trial takes some 600. Thirty drawn trials of 60 facts, 45 criteria and 7 determinations, six of
them cohorts, took 8,800 to 38,400. What takes more is refused after at most seven times as long as the first trial
takes to load. Nodes would be no measure: most of the work makes none.
"""

OUTCOMES = 8
"""No function has an outcome of this number, or a greater one."""

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
        self._levels: dict[int, frozenset[int]] = {}
        self.work_left: float = MAX_WORK
        "Steps of work that the store still does. When none is left it raises `DiagramTooLarge`."

    def test(self, level: int, children: tuple[int, ...]) -> int:
        """Returns the diagram that goes on with the child of the cell that the fact at `level` is in."""
        self._spend(1)
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
        self._spend(1)
        if condition < 0:
            return then if condition == YES else otherwise
        if then == otherwise:
            return then
        key = (condition, then, otherwise)
        if key not in self._selected:
            level = min(self.nodes[each][0] for each in key if each >= 0)
            size = next(len(self.nodes[each][1]) for each in key if each >= 0 and self.nodes[each][0] == level)
            self._spend(size)
            children = tuple(self.select(*(self._child(each, level, cell) for each in key)) for cell in range(size))
            self._selected[key] = self.test(level, children)
        return self._selected[key]

    def rename(self, diagram: int, names: Mapping[int, int]) -> int:
        """Returns the diagram with each outcome (as a diagram) replaced by `names` of it."""
        done = dict(names)

        def visit(each: int) -> int:
            if each not in done:
                level, children = self.nodes[each]
                self._spend(len(children))
                done[each] = self.test(level, tuple(visit(child) for child in children))
            return done[each]

        return visit(diagram)

    def find_levels(self, diagram: int) -> frozenset[int]:
        """Returns the levels that a diagram depends on."""
        if diagram < 0:
            return frozenset()
        if diagram not in self._levels:
            level, children = self.nodes[diagram]
            self._levels[diagram] = frozenset({level}).union(*[self.find_levels(child) for child in {*children}])
        return self._levels[diagram]

    def _spend(self, work: int) -> None:
        self.work_left -= work
        if self.work_left < 0:
            raise DiagramTooLarge

    def _child(self, diagram: int, level: int, cell: int) -> int:
        if diagram < 0 or self.nodes[diagram][0] != level:
            return diagram
        return self.nodes[diagram][1][cell]
