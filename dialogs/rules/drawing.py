"""Conditions as decision diagrams over the variables of the state."""

from collections.abc import Mapping, Sequence
from functools import reduce

from dialogs.rules.compiling import FactPlace
from dialogs.rules.conditions import (
    AnyLeaf,
    CompiledCondition,
    Counting,
    Depending,
    Every,
    Leaf,
    Opposite,
    OrderLeaf,
    Some,
)
from dialogs.rules.diagrams import NO, YES, Diagrams
from dialogs.rules.ordering import EQUAL, GREATER, LESS
from dialogs.rules.placing import Variable


class Drawer:
    """Draws conditions. `clear` has, for each fact that a waiting time counts, the cell from which it is over."""

    def __init__(
        self,
        diagrams: Diagrams,
        variables: Sequence[Variable],
        places: Mapping[str, FactPlace],
        clear: Mapping[int, int] | None = None,
    ) -> None:
        self._diagrams = diagrams
        self._places = places
        self._levels = {variable.full: level for level, variable in enumerate(variables)}
        self._variables = variables
        self._clear = clear or {}
        self._gates: dict[CompiledCondition, int] = {}

    def draw(self, condition: CompiledCondition) -> int:
        """Returns the diagram of a condition, with outcomes YES and NO."""
        if isinstance(condition, AnyLeaf):
            own = self._draw_leaf(condition)
            gate = condition.applies_if
            return own if gate is None else self._diagrams.select(self._draw_gate(gate), own, NO)
        parts = [self.draw(part) for part in condition.parts]
        select = self._diagrams.select
        if isinstance(condition, Every | Some):
            # the last facts first: what is joined then lies below, and is not walked again
            is_every = isinstance(condition, Every)
            return reduce(
                lambda joined, part: select(part, *((joined, NO) if is_every else (YES, joined))), parts[::-1]
            )
        if isinstance(condition, Opposite):
            return select(parts[0], NO, YES)
        return select(*parts) if isinstance(condition, Depending) else self._count(condition, parts)

    def _draw_gate(self, gate: CompiledCondition) -> int:
        """Returns the diagram of a condition under which a fact applies; each is drawn once."""
        if gate not in self._gates:
            self._gates[gate] = self.draw(gate)
        return self._gates[gate]

    def _count(self, condition: Counting, parts: list[int]) -> int:
        """Returns the diagram of "so many hold", from the last part to the first."""
        found = [YES if condition.least <= count <= condition.most else NO for count in range(len(parts) + 1)]
        for place, part in reversed(list(enumerate(parts))):
            found = [self._diagrams.select(part, found[count + 1], found[count]) for count in range(place + 1)]
        return found[0]

    def _draw_leaf(self, leaf: AnyLeaf) -> int:
        if isinstance(leaf, OrderLeaf):
            return self._draw_order(leaf)
        if not isinstance(leaf, Leaf):
            return self.draw(leaf.inner)
        level = self._levels[leaf.full]
        variable = self._variables[level]
        wanted = self._clear_cells(leaf) >> variable.offset
        children = tuple(YES if wanted >> cell & 1 else NO for cell in range(variable.size))
        return self._diagrams.test(level, children)

    def _clear_cells(self, leaf: Leaf) -> int:
        """Returns the allowed cells, where those of a running wait are as the cell from which it is over."""
        clear = self._clear.get(leaf.full)
        if clear is None:
            return leaf.allowed
        running = leaf.full & (clear - 1)
        return leaf.allowed | running if leaf.allowed & clear else leaf.allowed & ~running

    def _draw_order(self, leaf: OrderLeaf) -> int:
        ordering = leaf.ordering
        first, second = (self._levels[self._places[fact].full] for fact in ordering.facts)
        size = ordering.domain.size
        rows = []
        for cell in range(size):
            row = [self._draw_orders(leaf, GREATER if cell > other else LESS) for other in range(size)]
            row[cell] = self._draw_within(leaf, cell)
            rows.append(self._diagrams.test(second, tuple(row)))
        return self._diagrams.test(first, tuple(rows))

    def _draw_within(self, leaf: OrderLeaf, cell: int) -> int:
        ordering = leaf.ordering
        level = next(
            level
            for level, each in enumerate(self._variables)
            if each.ordering is ordering and each.offset == ordering.find_start(cell)
        )
        return self._diagrams.test(level, tuple(self._draw_orders(leaf, each) for each in (LESS, EQUAL, GREATER)))

    def _draw_orders(self, leaf: OrderLeaf, order: int) -> int:
        return YES if leaf.allowed & order else NO
