"""Looks for everything that walks through a trial's questions can come to, by the shortest walk that it finds to each.

The search first goes the ways that the conditions name, then from end to end by single changes, at last every way. What
is then not found is impossible, or is named as undecided within the budget. The budget is counted in walks, never in
time, so that the same definition always gives the same survey.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dialogs.conversation.dialogue import Dialogue
from dialogs.rules.answers import UNKNOWN
from dialogs.testing.coverage.notes import Notes
from dialogs.testing.coverage.plans import WAYS, Plans
from dialogs.testing.coverage.possible import SETTLED, Goal, Possible
from dialogs.testing.coverage.samples import list_telling_answers
from dialogs.testing.coverage.spreading import spread
from dialogs.testing.coverage.walking import AnswerPlan, Walk, Walks


@dataclass(frozen=True)
class Budget:
    """How many walks are looked at: from end to end by single changes, and in every way."""

    changes: int = 12_000
    every_way: int = 20_000


BUDGET = Budget()


@dataclass(frozen=True)
class Survey:
    """The walks that were found, one to each goal. A goal that is neither found nor undecided is impossible."""

    begun: Walk
    found: Mapping[Goal, Walk]
    undecided: frozenset[Goal]


def survey_dialogue(dialogue: Dialogue, today: date, budget: Budget = BUDGET) -> Survey:
    """Returns the survey of a trial's dialogue. `today` matters to the words for answers only."""
    return _search(dialogue, today, budget)


@lru_cache(maxsize=8)
def _search(dialogue: Dialogue, today: date, budget: Budget) -> Survey:
    return _Search(dialogue, today, budget).run()


class _Search:
    """One search."""

    def __init__(self, dialogue: Dialogue, today: date, budget: Budget) -> None:
        self.budget = budget
        self.trial = dialogue.trial
        self.walks = Walks(dialogue.trial, dialogue.question_order)
        trial, possible = dialogue.trial, Possible(dialogue.trial)
        self.answers = {fact: (UNKNOWN, *list_telling_answers(trial, fact, today)) for fact in trial.facts}
        self.plans = Plans(trial, possible, today)
        self.notes = Notes(self.walks, possible.list_goals())

    def run(self) -> Survey:
        begun = self.walks.begin()
        ends = [self._go_on(begun, {})]
        for goal in sorted(self.notes.wanted):
            if goal not in self.notes.found:
                ends += self._go_along(goal, ends[0])
        ends += [self._go_on(begun, {fact: answer}) for fact in self.trial.facts for answer in self.answers[fact][1:]]
        is_complete = (
            self._go_from_end_to_end(ends, self.budget.changes // 4)
            or self._follow_others(ends[0])
            or self._go_from_end_to_end(ends, self.budget.changes)
            or self._go_every_way(begun)
        )
        left = frozenset() if is_complete else frozenset(self.notes.missing)
        return Survey(begun, dict(self.notes.found), left)

    def _go_along(self, goal: Goal, end: Walk) -> Iterator[Walk]:
        """Yields walks on which the facts are answered as a goal asks: at once, and by changes at the end."""
        for plan in self.plans.list_plans(goal):
            yield self._go_on(self.walks.begin(), plan)
            yield self._change(end, plan)
            if goal in self.notes.found:
                return

    def _follow_others(self, end: Walk) -> bool:
        """Goes to early ends, with the fact answered that a goal names, by the changes that led to others.

        Returns whether all is found.
        """
        stops = list({id(walk): walk for goal, walk in self.notes.found.items() if goal[0] == SETTLED}.values())[:WAYS]
        for goal in sorted(self.notes.missing):
            for plan in self.plans.list_plans(goal):
                self._interrupt(plan)
                start = self._change(end, plan)
                for stop in stops:
                    self._repeat(start, stop)
        return self.notes.is_complete

    def _interrupt(self, plan: AnswerPlan) -> None:
        """Answers by a plan, and looks at each single change on the way, before the next question is answered."""
        walk = self.walks.begin()
        while walk.asked is not None:
            walk = self.walks.answer(walk, plan.get(walk.asked, UNKNOWN))
            for changed in self._list_changes(walk):
                self.notes.look(changed)

    def _repeat(self, walk: Walk, other: Walk) -> None:
        for move in other.moves:
            if move.answer != UNKNOWN and move.fact in walk.answers:
                walk = self.notes.look(self.walks.change(walk, move.fact, move.answer))

    def _change(self, walk: Walk, plan: AnswerPlan) -> Walk:
        for fact in self.trial.facts:
            if fact in plan and fact in walk.answers and walk.answers[fact] != plan[fact]:
                walk = self._go_on(self.notes.look(self.walks.change(walk, fact, plan[fact])), plan)
        return walk

    def _go_on(self, walk: Walk, plan: AnswerPlan) -> Walk:
        """Goes on to the review, answering by the plan and listing every reason, and returns the last walk."""
        while not self.notes.look(walk).is_at_review:
            if walk.asked is None:
                walk = self.walks.list_reasons(walk)
            else:
                walk = self.walks.answer(walk, plan.get(walk.asked, UNKNOWN))
        return walk

    def _go_from_end_to_end(self, ends: list[Walk], most: int) -> bool:
        """Looks at ends, and at those that one change leads to, and so on. Returns whether all is found."""
        spread(self.notes, [*ends, *self.notes.stops], self._list_changes, lambda walk: self._go_on(walk, {}), most)
        return self.notes.is_complete

    def _go_every_way(self, begun: Walk) -> bool:
        """Looks at every walk, as far as the budget goes. Returns whether there are no others, or all is found."""
        return spread(self.notes, [begun], self._list_steps, self.notes.look, self.budget.every_way)

    def _list_steps(self, walk: Walk) -> Iterator[Walk]:
        """Yields every walk that is one step longer."""
        if walk.asked is not None:
            yield from (self.walks.answer(walk, answer) for answer in self.answers[walk.asked])
        if walk.is_settled:
            yield self.walks.list_reasons(walk)
        yield from self._list_changes(walk)

    def _list_changes(self, walk: Walk) -> Iterator[Walk]:
        for fact, given in walk.answers.items():
            yield from (self.walks.change(walk, fact, answer) for answer in self.answers[fact] if answer != given)
