"""The rules of one trial, compiled: from a state to statuses, rulings, what is relevant, and what would settle."""

from collections.abc import Mapping
from functools import partial

from dialogs.definition.trial import Definition
from dialogs.rules.assessment import Assessment
from dialogs.rules.compiled_rules import CompiledRules
from dialogs.rules.criteria import CriterionRule, Effect, Status
from dialogs.rules.determinations import DeterminationRule
from dialogs.rules.outlook import make_outlook
from dialogs.rules.remembered import Remembered
from dialogs.rules.settling import Settling
from dialogs.rules.settling_rules import SettlingRules
from dialogs.rules.standings import Ruling, Standing

__all__ = ["Assessment", "CriterionRule", "Effect", "Rules", "Ruling", "Settling", "Standing", "Status"]

REMEMBERED = 5_000
"""How many assessments are remembered."""


class Rules(CompiledRules):
    """The rules of one trial definition, and what they say of a state."""

    def __init__(self, definition: Definition) -> None:
        super().__init__(definition)
        self._settling = SettlingRules(self)
        self._needed: Remembered[tuple[str, bool, int], frozenset[str]] = Remembered(self._find_needed, REMEMBERED)
        self._settlings: Remembered[tuple[str, int], Settling] = Remembered(self._find_settling, REMEMBERED)
        self._assessments: Remembered[int, Assessment] = Remembered(self._assess, REMEMBERED)

    def assess(self, state: int) -> Assessment:
        """Returns all that the rules say of a state."""
        return self._assessments[state]

    def _assess(self, state: int) -> Assessment:
        statuses = self.find_statuses(state)
        rulings = self.find_rulings(statuses)
        relevant: set[str] = set()
        parts: dict[str, int] = {}
        waiting = self._find_waiting(state, statuses, rulings)
        for determination in self.determinations.values():
            ruling = rulings[determination.id]
            if len(ruling.possible) == 1:
                continue
            part = state & determination.mask
            is_open = ruling.standing is Standing.OPEN
            relevant |= self._needed[determination.id, is_open, part]
            if is_open:
                parts[determination.id] = part
        held_up = {each: self._select_applicable(needed, state) for each, needed in waiting.items()}
        return Assessment(
            statuses,
            rulings,
            self.order_facts(relevant.union(*waiting.values())),
            held_up,
            partial(self._settle, parts),
        )

    def _settle(self, parts: Mapping[str, int]) -> dict[str, Settling]:
        return {each: self._settlings[each, part] for each, part in parts.items()}

    def _find_needed(self, key: tuple[str, bool, int]) -> frozenset[str]:
        """Returns the facts that a determination still depends on.

        The key is the determination, whether it is open, and the part of the state on which it depends.
        """
        determination_id, is_open, part = key
        determination = self.determinations[determination_id]
        state = self._widen(determination, part)
        needed = self.find_facts(self.find_relevant_levels(determination.final, state), state)
        if is_open:
            needed = needed or self._list_doubted(determination, state)
            needed |= self.list_deciding(needed, state)
        return frozenset(needed)

    def _widen(self, determination: DeterminationRule, part: int) -> int:
        """Returns the state in which nothing else is answered than the part on which a determination depends."""
        return part | self.unanswered & ~determination.mask

    def _find_settling(self, key: tuple[str, int]) -> Settling:
        """Returns what would settle an open determination: the key is that, and the part on which it depends."""
        determination_id, part = key
        determination = self.determinations[determination_id]
        state = self._widen(determination, part)
        return self._settling.find(determination, self._needed[determination_id, True, part], state)

    def _find_waiting(
        self, state: int, statuses: tuple[Status, ...], rulings: Mapping[str, Ruling]
    ) -> dict[str, set[str]]:
        """Returns the determinations that fail, but could pass if the running windows were over.

        Each has the facts that would still be relevant then: to itself, and to what has no object as long as it fails.
        """
        cleared = self.clear_windows(state)
        if cleared == state:
            return {}
        failing = [each for each, ruling in rulings.items() if self.fails_now(each, ruling, statuses)]
        if not failing:
            return {}
        cells = self.list_possible_cells(cleared)
        views = {each: make_outlook(self.diagrams, rule.final, cells) for each, rule in self.determinations.items()}
        found = {}
        for each in failing:
            if views[each].can_be(Standing.PASSES.value):
                off = (other for other in self.list_dependents(each) if rulings[other].standing is Standing.OFF)
                held_up = [each, *off]
                needed = self.find_facts({level for other in held_up for level in views[other].relevant}, cleared)
                found[each] = needed or self._list_doubted(self.determinations[each], cleared)
        return found

    def _list_doubted(self, determination: DeterminationRule, state: int) -> set[str]:
        """Returns what to ask where every completion agrees on the verdict, but no criterion carries it yet.

        Where a criterion fails, that is what decides whether it will still do so once every waiting time is over.
        """
        statuses = self.find_statuses(state)
        possible = self.find_rulings(statuses)[determination.id].possible
        doubted: set[str] = set()
        if len(possible - {Standing.OFF}) > 1:
            told = statuses if Standing.PASSES in possible else self.find_statuses(self.pass_windows(state))
            doubted |= {fact for index in determination.criteria for fact in told[index].open_facts}
        if len(possible) > 1 and Standing.OFF in possible:
            doubted = doubted.union(*(self._list_doubted(each, state) for each in determination.list_required()))
        return doubted

    def _select_applicable(self, facts: set[str], state: int) -> tuple[str, ...]:
        return tuple([fact for fact in self.order_facts(facts) if self.applies(fact, state)])
