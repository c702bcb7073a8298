"""What could be found in a trial's dialogue at most: the goals of a search that its definition does not rule out.

The rest may still be impossible; only a search tells.
"""

from itertools import combinations

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.criteria import CriterionRule, Effect
from dialogs.rules.diagrams import NO, YES
from dialogs.rules.engine import Rules
from dialogs.rules.standings import Standing
from dialogs.rules.truth import Truth
from dialogs.verdict.json_verdict import STATUS

Goal = tuple[str, ...]
"""What a walk can show: its name first, then the facts, or the criterion and its status."""

ASKED, BOTH, STATED, SETTLED = "asked", "both", "status", "settled"
AFTER, END, UNASKED, DROPPED = "after", "end", "unasked", "dropped"
"""A fact is asked. Two facts are answered. A criterion has a status. A fact is answered at an early end, or asked right
after one. A criterion fails at an early end. Facts that apply were not asked at an end. An answer was dropped."""


class Possible:
    """The goals of one trial."""

    def __init__(self, trial: Trial) -> None:
        self.rules: Rules = trial.rules
        self.first = self.rules.determinations[trial.definition.main_determination]
        self.gates = {fact: self._get_gate(fact) for fact in self._find_used(self._list_asking())}
        self.facts = [fact for fact in trial.facts if self.gates.get(fact, NO) != NO]
        self._levels = {level for level, each in enumerate(self.rules.variables) if each.fact in self.facts}

    def list_goals(self) -> set[Goal]:
        """Returns every goal that is not ruled out."""
        found: set[Goal] = {(ASKED, fact) for fact in self.facts}
        found |= {(BOTH, *pair) for pair in combinations(self.facts, 2) if self.find_diagram((BOTH, *pair)) != NO}
        unanswered = self.rules.find_statuses(self.rules.unanswered)
        for rule, status in zip(self.rules.criteria, unanswered, strict=True):
            if status.truth is Truth.UNKNOWN:
                found.add((STATED, rule.id, STATUS[Truth.UNKNOWN]))
            found |= {
                goal
                for truth in (Truth.YES, Truth.NO)
                if self._can_hold(self.find_diagram(goal := (STATED, rule.id, STATUS[truth])))
            }
        if any(self.gates[fact] != YES for fact in self.facts):
            found.add((DROPPED,))
        return found | self._list_early() | {(UNASKED,)}

    def find_diagram(self, goal: Goal) -> int:
        """Returns the diagram of the answers that a goal asks for: YES where it says nothing of them."""
        name, *parts = goal
        select = self.rules.diagrams.select
        if name in (ASKED, SETTLED, AFTER):
            return self.gates[parts[0]]
        if name == BOTH:
            return select(self.gates[parts[0]], self.gates[parts[1]], NO)
        if name == STATED and parts[1] != STATUS[Truth.UNKNOWN]:
            diagram = self._find_rule(parts[0]).diagram
            return diagram if parts[1] == STATUS[Truth.YES] else select(diagram, NO, YES)
        return self._find_rule(parts[0]).diagram_failure() if name == END else YES

    def _list_asking(self) -> list[CriterionRule]:
        """Returns the criteria whose facts may be asked: those of determinations that are not settled at first."""
        rulings = self.rules.assess(self.rules.unanswered).rulings
        settled = {each for each, ruling in rulings.items() if len(ruling.possible) == 1} - {self.first.id}
        still = {
            index for each in self.rules.determinations.values() if each.id not in settled for index in each.criteria
        }
        return [rule for index, rule in enumerate(self.rules.criteria) if index in still]

    def _can_hold(self, diagram: int) -> bool:
        """Says whether answers to the facts that may be asked can make a diagram YES, whatever the others are."""
        if diagram in (YES, NO):
            return diagram == YES
        level, children = self.rules.diagrams.nodes[diagram]
        return (any if level in self._levels else all)(self._can_hold(child) for child in children)

    def _list_early(self) -> set[Goal]:
        """Returns the goals at an early end.

        Where a criterion fails before any answer, that is the only early end, and the same for all.
        """
        unanswered = self.rules.unanswered
        statuses = self.rules.find_statuses(unanswered)
        failed = [index for index in self.first.criteria if statuses[index].effect is Effect.FAILS]
        if not failed:
            return self._list_early_by_answers()
        reasons = self.rules.order_facts(fact for index in self.first.criteria for fact in statuses[index].open_facts)
        asked = [fact for fact in reasons if self.rules.applies(fact, unanswered)][:1]
        return {(END, self.rules.criteria[index].id) for index in failed if asked} | {(AFTER, fact) for fact in asked}

    def _list_early_by_answers(self) -> set[Goal]:
        """Returns the goals at an early end: a criterion fails, and an unanswered fact leaves another one open."""
        criteria = [self.rules.criteria[index] for index in self.first.criteria]
        ending = [
            rule
            for rule in criteria
            if rule.diagram_failure() != NO and any(self._is_apart(rule, other) for other in criteria)
        ]
        if not ending:
            return set()
        reasons = [fact for fact in self.facts if fact in self._find_used(criteria)]
        late = {fact for fact in self.facts if not self._leaves_all_answered(fact, reasons)}
        ends = {(END, rule.id) for rule in ending if set(rule.facts) & late}
        return {(SETTLED, fact) for fact in late} | {(AFTER, fact) for fact in {*late, *reasons}} | ends

    def _is_apart(self, rule: CriterionRule, other: CriterionRule) -> bool:
        """Says whether another criterion can be open where this one is decided: neither the same nor its opposite."""
        same = {rule.diagram, self.rules.diagrams.select(rule.diagram, NO, YES), NO, YES}
        return other.diagram not in same

    def _leaves_all_answered(self, fact: str, reasons: list[str]) -> bool:
        """Says whether a fact is answered only after all others that the first determination looks at.

        For that each of the others stands above it and always applies. Each can make the first determination fail by
        itself, so that it is asked as long as nothing failed. And once something failed, no other determination asks
        anything.
        """
        others = [each for each in reasons if each != fact]
        level = self.rules.level
        return self._ends_all() and all(level[each] < level[fact] and self._fails_alone(each) for each in others)

    def _fails_alone(self, fact: str) -> bool:
        criteria = [self.rules.criteria[index] for index in self.first.criteria]
        alone = [rule for rule in criteria if rule.facts == (fact,) and rule.diagram_failure() not in (NO, YES)]
        return self.rules.places[fact].applies_if is None and bool(alone)

    def _ends_all(self) -> bool:
        """Says whether every other determination has no object once the first one fails."""
        still = {self.first.id: Standing.FAILS}
        for determination in (each for each in self.rules.determinations.values() if each is not self.first):
            is_off = [any(still.get(each.id) not in wanted for each, wanted in all_) for all_ in determination.requires]
            if not is_off or not all(is_off):
                return False
            still[determination.id] = Standing.OFF
        return True

    def _find_used(self, criteria: list[CriterionRule]) -> set[str]:
        return self.rules.add_applicability_facts(fact for rule in criteria for fact in rule.facts)

    def _get_gate(self, fact: str) -> int:
        gate = self.rules.places[fact].applies_if
        return YES if gate is None else self.rules.diagram(gate)

    def _find_rule(self, criterion: str) -> CriterionRule:
        return next(rule for rule in self.rules.criteria if rule.id == criterion)
