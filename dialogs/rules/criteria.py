"""Criteria compiled: from a state to each criterion's status, its effect, and the facts that leave it open."""

from dataclasses import dataclass
from enum import Enum

from dialogs.rules.conditions import CompiledCondition, iterate_leaves, list_leaf_facts
from dialogs.rules.diagrams import NO, YES
from dialogs.rules.layout import Layout
from dialogs.rules.remembered import Remembered
from dialogs.rules.truth import Truth

REMEMBERED = 10_000
"""How many statuses of one criterion are remembered."""


class Effect(Enum):
    """What a criterion does to its determination: a met exclusion fails it, as does an inclusion that is not met."""

    PASSES = "passes"
    FAILS = "fails"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Status:
    """A criterion against a state. `open_facts` are those that leave it unknown, in question order.

    `later` is its effect once every waiting time is over.
    """

    truth: Truth
    effect: Effect
    open_facts: tuple[str, ...]
    later: Effect


class CriterionRule:
    """One criterion compiled: its condition, its diagram, and its statuses by its facts' part of the state."""

    def __init__(self, criterion_id: str, kind: str, condition: CompiledCondition, layout: Layout) -> None:
        self.id = criterion_id
        self.condition = condition
        self.fails_when = Truth.NO if kind == "inclusion" else Truth.YES
        self.diagram = layout.diagram(condition)
        self.facts = layout.list_facts(condition)
        self.mask = layout.make_facts_mask(layout.add_applicability_facts(self.facts))
        self.table: Remembered[int, Status] = Remembered(self._find, REMEMBERED)
        self._layout = layout

    def find_effect(self, truth: Truth) -> Effect:
        """Returns what the criterion does when its condition has this truth."""
        if truth is Truth.UNKNOWN:
            return Effect.OPEN
        return Effect.FAILS if truth is self.fails_when else Effect.PASSES

    def diagram_failure(self) -> int:
        """Returns the diagram of "the criterion fails"."""
        return self._fail_by(self.diagram)

    def diagram_later_failure(self) -> int:
        """Returns the diagram of "the criterion fails once every waiting time is over"."""
        return self._fail_by(self._layout.diagram_later(self.condition))

    def _fail_by(self, diagram: int) -> int:
        return diagram if self.fails_when is Truth.YES else self._layout.diagrams.select(diagram, NO, YES)

    def _find(self, key: int) -> Status:
        truth = self.condition.evaluate(key)
        open_facts = self._find_open_facts(key) if truth is Truth.UNKNOWN else ()
        effect = self.find_effect(truth)
        passed = self._layout.pass_windows(key)
        later = effect if passed == key else self.find_effect(self.condition.evaluate(passed))
        return Status(truth, effect, open_facts, later)

    def _find_open_facts(self, key: int) -> tuple[str, ...]:
        layout = self._layout
        levels = layout.find_relevant_levels(self.diagram, key | layout.unanswered & ~self.mask)
        return layout.order_facts(layout.find_facts(levels, key) if levels else self._find_doubted(key))

    def _find_doubted(self, key: int) -> set[str]:
        """Returns the facts in doubt where every completion agrees, but Kleene's logic does not see it."""
        return {
            fact
            for leaf in iterate_leaves(self.condition)
            if leaf.evaluate(key) is Truth.UNKNOWN
            for fact in list_leaf_facts(leaf)
        }
