"""The rules of one trial, compiled: from a state to the status of every criterion, the standing of every determination, and what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from dialogs.answers import Answer, Answers
from dialogs.definition.trial import Definition
from dialogs.rules.conditions import Condition, Every, Leaf, Opposite, Place, compile_condition, leaves, written_leaves
from dialogs.rules.diagrams import NO, YES, Diagrams, outcome, outlook
from dialogs.rules.domains import domain_of
from dialogs.rules.remembered import Remembered
from dialogs.truth import Truth

REMEMBERED = 10_000
"""How many results of one kind are remembered."""


class Standing(Enum):
    """How a determination stands."""

    PASSES = 0
    FAILS = 1
    OFF = 2
    "A determination that it requires has come out otherwise, so it has no object."
    OPEN = 3


class Effect(Enum):
    """What a criterion does to its determination: an exclusion that is met fails, an inclusion that is not met fails."""

    PASSES = "passes"
    FAILS = "fails"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Status:
    """A criterion against a state. `open_facts` are those that leave it unknown, in question order."""

    truth: Truth
    effect: Effect
    open_facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle a determination; both in question order and applicable."""

    needed: tuple[str, ...]
    decisive: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """A determination against a state. It is provisional when what it requires is still open and it could yet have no object."""

    standing: Standing
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the rules say of one state. The facts of `relevant` can still change a final verdict; they stand in question order."""

    statuses: tuple[Status, ...]
    rulings: Mapping[str, Ruling]
    relevant: tuple[str, ...]
    settling: Mapping[str, Settling]


class CriterionRule:
    """One criterion compiled: its condition, its diagram, and a table of its statuses by state."""

    def __init__(self, criterion_id: str, kind: str, condition: Condition, rules: "Rules") -> None:
        self.id = criterion_id
        self.kind = kind
        self.condition = condition
        self.diagram = rules.diagram(condition)
        self.facts = rules.facts_of(condition)
        self.mask = sum(rules.places[fact].full for fact in rules.with_gates(self.facts))
        self.table: Remembered[int, Status] = Remembered(self._find, REMEMBERED)
        self._rules = rules

    @property
    def fails_when(self) -> Truth:
        """The truth of the condition with which the criterion fails."""
        return Truth.NO if self.kind == "inclusion" else Truth.YES

    def failing(self) -> int:
        """Returns the diagram of "the criterion fails"."""
        return self._rules.diagrams.select(self.diagram, YES, NO) if self.kind == "exclusion" else self._rules.diagrams.select(self.diagram, NO, YES)

    def _find(self, key: int) -> Status:
        truth = self.condition.truth(key)
        if truth is not Truth.UNKNOWN:
            return Status(truth, Effect.FAILS if truth is self.fails_when else Effect.PASSES, ())
        possible = self._rules.possible_cells(key | ~self.mask & self._rules.unanswered)
        open_levels = outlook(self._rules.diagrams, self.diagram, possible).relevant or self._doubted(key)
        facts = tuple(self._rules.facts[level] for level in sorted(open_levels))
        return Status(truth, Effect.OPEN, facts)

    def _doubted(self, key: int) -> frozenset[int]:
        """Returns the facts in doubt where every completion agrees, but Kleene's logic does not see it."""
        return frozenset(self._rules.level[leaf.fact] for leaf in leaves(self.condition) if leaf.truth(key) is Truth.UNKNOWN)


