"""The rules of one trial, compiled: from a state to statuses, rulings, what is relevant, and what would settle."""

from collections.abc import Mapping

from dialogs.definition.trial import Definition
from dialogs.rules.answers import Known
from dialogs.rules.assessment import Assessment
from dialogs.rules.compiled_rules import CompiledRules
from dialogs.rules.criteria import CriterionRule, Effect, Status
from dialogs.rules.determinations import DeterminationRule
from dialogs.rules.domains import SeveralDomain
from dialogs.rules.outlook import Outlook, make_outlook
from dialogs.rules.remembered import Remembered
from dialogs.rules.settling import KnownValue, Settling
from dialogs.rules.standings import Ruling, Standing

__all__ = ["Assessment", "CriterionRule", "Effect", "Rules", "Ruling", "Settling", "Standing", "Status"]

REMEMBERED = 5_000
"""How many assessments are remembered."""

"""The facts on which a determination still depends, and what would settle it where it is open."""


class Rules(CompiledRules):
    """The rules of one trial definition, and what they say of a state."""

    def __init__(self, definition: Definition) -> None:
        super().__init__(definition)
        self._single: Remembered[tuple[str, tuple[tuple[int, int], ...]], tuple[tuple[KnownValue, Standing], ...]] = (
            Remembered(self._list_single_answers, REMEMBERED)
        )
        self._settled: Remembered[tuple[str, bool, int], tuple[frozenset[str], Settling | None]] = Remembered(
            self._find_settled, REMEMBERED
        )
        self._assessments: Remembered[int, Assessment] = Remembered(self._assess, REMEMBERED)

    def assess(self, state: int) -> Assessment:
        """Returns all that the rules say of a state."""
        return self._assessments[state]

    def _assess(self, state: int) -> Assessment:
        statuses = self.find_statuses(state)
        rulings = self.find_rulings(statuses)
        relevant: set[str] = set()
        settling: dict[str, Settling] = {}
        waiting = self._find_waiting(state, statuses, rulings)
        for determination in self.determinations.values():
            ruling = rulings[determination.id]
            if len(ruling.possible) == 1:
                continue
            is_open = ruling.standing is Standing.OPEN
            needed, settled = self._settled[determination.id, is_open, state & determination.mask]
            relevant |= needed
            if settled is not None:
                settling[determination.id] = settled
        held_up = {each: self._select_applicable(needed, state) for each, needed in waiting.items()}
        return Assessment(statuses, rulings, self.order_facts(relevant.union(*waiting.values())), settling, held_up)

    def _find_settled(self, key: tuple[str, bool, int]) -> tuple[frozenset[str], Settling | None]:
        """Returns the facts that a determination still depends on, and what would settle it where it is open.

        The key is the determination, whether it is open, and the part of the state on which it depends.
        """
        determination_id, is_open, part = key
        determination = self.determinations[determination_id]
        state = part | self.unanswered & ~determination.mask
        view = make_outlook(self.diagrams, determination.final, self.list_possible_cells(state))
        needed = self.find_facts(view.relevant, state)
        if not is_open:
            return frozenset(needed), None
        needed = needed or self._list_doubted(determination, state)
        needed |= self.list_deciding(needed, state)
        return frozenset(needed), self._find_settling(needed, view, state)

    def _find_settling(self, facts: set[str], view: Outlook, state: int) -> Settling:
        needed, needed_if, by = [], [], {}
        for fact in self.order_facts(facts):
            if not self.applies(fact, state):
                needed_if.append(fact)
                continue
            needed.append(fact)
            single = self._list_decisive(fact, view)
            if single:
                by[fact] = single
        return Settling(tuple(needed), by, tuple(needed_if))

    def _list_decisive(self, fact: str, view: Outlook) -> tuple[tuple[KnownValue, Standing], ...]:
        domain = self.places[fact].domain
        if not isinstance(domain, SeveralDomain):
            outcomes = view.decisive.get(self.level[fact])
            return self._single[fact, outcomes] if outcomes else ()
        found = []
        for place, code in enumerate(domain.codes):
            so = [each for cell, each in view.decisive.get(self.level[fact] + place, ()) if cell == 1]
            found += [(Known(code), Standing(each)) for each in so]
        return tuple(found)

    def _list_single_answers(
        self, key: tuple[str, tuple[tuple[int, int], ...]]
    ) -> tuple[tuple[KnownValue, Standing], ...]:
        fact, outcomes = key
        domain = self.places[fact].domain
        assert not isinstance(domain, SeveralDomain), "of several options each is looked at by itself"
        answers = domain.list_answers(outcomes)
        return tuple([(answer, Standing(number)) for answer, number in answers])

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
