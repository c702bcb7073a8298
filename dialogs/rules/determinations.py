"""Determinations compiled: how each stands, given its criteria and the determinations that it requires."""

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from dialogs.rules.criteria import CriterionRule, Effect, Status
from dialogs.rules.diagrams import NO, YES, Diagrams, make_outcome
from dialogs.rules.standings import Ruling, Standing
from dialogs.rules.truth import Truth, any_of

Requirement = tuple[tuple["DeterminationRule", frozenset[Standing]], ...]
"""Determinations, each with how it must stand; all of them must."""


class DeterminationRule:
    """One determination compiled: its criteria, what it requires, and the diagram of its final standing.

    Of the requirements one is enough; without any it always has an object. `tells_waiting` says that only waiting is
    an outcome of its own. All that it comes to depends on the part `mask` of the state.
    """

    def __init__(
        self,
        determination_id: str,
        criteria: Sequence[tuple[int, CriterionRule]],
        requires: Sequence[Requirement],
        diagrams: Diagrams,
        *,
        tells_waiting: bool = False,
    ) -> None:
        self.id = determination_id
        self.criteria = tuple(index for index, _ in criteria)
        self.requires = tuple(requires)
        self.tells_waiting = tells_waiting
        masks = [*(rule.mask for _, rule in criteria), *(each.mask for each in self.list_required())]
        self.mask: int = reduce(or_, masks, 0)
        self.final = _diagram_final([rule for _, rule in criteria], requires, diagrams, tells_waiting=tells_waiting)

    def list_required(self) -> list["DeterminationRule"]:
        """Returns the determinations that it requires in one way or another."""
        return list(dict.fromkeys(required for requirement in self.requires for required, _ in requirement))

    def rule(self, statuses: Sequence[Status], earlier: Mapping[str, Ruling]) -> Ruling:
        """Returns how the determination stands, given the rulings on those that it requires."""
        has_object = self._evaluate_required(earlier)
        if has_object is Truth.NO:
            return _OFF
        possible = self._find_possible([statuses[index] for index in self.criteria])
        return _RULINGS[possible] if has_object is Truth.YES else _UNSURE_RULINGS[possible]

    def _find_possible(self, statuses: Sequence[Status]) -> frozenset[Standing]:
        """Returns what the criteria alone leave possible."""
        effects = [status.effect for status in statuses]
        fails = Effect.FAILS in effects
        if not fails and Effect.OPEN not in effects:
            return _PASSED
        later = [status.later for status in statuses] if self.tells_waiting else _FAILS_LATER
        if Effect.FAILS in later:
            return _FAILED if fails else _OPEN
        if not fails:
            return _OPEN_OR_WAITING
        return _FAILED_OR_WAITING if Effect.OPEN in later else _WAITING

    def _evaluate_required(self, earlier: Mapping[str, Ruling]) -> Truth:
        if not self.requires:
            return Truth.YES
        if len(self.requires) == 1:
            return _has_all(self.requires[0], earlier)
        return any_of([_has_all(requirement, earlier) for requirement in self.requires])


def _has_come_to(ruling: Ruling, wanted: frozenset[Standing]) -> Truth:
    if not ruling.possible & wanted:
        return Truth.NO
    return Truth.YES if ruling.possible <= wanted else Truth.UNKNOWN


def _has_all(requirement: Requirement, earlier: Mapping[str, Ruling]) -> Truth:
    truth = Truth.YES
    for required, wanted in requirement:
        found = _has_come_to(earlier[required.id], wanted)
        if found is Truth.NO:
            return found
        truth = truth if found is Truth.YES else found
    return truth


def _diagram_final(
    criteria: Sequence[CriterionRule], requires: Sequence[Requirement], diagrams: Diagrams, *, tells_waiting: bool
) -> int:
    passes, fails, off, not_yet = (
        make_outcome(each.value) for each in (Standing.PASSES, Standing.FAILS, Standing.OFF, Standing.NOT_YET)
    )
    failed = failed_later = NO
    for rule in criteria:
        failed = diagrams.select(rule.diagram_failure(), YES, failed)
        if tells_waiting:
            failed_later = diagrams.select(rule.diagram_later_failure(), YES, failed_later)
    failure = diagrams.select(failed_later, fails, not_yet) if tells_waiting else fails
    final = diagrams.select(failed, failure, passes)
    if not requires:
        return final
    has_object = NO
    for requirement in requires:
        holds = YES
        for required, wanted in requirement:
            holds = diagrams.select(_diagram_come_to(required, wanted, diagrams), holds, NO)
        has_object = diagrams.select(holds, YES, has_object)
    return diagrams.select(has_object, final, off)


def _diagram_come_to(required: DeterminationRule, wanted: frozenset[Standing], diagrams: Diagrams) -> int:
    names = {make_outcome(each.value): YES if each in wanted else NO for each in _FINAL}
    return diagrams.rename(required.final, names)


_FINAL = (Standing.PASSES, Standing.FAILS, Standing.OFF, Standing.NOT_YET)
_PASSED, _FAILED, _WAITING, _NO_OBJECT = (
    frozenset({each}) for each in (Standing.PASSES, Standing.FAILS, Standing.NOT_YET, Standing.OFF)
)
_OPEN = _PASSED | _FAILED
_OPEN_OR_WAITING = _OPEN | _WAITING
_FAILED_OR_WAITING = _FAILED | _WAITING
_FAILS_LATER = (Effect.FAILS,)
"""The effects once every waiting time is over, where they make no difference."""
_OFF = Ruling(Standing.OFF, _NO_OBJECT)
_RULINGS = {
    **{each: Ruling(next(iter(each)), each) for each in (_PASSED, _FAILED, _WAITING)},
    **{each: Ruling(Standing.OPEN, each) for each in (_OPEN, _OPEN_OR_WAITING, _FAILED_OR_WAITING)},
}
"""Rulings of a determination that has an object beyond doubt, by what is possible: equal ones are one."""
_UNSURE_RULINGS = {
    **{each: Ruling(next(iter(each)), each | _NO_OBJECT, provisional=True) for each in (_FAILED, _WAITING)},
    **{
        each: Ruling(Standing.OPEN, each | _NO_OBJECT)
        for each in (_PASSED, _OPEN, _OPEN_OR_WAITING, _FAILED_OR_WAITING)
    },
}
"""The same where what it requires is still open."""
