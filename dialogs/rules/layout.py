"""The layout of the state: where the cells of each fact lie, when facts apply, and the diagrams of conditions."""

from collections.abc import Callable, Collection, Iterable

from dialogs.definition.trial import Definition
from dialogs.rules.answers import Answer, Answers
from dialogs.rules.compiling import FactPlace
from dialogs.rules.conditions import CompiledCondition, iterate_leaves, list_leaf_facts
from dialogs.rules.counting_results import drop_expired, list_dated_results
from dialogs.rules.diagrams import Diagrams
from dialogs.rules.drawing import Drawer
from dialogs.rules.outlook import find_relevant
from dialogs.rules.placing import find_windows, list_orderings, list_variables, place_facts
from dialogs.rules.remembered import Remembered
from dialogs.rules.truth import Truth

REMEMBERED = 10_000
"""How many masks are remembered with their cells."""


class Layout:
    """The facts of one trial in the order of the questions, their places in the state, and its variables by level."""

    def __init__(self, definition: Definition) -> None:
        self.facts = tuple(definition.facts)
        self.places: dict[str, FactPlace] = place_facts(definition)
        self.variables = list_variables(self.places)
        self.level = {variable.fact: level for level, variable in reversed(list(enumerate(self.variables)))}
        self._order = {fact: place for place, fact in enumerate(self.facts)}
        self._orderings = list_orderings(self.places)
        self.dated_results = list_dated_results(definition)
        self.windows = find_windows(definition, self.places)
        self.diagrams = Diagrams()
        clear = {self.places[fact].full: over for fact, over in self.windows.items()}
        self.diagram = Drawer(self.diagrams, self.variables, self.places).draw
        self.diagram_later = Drawer(self.diagrams, self.variables, self.places, clear).draw
        self.unanswered = sum(place.full for place in self.places.values())
        self.unanswered |= sum(ordering.make_mask((None, None)) for ordering in self._orderings)
        self._cells: Remembered[int, tuple[int, ...]] = Remembered(_list_cells, REMEMBERED)
        self._masks = {fact: Remembered(_make_masking(place), REMEMBERED) for fact, place in self.places.items()}
        self._own_cells: dict[str, list[int]] = {fact: [] for fact in self.facts}
        for variable in self.variables:
            if variable.ordering is None:
                self._own_cells[variable.fact].append(variable.full)
        self._cuts = [(variable.full, variable.offset) for variable in self.variables]

    def encode_state(self, answers: Answers) -> int:
        """Returns the answers as a state. Answers to facts that do not apply must have been left out.

        A result that does not count, or no longer, leaves its fact as if it were not answered.
        """
        counting = drop_expired(self.dated_results, answers) if self.dated_results else answers
        state = self.unanswered
        for fact, answer in counting.items():
            state &= self._masks[fact][answer]
        for ordering in self._orderings:
            first, second = ordering.facts
            if first in counting or second in counting:
                state = state & ~ordering.full | ordering.make_mask((counting.get(first), counting.get(second)))
        return state

    def replace_answer(self, state: int, fact: str, answer: Answer | None) -> int:
        """Returns the state with the answer to one fact replaced, or taken out (None)."""
        place = self.places[fact]
        mask = place.full if answer is None else place.domain.make_mask(answer) << place.offset
        state = state & place.others | mask
        return state if place.ordering is None else place.ordering.replace_answer(state, fact, answer)

    def pass_windows(self, state: int) -> int:
        """Returns the state as it will be once every waiting time is over, also those that were not asked."""
        for fact, over in self.windows.items():
            running = state & self.places[fact].full & (over - 1)
            if running:
                state = state & ~running | over
        return state

    def applies(self, fact: str, state: int) -> bool:
        """Says whether the fact applies: its condition holds beyond doubt for the answers so far."""
        condition = self.places[fact].applies_if
        return condition is None or condition.evaluate(state) is Truth.YES

    def list_applicability_facts(self, fact: str) -> tuple[str, ...]:
        """Returns the facts that decide whether `fact` applies."""
        condition = self.places[fact].applies_if
        return () if condition is None else self.list_facts(condition)

    def has_one_cell(self, fact: str, state: int) -> bool:
        """Says whether the answer to the fact leaves no doubt that any condition could notice."""
        place = self.places[fact]
        if place.ordering is not None and fact in place.ordering.list_open(state):
            return False
        return all((mask := state & full) & (mask - 1) == 0 for full in self._own_cells[fact])

    def list_possible_cells(self, state: int) -> list[tuple[int, ...]]:
        """Returns, for the variable at each level, the cells that the state leaves possible."""
        cells = self._cells
        return [cells[(state & full) >> offset] for full, offset in self._cuts]

    def find_relevant_levels(self, diagram: int, state: int) -> frozenset[int]:
        """Returns the levels on which a diagram still depends in a state."""
        narrowed = (level for level, (full, _) in enumerate(self._cuts) if state & full != full)
        return find_relevant(self.diagrams, diagram, self.list_possible_cells(state), max(narrowed, default=-1))

    def find_facts(self, levels: Iterable[int], state: int) -> set[str]:
        """Returns the facts whose variables stand at some levels; of two that are compared, those still open."""
        variables = [self.variables[level] for level in levels]
        found = {each.fact for each in variables if each.ordering is None}
        return found.union(*[each.ordering.list_open(state) for each in variables if each.ordering is not None])

    def list_facts(self, condition: CompiledCondition) -> tuple[str, ...]:
        """Returns the facts that a condition names, in question order."""
        return self.order_facts(fact for leaf in iterate_leaves(condition) for fact in list_leaf_facts(leaf))

    def make_facts_mask(self, facts: Collection[str]) -> int:
        """Returns the part of the state that the answers to some facts are in."""
        mask = 0
        for place in (self.places[fact] for fact in facts):
            mask |= place.full | (0 if place.ordering is None else place.ordering.full)
        return mask

    def add_applicability_facts(self, facts: Iterable[str]) -> set[str]:
        """Returns the facts with those that decide whether they apply, and whether they count, and so on."""
        found = set(facts)
        found |= {result.dated_by for result in self.dated_results if result.fact in found}
        for fact in tuple(found):
            found |= self.add_applicability_facts(self.list_applicability_facts(fact))
        return found

    def order_facts(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Returns the facts, each once, in question order."""
        return tuple(sorted(set(facts), key=self._order.__getitem__))


def _make_masking(place: FactPlace) -> Callable[[Answer], int]:
    """Returns what finds the mask of an answer to a fact, with all cells of the other facts."""
    return lambda answer: place.domain.make_mask(answer) << place.offset | place.others


def _list_cells(mask: int) -> tuple[int, ...]:
    return tuple(cell for cell in range(mask.bit_length()) if mask >> cell & 1)