class DeterminationRule:
    """One determination compiled: its criteria, what it requires, and the diagram of its final standing."""

    def __init__(self, determination_id: str, criteria: list[int], requires: dict[str, frozenset[Standing]], rules: "Rules") -> None:
        self.id = determination_id
        self.criteria = criteria
        self.requires = requires
        self._rules = rules
        store = rules.diagrams
        failed = NO
        for index in criteria:
            failed = store.select(rules.criteria[index].failing(), YES, failed)
        final = store.select(failed, outcome(Standing.FAILS.value), outcome(Standing.PASSES.value))
        for required, standings in requires.items():
            holds = store.renamed(rules.determinations[required].final, lambda each, s=standings: YES if Standing(-1 - each) in s else NO)
            final = store.select(holds, final, outcome(Standing.OFF.value))
        self.final = final

    def rule(self, statuses: tuple[Status, ...], possible: dict[str, set[Standing]]) -> Ruling:
        """Returns how the determination stands, and notes in `possible` what it can still come to."""
        required = self._required(possible)
        effects = {statuses[index].effect for index in self.criteria}
        if required is Truth.NO:
            possible[self.id] = {Standing.OFF}
            return Ruling(Standing.OFF)
        off = {Standing.OFF} if required is Truth.UNKNOWN else set()
        if Effect.FAILS in effects:
            possible[self.id] = {Standing.FAILS} | off
            return Ruling(Standing.FAILS, provisional=bool(off))
        if Effect.OPEN in effects:
            possible[self.id] = {Standing.PASSES, Standing.FAILS} | off
            return Ruling(Standing.OPEN)
        possible[self.id] = {Standing.PASSES} | off
        return Ruling(Standing.OPEN if off else Standing.PASSES)

    def _required(self, possible: dict[str, set[Standing]]) -> Truth:
        truth = Truth.YES
        for required, standings in self.requires.items():
            if not possible[required] & standings:
                return Truth.NO
            if not possible[required] <= standings:
                truth = Truth.UNKNOWN
        return truth


