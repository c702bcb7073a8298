"""Plans: which answers may lead to a goal, as the goal's condition names them."""

from collections.abc import Iterator, Mapping
from datetime import date

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import UNKNOWN, Answer, Selected
from dialogs.rules.counting_results import is_recent
from dialogs.rules.domains import SeveralDomain
from dialogs.rules.placing import Variable
from dialogs.testing.coverage.possible import Goal, Possible
from dialogs.testing.coverage.samples import list_samples
from dialogs.testing.coverage.walking import AnswerPlan, find_paths

WAYS = 24
"""How many ways to a goal are tried, of those that its condition names."""


class Plans:
    """The plans of answers for the goals of one trial."""

    def __init__(self, trial: Trial, possible: Possible, today: date) -> None:
        self._rules = trial.rules
        self._possible = possible
        self._cells = {
            fact: {
                trial.rules.places[fact].domain.make_mask(answer): answer
                for answer in list_samples(trial, fact, today).values()
            }
            for fact in trial.facts
        }
        self._recent = {
            each.fact: {each.dated_by: answer}
            for each in trial.rules.dated_results
            for answer in list_samples(trial, each.dated_by, today).values()
            if is_recent(each, {each.dated_by: answer})
        }

    def list_plans(self, goal: Goal) -> Iterator[AnswerPlan]:
        """Returns the answers that a goal asks for, in at most `WAYS` ways."""
        return self.list_ways(self._possible.find_diagram(goal))

    def list_ways(self, diagram: int) -> Iterator[AnswerPlan]:
        """Yields the answers for which a diagram is YES, in at most `WAYS` ways."""
        for way in find_paths(self._rules.diagrams, diagram, WAYS):
            yield self._make_plan({self._rules.variables[level]: cell for level, cell in way.items()})

    def _make_plan(self, wanted: Mapping[Variable, int]) -> AnswerPlan:
        """Returns the answers by which each variable has the cell that is wanted of it; an order has none by itself.

        A result that counts only for some days was taken within them.
        """
        plan: dict[str, Answer] = {}
        for variable, cell in wanted.items():
            place = self._rules.places[variable.fact]
            if isinstance(place.domain, SeveralDomain):
                code = place.domain.codes[(variable.offset - place.offset) // variable.size]
                former = plan.get(variable.fact)
                codes = former.codes if isinstance(former, Selected) else ()
                plan[variable.fact] = Selected((*codes, code) if cell else codes)
            elif variable.ordering is None:
                plan[variable.fact] = self._cells[variable.fact].get(1 << cell, UNKNOWN)
        for fact in [each for each in plan if each in self._recent]:
            plan = {**self._recent[fact], **plan}
        return plan
