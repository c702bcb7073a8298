"""The rules of one trial, compiled: from a state to the statuses, the rulings, what is relevant, and what would settle."""

from collections.abc import Mapping
from dataclasses import dataclass

from dialogs.definition.trial import Definition
from dialogs.rules.conditions import compile_condition
from dialogs.rules.criteria import CriterionRule, Effect, Status
from dialogs.rules.determinations import DeterminationRule, Ruling, Standing
from dialogs.rules.diagrams import outlook
from dialogs.rules.layout import Layout
from dialogs.rules.remembered import Remembered

__all__ = ["Assessment", "CriterionRule", "Effect", "Rules", "Ruling", "Settling", "Standing", "Status"]

REMEMBERED = 5_000
"""How many assessments are remembered."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What would settle a determination; both in question order and applicable."""

    needed: tuple[str, ...]
    decisive: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Assessment:
    """All that the rules say of one state. The facts of `relevant` can still change a final verdict; they stand in question order."""

    statuses: tuple[Status, ...]
    rulings: Mapping[str, Ruling]
    relevant: tuple[str, ...]
    settling: Mapping[str, Settling]


class Rules(Layout):
    """The compiled rules of one trial definition."""

    def __init__(self, definition: Definition) -> None:
        super().__init__(definition)
        self.criteria = tuple(
            CriterionRule(criterion_id, criterion.kind, compile_condition(criterion.met_when, self.places), self)
            for criterion_id, criterion in definition.criteria.items()
        )
        self.determinations: dict[str, DeterminationRule] = {}
        self._determine(definition)
        self._tables = tuple((rule.mask, rule.table) for rule in self.criteria)
        self._assessments: Remembered[int, Assessment] = Remembered(self._assess, REMEMBERED)

    def statuses(self, state: int) -> tuple[Status, ...]:
        """Returns the status of every criterion, in the order of the definition."""
        return tuple([table[state & mask] for mask, table in self._tables])

    def rulings(self, statuses: tuple[Status, ...]) -> dict[str, Ruling]:
        """Returns how every determination stands, in the order of the definition."""
        rulings: dict[str, Ruling] = {}
        for determination_id, determination in self.determinations.items():
            rulings[determination_id] = determination.rule(statuses, rulings)
        return rulings

    def assess(self, state: int) -> Assessment:
        """Returns all that the rules say of a state."""
        return self._assessments[state]

    def _assess(self, state: int) -> Assessment:
        statuses = self.statuses(state)
        rulings = self.rulings(statuses)
        cells = self.possible_cells(state)
        relevant: set[str] = set()
        settling: dict[str, Settling] = {}
        for determination in self.determinations.values():
            ruling = rulings[determination.id]
            if len(ruling.possible) == 1:
                continue
            view = outlook(self.diagrams, determination.final, cells)
            needed = {self.facts[level] for level in view.relevant}
            if ruling.standing is Standing.OPEN:
                needed = needed or self._doubted(determination, statuses)
                settling[determination.id] = Settling(
                    self._asked(needed, state), self._asked({self.facts[level] for level in view.decisive}, state)
                )
            relevant |= needed
        return Assessment(statuses, rulings, self.ordered(relevant), settling)

    def _doubted(self, determination: DeterminationRule, statuses: tuple[Status, ...]) -> set[str]:
        """Returns what to ask where every completion agrees on the verdict, but no criterion carries it yet."""
        doubted = {fact for index in determination.criteria for fact in statuses[index].open_facts}
        for required, _ in determination.requires:
            doubted |= self._doubted(required, statuses)
        return doubted

    def _asked(self, facts: set[str], state: int) -> tuple[str, ...]:
        return tuple([fact for fact in self.ordered(facts) if self.applies(fact, state)])

    def _determine(self, definition: Definition) -> None:
        of = [criterion.determination for criterion in definition.criteria.values()]
        for determination_id, determination in definition.determinations.items():
            criteria = [(index, self.criteria[index]) for index, each in enumerate(of) if each == determination_id]
            requires = [
                (self.determinations[required], frozenset(_standing(definition, required, code) for code in codes))
                for required, codes in determination.requires.items()
            ]
            self.determinations[determination_id] = DeterminationRule(determination_id, criteria, requires, self.diagrams)


def _standing(definition: Definition, determination: str, code: str) -> Standing:
    outcomes = definition.determinations[determination].outcomes
    codes = {outcomes.passes.code: Standing.PASSES, outcomes.fails.code: Standing.FAILS}
    if outcomes.off is not None:
        codes[outcomes.off.code] = Standing.OFF
    return codes[code]
