"""The layout of the state: where the cells of each fact lie, when facts apply, and the diagrams of conditions."""

from collections.abc import Callable, Iterable

from dialogs.definition import conditions as written
from dialogs.definition.trial import Definition
from dialogs.rules.answers import Answer, Answers
from dialogs.rules.conditions import (
    CompiledCondition,
    Every,
    FactPlace,
    Leaf,
    Opposite,
    compile_condition,
    iterate_leaves,
    iterate_written_leaves,
)
from dialogs.rules.diagrams import NO, YES, Diagrams
from dialogs.rules.domains import make_domain
from dialogs.rules.remembered import Remembered
from dialogs.rules.truth import Truth

REMEMBERED = 10_000
"""How many masks are remembered with their cells."""


class Layout:
    """The facts of one trial, at levels 0, 1, 2, ... in the order of the questions, and their places in the state."""

    def __init__(self, definition: Definition) -> None:
        self.facts = tuple(definition.facts)
        self.level = {fact: level for level, fact in enumerate(self.facts)}
        self.diagrams = Diagrams()
        self._gates: dict[CompiledCondition, int] = {}
        self.places: dict[str, FactPlace] = {}
        self._place(definition)
        self.unanswered = sum(place.full for place in self.places.values())
        self._cells: Remembered[int, tuple[int, ...]] = Remembered(_list_cells, REMEMBERED)
        self._masks = {fact: Remembered(_make_masking(place), REMEMBERED) for fact, place in self.places.items()}
        self._cuts = [(place.full, place.offset) for place in self.places.values()]

    def encode_state(self, answers: Answers) -> int:
        """Returns the answers as a state. Answers to facts that do not apply must have been left out."""
        state = self.unanswered
        for fact, answer in answers.items():
            state &= self._masks[fact][answer]
        return state

    def replace_answer(self, state: int, fact: str, answer: Answer | None) -> int:
        """Returns the state with the answer to one fact replaced, or taken out (None)."""
        place = self.places[fact]
        mask = place.full if answer is None else place.domain.make_mask(answer) << place.offset
        return state & place.others | mask

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
        mask = state & self.places[fact].full
        return mask & (mask - 1) == 0

    def list_possible_cells(self, state: int) -> list[tuple[int, ...]]:
        """Returns, for the fact at each level, the cells that the state leaves possible."""
        cells = self._cells
        return [cells[(state & full) >> offset] for full, offset in self._cuts]

    def diagram(self, condition: CompiledCondition) -> int:
        """Returns the diagram of a condition, with outcomes YES and NO."""
        select = self.diagrams.select
        if isinstance(condition, Leaf):
            return self._diagram_leaf(condition)
        if isinstance(condition, Opposite):
            return select(self.diagram(condition.part), NO, YES)
        parts = [self.diagram(part) for part in condition.parts]
        joined = parts[-1]
        for part in parts[-2::-1]:  # the last facts first: what is joined then lies below, and is not walked again
            joined = select(part, joined, NO) if isinstance(condition, Every) else select(part, YES, joined)
        return joined

    def list_facts(self, condition: CompiledCondition) -> tuple[str, ...]:
        """Returns the facts that a condition names, in question order."""
        return self.order_facts(leaf.fact for leaf in iterate_leaves(condition))

    def add_applicability_facts(self, facts: Iterable[str]) -> set[str]:
        """Returns the facts with those that decide whether they apply, and so on."""
        found = set(facts)
        for fact in tuple(found):
            found |= self.add_applicability_facts(self.list_applicability_facts(fact))
        return found

    def order_facts(self, facts: Iterable[str]) -> tuple[str, ...]:
        """Returns the facts, each once, in question order."""
        return tuple(sorted(set(facts), key=self.level.__getitem__))

    def _diagram_leaf(self, leaf: Leaf) -> int:
        place = self.places[leaf.fact]
        wanted = leaf.allowed >> place.offset
        children = tuple(YES if wanted >> cell & 1 else NO for cell in range(place.domain.size))
        own = self.diagrams.test(self.level[leaf.fact], children)
        if leaf.applies_if is None:
            return own
        if leaf.applies_if not in self._gates:
            self._gates[leaf.applies_if] = self.diagram(leaf.applies_if)
        return self.diagrams.select(self._gates[leaf.applies_if], own, NO)

    def _place(self, definition: Definition) -> None:
        wanted: dict[str, list[object]] = {fact: [] for fact in self.facts}
        for condition in _iterate_conditions(definition):
            for leaf in iterate_written_leaves(condition):
                wanted[leaf.fact].append(leaf.wanted)
        offset = 0
        for fact_id, fact in definition.facts.items():
            applies_if = None if fact.applies_if is None else compile_condition(fact.applies_if, self.places)
            domain = make_domain(fact, wanted[fact_id])
            full = ((1 << domain.size) - 1) << offset
            self.places[fact_id] = FactPlace(domain, offset, full, ~full, applies_if)
            offset += domain.size


def _iterate_conditions(definition: Definition) -> Iterable[written.Condition]:
    for fact in definition.facts.values():
        if fact.applies_if is not None:
            yield fact.applies_if
    for criterion in definition.criteria.values():
        yield criterion.met_when
        for note in criterion.notes:
            yield from (each for each in (note.when, note.unless) if each is not None)


def _make_masking(place: FactPlace) -> Callable[[Answer], int]:
    """Returns what finds the mask of an answer to a fact, with all cells of the other facts."""
    return lambda answer: place.domain.make_mask(answer) << place.offset | place.others


def _list_cells(mask: int) -> tuple[int, ...]:
    return tuple(cell for cell in range(mask.bit_length()) if mask >> cell & 1)
