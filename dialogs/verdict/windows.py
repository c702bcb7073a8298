"""Waiting windows: facts that count the days between two events, of which enough must pass.

When each is over, and what waiting lifts.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogs.definition.facts import DaysBetweenFact, WashoutsFact
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers, Interval, Known, LastDoses
from dialogs.rules.criteria import CriterionRule, Effect, Status
from dialogs.rules.standings import Ruling, Standing
from dialogs.verdict.answer_words import format_amount, format_day
from dialogs.verdict.last_doses import list_running_drugs, word_running_drugs
from dialogs.verdict.verdict import ComeBack


@dataclass(frozen=True)
class Wait:
    """A window that is not over.

    `days` is how long its end must still be put off; an interval counts from its least.
    """

    fact: str
    days: int
    come_back: ComeBack


class Windows:
    """The waiting windows of one trial."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._criteria = [(rule, trial.definition.criteria[rule.id].determinations) for rule in trial.rules.criteria]

    def list_running(self, answers: Answers) -> Iterator[Wait]:
        """Yields the windows that are not over, in question order."""
        for fact_id in self.trial.rules.windows:
            fact, answer = self.trial.facts[fact_id], answers.get(fact_id)
            if isinstance(fact, WashoutsFact) and isinstance(answer, LastDoses):
                days = max((days for _, days in list_running_drugs(fact, answer)), default=0)
            elif isinstance(fact, DaysBetweenFact) and isinstance(answer, Known | Interval):
                days = (fact.clear_from or 0) - _find_least(answer)
            else:
                continue
            if days > 0:
                yield Wait(fact_id, days, _make_come_back(fact_id, fact, days, answer))

    def list_lifting(
        self, answers: Answers, state: int, statuses: tuple[Status, ...], rulings: Mapping[str, Ruling]
    ) -> Iterator[tuple[str, ComeBack]]:
        """Yields the facts whose window lifts a failing criterion, by itself or with others, with when to come back."""
        running = list(self.list_running(answers))
        found: set[str] = set()
        for (rule, of), status in zip(self._criteria, statuses, strict=True):
            in_play = any(rulings[each].standing is not Standing.OFF for each in of)
            if status.effect is Effect.FAILS and in_play:
                found |= self._find_lifting(rule, state, {each.fact for each in running} & set(rule.facts))
        yield from ((wait.fact, wait.come_back) for wait in running if wait.fact in found)

    def _find_lifting(self, rule: CriterionRule, state: int, running: set[str]) -> set[str]:
        """Returns the windows that lift a failing criterion: each by itself, or with the others that run in it."""
        held = {fact for fact in running if not self._lifts(rule, state, running - {fact})}
        alone = {fact for fact in running if self._lifts(rule, state, {fact})}
        return alone | (held if self._lifts(rule, state, running) else set())

    def _lifts(self, rule: CriterionRule, state: int, windows: set[str]) -> bool:
        """Says whether a failing criterion no longer fails once some windows are over."""
        before = rule.condition.evaluate(state)
        for fact in windows:
            state = self._clear_window(state, fact)
        return rule.condition.evaluate(state) is not before

    def find_shortest(self, determination: str, answers: Answers, state: int) -> Wait:
        """Returns how long to wait so that the determination no longer fails: all windows run on meanwhile.

        One must be running.
        """
        running = list(self.list_running(answers))
        *shorter, longest = sorted(running, key=lambda wait: (wait.days, wait.come_back.day is not None))
        for wait in shorter:
            state = self._clear_window(state, wait.fact)
            if not self.trial.rules.fails_in(determination, state):
                return wait
        return longest

    def _clear_window(self, state: int, fact: str) -> int:
        rules = self.trial.rules
        return state & rules.places[fact].others | rules.windows[fact]


def _make_come_back(
    fact_id: str, fact: DaysBetweenFact | WashoutsFact, days: int, answer: Known | Interval | LastDoses
) -> ComeBack:
    if isinstance(fact, WashoutsFact):
        assert isinstance(answer, LastDoses), "waiting times are answered by last doses"
        return ComeBack(fact_id, word_running_drugs(fact, answer), answer.clear_on)
    if isinstance(answer, Known) and answer.clear_on is not None and fact.clear is not None:
        return ComeBack(fact_id, say(fact.clear).format(date=format_day(answer.clear_on)), answer.clear_on)
    assert fact.delay is not None, "the loader refuses a window without its wording"
    return ComeBack(fact_id, say(fact.delay).format(days=format_amount(fact, days)), None)


def _find_least(answer: Known | Interval) -> int:
    if isinstance(answer, Known):
        return int(answer.value)
    if answer.above is not None:
        return int(answer.above) + 1
    return int(answer.min or 0)
