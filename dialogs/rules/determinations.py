"""Determinations compiled: how each stands, given its criteria and the determinations that it requires."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from dialogs.definition.trial import Definition
from dialogs.rules.criteria import CriterionRule, Effect, Status
from dialogs.rules.diagrams import NO, YES, Diagrams, make_outcome
from dialogs.rules.truth import Truth


class Standing(Enum):
    """How a determination stands."""

    PASSES = 0
    FAILS = 1
    OFF = 2
    "A determination that it requires has come out otherwise, so it has no object."
    OPEN = 3


@dataclass(frozen=True, slots=True)
class Ruling:
    """A determination against a state. `possible` is what it can still come to.

    It is provisional when a criterion fails, but what it requires is still open, so that it could yet have no object.
    """

    standing: Standing
    possible: frozenset[Standing]
    provisional: bool = False


class DeterminationRule:
    """One determination compiled: its criteria, what it requires, and the diagram of its final standing."""

    def __init__(
        self,
        determination_id: str,
        criteria: Sequence[tuple[int, CriterionRule]],
        requires: Sequence[tuple["DeterminationRule", frozenset[Standing]]],
        diagrams: Diagrams,
    ) -> None:
        self.id = determination_id
        self.criteria = tuple(index for index, _ in criteria)
        self.requires = tuple(requires)
        self.final = _diagram_final([rule for _, rule in criteria], requires, diagrams)

    def rule(self, statuses: Sequence[Status], earlier: Mapping[str, Ruling]) -> Ruling:
        """Returns how the determination stands, given the rulings on those that it requires."""
        required = self._evaluate_required(earlier)
        if required is Truth.NO:
            return _OFF
        effects = [statuses[index].effect for index in self.criteria]
        standing = (
            Standing.FAILS if Effect.FAILS in effects else Standing.OPEN if Effect.OPEN in effects else Standing.PASSES
        )
        return (_SURE if required is Truth.YES else _UNSURE)[standing]

    def _evaluate_required(self, earlier: Mapping[str, Ruling]) -> Truth:
        truth = Truth.YES
        for required, wanted in self.requires:
            possible = earlier[required.id].possible
            if not possible & wanted:
                return Truth.NO
            if not possible <= wanted:
                truth = Truth.UNKNOWN
        return truth


def find_standing(definition: Definition, determination: str, code: str) -> Standing:
    """Returns how a determination stands when it has come to the final outcome `code`."""
    outcomes = definition.determinations[determination].outcomes
    codes = {outcomes.passes.code: Standing.PASSES, outcomes.fails.code: Standing.FAILS}
    if outcomes.off is not None:
        codes[outcomes.off.code] = Standing.OFF
    return codes[code]


def _diagram_final(
    criteria: Sequence[CriterionRule],
    requires: Sequence[tuple[DeterminationRule, frozenset[Standing]]],
    diagrams: Diagrams,
) -> int:
    failed = NO
    for rule in criteria:
        failed = diagrams.select(rule.diagram_failure(), YES, failed)
    final = diagrams.select(failed, make_outcome(Standing.FAILS.value), make_outcome(Standing.PASSES.value))
    for required, wanted in requires:
        yes = {make_outcome(standing.value) for standing in wanted}
        holds = diagrams.rename(
            required.final,
            {make_outcome(each.value): YES if make_outcome(each.value) in yes else NO for each in _FINAL},
        )
        final = diagrams.select(holds, final, make_outcome(Standing.OFF.value))
    return final


_FINAL = (Standing.PASSES, Standing.FAILS, Standing.OFF)
_OFF = Ruling(Standing.OFF, frozenset({Standing.OFF}))
_SURE = {
    Standing.PASSES: Ruling(Standing.PASSES, frozenset({Standing.PASSES})),
    Standing.FAILS: Ruling(Standing.FAILS, frozenset({Standing.FAILS})),
    Standing.OPEN: Ruling(Standing.OPEN, frozenset({Standing.PASSES, Standing.FAILS})),
}
_UNSURE = {
    Standing.PASSES: Ruling(Standing.OPEN, frozenset({Standing.PASSES, Standing.OFF})),
    Standing.FAILS: Ruling(Standing.FAILS, frozenset({Standing.FAILS, Standing.OFF}), provisional=True),
    Standing.OPEN: Ruling(Standing.OPEN, frozenset(_FINAL)),
}
