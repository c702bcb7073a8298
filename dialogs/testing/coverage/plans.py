"""Plans: which answers may lead to a goal, as the goal's condition names them."""

from collections.abc import Iterator
from datetime import date

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import UNKNOWN
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

    def list_plans(self, goal: Goal) -> Iterator[AnswerPlan]:
        """Returns the answers that a goal asks for, in at most `WAYS` ways."""
        return self.list_ways(self._possible.find_diagram(goal))

    def list_ways(self, diagram: int) -> Iterator[AnswerPlan]:
        """Yields the answers for which a diagram is YES, in at most `WAYS` ways."""
        for way in find_paths(self._rules.diagrams, diagram, WAYS):
            wanted = {self._rules.facts[level]: 1 << cell for level, cell in way.items()}
            yield {fact: self._cells[fact].get(cell, UNKNOWN) for fact, cell in wanted.items()}