class Rules:
    """The compiled rules of one trial definition. Facts stand at levels, in the order in which they are asked."""

    def __init__(self, definition: Definition) -> None:
        self.facts = tuple(definition.facts)
        self.level = {fact: level for level, fact in enumerate(self.facts)}
        self.diagrams = Diagrams()
        self.places: dict[str, Place] = {}
        self._place(definition)
        self.unanswered = sum(place.full for place in self.places.values())
        self._cells: Remembered[tuple[int, int], tuple[int, ...]] = Remembered(self._find_cells, REMEMBERED)
        self.criteria = tuple(
            CriterionRule(criterion_id, criterion.kind, compile_condition(criterion.met_when, self.places), self)
            for criterion_id, criterion in definition.criteria.items()
        )
        self.determinations: dict[str, DeterminationRule] = {}
        self._determine(definition)
        self.tables = tuple((rule.mask, rule.table) for rule in self.criteria)
        self.assessments: Remembered[int, Assessment] = Remembered(self._assess, REMEMBERED)

    def state(self, answers: Answers) -> int:
        """Returns the answers as a state. Answers to facts that do not apply must have been left out."""
        state = self.unanswered
        for fact, answer in answers.items():
            place = self.places[fact]
            state &= place.domain.mask(answer) << place.offset | ~place.full
        return state

    def with_answer(self, state: int, fact: str, answer: Answer | None) -> int:
        """Returns the state with the answer to one fact replaced, or taken out (None)."""
        place = self.places[fact]
        mask = place.full if answer is None else place.domain.mask(answer) << place.offset
        return state & ~place.full | mask

    def statuses(self, state: int) -> tuple[Status, ...]:
        """Returns the status of every criterion, in the order of the definition."""
        return tuple([table[state & mask] for mask, table in self.tables])

    def rulings(self, statuses: tuple[Status, ...]) -> dict[str, Ruling]:
        """Returns how every determination stands, in the order of the definition."""
        possible: dict[str, set[Standing]] = {}
        return {each.id: each.rule(statuses, possible) for each in self.determinations.values()}

    def assess(self, state: int) -> Assessment:
        """Returns all that the rules say of a state."""
        return self.assessments[state]

    def applies(self, fact: str, state: int) -> bool:
        """Says whether the fact applies: its condition holds beyond doubt for the answers so far."""
        gate = self.places[fact].gate
        return gate is None or gate.truth(state) is Truth.YES

    def gate_facts(self, fact: str) -> tuple[str, ...]:
        """Returns the facts that decide whether `fact` applies."""
        gate = self.places[fact].gate
        return () if gate is None else self.facts_of(gate)

    def has_one_cell(self, fact: str, state: int) -> bool:
        """Says whether the answer to the fact leaves no doubt that any condition could notice."""
        mask = state & self.places[fact].full
        return mask & (mask - 1) == 0

    def possible_cells(self, state: int) -> list[tuple[int, ...]]:
        """Returns, for the fact at each level, the cells that the state leaves possible."""
        cells = self._cells
        return [cells[place.domain.size, (state & place.full) >> place.offset] for place in self.places.values()]

    def diagram(self, condition: Condition) -> int:
        """Returns the diagram of a condition, with outcomes YES and NO."""
        select = self.diagrams.select
        if isinstance(condition, Leaf):
            place = self.places[condition.fact]
            wanted = condition.allowed >> place.offset
            own = self.diagrams.test(self.level[condition.fact], tuple(YES if wanted >> cell & 1 else NO for cell in range(place.domain.size)))
            return own if condition.gate is None else select(self.diagram(condition.gate), own, NO)
        if isinstance(condition, Opposite):
            return select(self.diagram(condition.part), NO, YES)
        parts = [self.diagram(part) for part in condition.parts]
        joined = parts[0]
        for part in parts[1:]:
            joined = select(joined, part, NO) if isinstance(condition, Every) else select(joined, YES, part)
        return joined

    def facts_of(self, condition: Condition) -> tuple[str, ...]:
        """Returns the facts that a condition names, in question order."""
        named = {leaf.fact for leaf in leaves(condition)}
        return tuple(fact for fact in self.facts if fact in named)

    def with_gates(self, facts: tuple[str, ...]) -> set[str]:
        """Returns the facts with those that decide whether they apply."""
        found = set(facts)
        for fact in facts:
            gate = self.places[fact].gate
            if gate is not None:
                found |= self.with_gates(self.facts_of(gate))
        return found

    def _place(self, definition: Definition) -> None:
        conditions = [criterion.met_when for criterion in definition.criteria.values()]
        conditions += [fact.applies_if for fact in definition.facts.values() if fact.applies_if is not None]
        conditions += [each for c in definition.criteria.values() for note in c.notes for each in (note.when, note.unless) if each is not None]
        wanted: dict[str, list[object]] = {fact: [] for fact in self.facts}
        for condition in conditions:
            for leaf in written_leaves(condition):
                wanted[leaf.fact].append(leaf.wanted)
        offset = 0
        for fact_id, fact in definition.facts.items():
            gate = None if fact.applies_if is None else compile_condition(fact.applies_if, self.places)
            self.places[fact_id] = Place(domain_of(fact, wanted[fact_id]), offset, gate)
            offset += self.places[fact_id].domain.size

    def _determine(self, definition: Definition) -> None:
        of = [criterion.determination for criterion in definition.criteria.values()]
        for determination_id, determination in definition.determinations.items():
            requires = {
                required: frozenset(_standing(definition, required, code) for code in codes) for required, codes in determination.requires.items()
            }
            criteria = [index for index, each in enumerate(of) if each == determination_id]
            self.determinations[determination_id] = DeterminationRule(determination_id, criteria, requires, self)

    def _assess(self, state: int) -> Assessment:
        statuses = self.statuses(state)
        rulings = self.rulings(statuses)
        cells = self.possible_cells(state)
        relevant: set[str] = set()
        settling: dict[str, Settling] = {}
        for determination in self.determinations.values():
            view = outlook(self.diagrams, determination.final, cells)
            needed = {self.facts[level] for level in view.relevant}
            if rulings[determination.id].standing is Standing.OPEN:
                needed = needed or self._doubted(determination, statuses)
                decisive = {self.facts[level] for level in view.decisive}
                settling[determination.id] = Settling(self._asked(needed, state), self._asked(decisive, state))
            relevant |= needed
        return Assessment(statuses, rulings, self._ordered(relevant), settling)

    def _doubted(self, determination: DeterminationRule, statuses: tuple[Status, ...]) -> set[str]:
        """Returns what to ask where every completion agrees on the verdict, but no criterion carries it yet."""
        doubted = {fact for index in determination.criteria for fact in statuses[index].open_facts}
        for required in determination.requires:
            doubted |= self._doubted(self.determinations[required], statuses)
        return doubted

    def _ordered(self, facts: set[str]) -> tuple[str, ...]:
        return tuple(fact for fact in self.facts if fact in facts)

    def _asked(self, facts: set[str], state: int) -> tuple[str, ...]:
        return tuple(fact for fact in self.facts if fact in facts and self.applies(fact, state))

    @staticmethod
    def _find_cells(key: tuple[int, int]) -> tuple[int, ...]:
        size, mask = key
        return tuple(cell for cell in range(size) if mask >> cell & 1)


def _standing(definition: Definition, determination: str, code: str) -> Standing:
    outcomes = definition.determinations[determination].outcomes
    codes = {outcomes.passes.code: Standing.PASSES, outcomes.fails.code: Standing.FAILS}
    if outcomes.off is not None:
        codes[outcomes.off.code] = Standing.OFF
    return codes[code]
