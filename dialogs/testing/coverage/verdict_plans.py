"""Plans of answers by which a determination comes to an outcome, while all others pass as far as they can."""

from collections.abc import Iterator

from dialogs.rules.diagrams import NO, YES, make_outcome
from dialogs.rules.standings import Standing
from dialogs.testing.coverage.itinerary import Itinerary
from dialogs.testing.coverage.plans import Plans
from dialogs.testing.coverage.possible import Possible
from dialogs.testing.coverage.walking import AnswerPlan, Walk
from dialogs.verdict.json_verdict import list_determinations

FINAL = (Standing.PASSES, Standing.FAILS, Standing.OFF, Standing.NOT_YET)


class VerdictPlans:
    """The plans for the outcomes of one trial's determinations."""

    def __init__(self, itinerary: Itinerary) -> None:
        self._itinerary = itinerary
        self._rules = itinerary.trial.rules
        self._plans = Plans(itinerary.trial, Possible(itinerary.trial), itinerary.now.date())

    def find_plan(self, determination: str, standing: Standing) -> AnswerPlan | None:
        """Returns answers by which a determination stands so at the end; None where none were found."""
        return next((plan for plan, _ in self._list_ways(determination, standing)), None)

    def find_walk(self, determination: str, standing: Standing) -> Walk | None:
        """Returns a walk to the end on which a determination stands so; None where none was found."""
        return next((walk for _, walk in self._list_ways(determination, standing)), None)

    def _list_ways(self, determination: str, standing: Standing) -> Iterator[tuple[AnswerPlan, Walk]]:
        trial = self._itinerary.trial
        code = trial.outcome_codes[determination].get(standing)
        for plan in self._plans.list_ways(self._diagram(determination, standing)):
            *_, walk = self._itinerary.walks.follow_plan(plan)
            if list_determinations(trial, walk.answers)[determination] == code:
                yield plan, walk

    def _diagram(self, determination: str, standing: Standing) -> int:
        """Returns the diagram of "it stands so, and each other determination that then can pass does"."""
        joined = self._comes_to(determination, standing)
        for other in self._rules.determinations:
            closer = self._rules.diagrams.select(joined, self._comes_to(other, Standing.PASSES), NO)
            joined = joined if closer == NO else closer
        return joined

    def _comes_to(self, determination: str, standing: Standing) -> int:
        final = self._rules.determinations[determination].final
        names = {make_outcome(each.value): YES if each is standing else NO for each in FINAL}
        return self._rules.diagrams.rename(final, names)
