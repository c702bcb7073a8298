"""One side of a comparison: a definition, and what it makes of answers that may have been given under the other one."""

from dataclasses import dataclass
from functools import cached_property

from dialogs.conversation.next_question import REVIEW, SETTLE, QuestionOrder
from dialogs.conversation.selecting import is_possible
from dialogs.definition.facts import Fact, NumericFact, OptionFact, SeveralFact, WashoutsFact, list_option_codes
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers, Known, LastDoses, Pending, Selected, Unknown
from dialogs.rules.assessment import Assessment
from dialogs.rules.criteria import Status
from dialogs.rules.domains import is_whole
from dialogs.rules.truth import Truth
from dialogs.verdict.json_verdict import STATUS

Plain = dict[str, str]

ASKS = "asks "
"""Stands before the id of the fact that comes next."""


@dataclass(frozen=True)
class Sight:
    """What one side makes of answers: what it does next, and how each determination and each criterion stands."""

    next: str
    determinations: Plain
    criteria: Plain


@dataclass(frozen=True, slots=True)
class Stand:
    """Where one side stands with admitted answers."""

    answers: Answers
    state: int
    assessment: Assessment


class Side:
    """A trial's definition, looked at from outside."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self.question_order = QuestionOrder(trial)

    def admit_answers(self, answers: Answers) -> Answers:
        """Returns the answers that can be given here: to facts that exist, apply, and can have these values."""
        facts = self.trial.facts
        possible = {fact: answer for fact, answer in answers.items() if fact in facts and admits(facts[fact], answer)}
        return self.trial.drop_inapplicable(possible)

    def stand_at(self, answers: Answers) -> Stand:
        """Returns where this side stands with admitted answers."""
        state = self.trial.rules.encode_state(answers)
        return Stand(answers, state, self.trial.rules.assess(state))

    def asks(self, stand: Stand) -> str | None:
        """Returns the fact that is asked next; None at an end."""
        return self.trial.find_next_among(stand.assessment.relevant, stand.answers, stand.state)

    def see(self, stand: Stand) -> Sight:
        """Returns what is made of the answers."""
        asked = self.asks(stand)
        codes = self.trial.outcome_codes
        return Sight(
            self._name_end(stand.answers) if asked is None else ASKS + asked,
            {each: codes[each][ruling.standing] for each, ruling in stand.assessment.rulings.items()},
            {
                rule.id: STATUS[status.truth]
                for rule, status in zip(self.trial.rules.criteria, stand.assessment.statuses, strict=True)
            },
        )

    def project(self, stand: Stand) -> tuple[object, ...]:
        """Returns all that what follows can depend on: two sets of answers with the same projection go on alike.

        While a waiting window runs, that is also how all would stand if it were over.
        """
        cleared = self.trial.rules.clear_windows(stand.state)
        here = self._project_state(stand.state, stand.assessment.statuses, stand.answers)
        if cleared == stand.state:
            return here
        return (*here, *self._project_state(cleared, self.trial.rules.find_statuses(cleared), stand.answers))

    def _project_state(self, state: int, statuses: tuple[Status, ...], answers: Answers) -> tuple[object, ...]:
        truths, mask = [], 0
        matters: set[str] = set()
        for status, (facts, cells) in zip(statuses, self._facts, strict=True):
            truths.append(status.truth)
            if status.truth is Truth.UNKNOWN:
                mask |= cells
                matters |= facts
        return (*truths, state & mask, frozenset(matters & answers.keys()))

    def _name_end(self, answers: Answers) -> str:
        ends = {REVIEW: "goes to the review", SETTLE: "is settled early"}
        return ends[SETTLE if self.question_order.list_reasons_left(self.question_order.assess(answers)) else REVIEW]

    @cached_property
    def _facts(self) -> list[tuple[set[str], int]]:
        """The facts that each criterion depends on, with those that decide whether they apply, and all their cells."""
        rules = self.trial.rules
        found = [rules.add_applicability_facts(rules.list_facts(rule.condition)) for rule in rules.criteria]
        return [(facts, sum(rules.places[fact].full for fact in facts)) for facts in found]


def admits(fact: Fact, answer: Answer) -> bool:
    """Says whether a fact can have this answer."""
    if isinstance(answer, Selected):
        return isinstance(fact, SeveralFact) and is_possible(fact, answer)
    if isinstance(answer, LastDoses):
        return isinstance(fact, WashoutsFact) and {each.drug for each in answer.doses} <= fact.drugs.keys()
    if isinstance(fact, SeveralFact | WashoutsFact):
        return isinstance(answer, Unknown | Pending)
    if not isinstance(answer, Known):
        return True
    if isinstance(fact, OptionFact):
        return answer.value in list_option_codes(fact)
    return _fits(fact, answer.value)


def _fits(fact: NumericFact, value: object) -> bool:
    if isinstance(value, str) or not isinstance(value, int | float):
        return False
    return fact.range.min <= value <= fact.range.max and not (is_whole(fact) and value != int(value))
