"""Which question comes next in a screening, when it is settled, and how far it is. Pure decisions over answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers
from dialogs.rules.assessment import Assessment
from dialogs.rules.standings import Standing

SETTLE = "settle"
REVIEW = "review"
ASK = "ask_"


@dataclass(frozen=True, slots=True)
class AssessedAnswers:
    """Answers with what they come to: `state` is them as the rules count them."""

    answers: Answers
    state: int
    assessment: Assessment


class QuestionOrder:
    """The order in which the questions of one trial are asked."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._main = trial.definition.main_determination
        named = [fact for place in range(len(trial.definition.consistent)) for fact in trial.list_contradicting(place)]
        self._consistent = trial.rules.add_applicability_facts(named)
        self._gates = {gate for fact in trial.facts for gate in trial.rules.list_applicability_facts(fact)}

    def assess(self, answers: Answers) -> AssessedAnswers:
        """Returns the answers with what they come to: what else is asked here needs no further look at them."""
        state = self.trial.rules.encode_state(answers)
        return AssessedAnswers(answers, state, self.trial.rules.assess(state))

    def choose_next(self, assessed: AssessedAnswers, *, is_listing: bool) -> str:
        """Returns the trigger to follow: ask the next relevant fact, else settle or list a reason, else review."""
        fact = self.trial.find_next_among(assessed.assessment.relevant, assessed.answers, assessed.state)
        if fact is not None:
            return ASK + fact
        reasons = self.list_reasons_left(assessed)
        if not reasons:
            return REVIEW
        return ASK + reasons[0] if is_listing else SETTLE

    def has_failed(self, assessed: AssessedAnswers) -> bool:
        """Says whether the main determination fails for good, and not only until a window is over.

        Its failure ends the screening.
        """
        ruling = assessed.assessment.rulings[self._main]
        is_waiting = self._main in assessed.assessment.waiting
        return ruling.possible <= _FAILED and not is_waiting

    def list_reasons_left(self, assessed: AssessedAnswers) -> list[str]:
        """Returns the unanswered facts that could add a reason why the main determination fails, in question order."""
        if not self.has_failed(assessed):
            return []
        rules = self.trial.rules
        criteria = rules.determinations[self._main].criteria
        open_facts = {fact for index in criteria for fact in assessed.assessment.statuses[index].open_facts}
        unanswered = [fact for fact in rules.order_facts(open_facts) if fact not in assessed.answers]
        return [fact for fact in unanswered if rules.applies(fact, assessed.state)]

    def count_most(self, assessed: AssessedAnswers, fact: str, *, is_listing: bool) -> int:
        """Returns the largest number of questions that the screening can come to, with `fact` among them."""
        further: Iterable[str] = self.list_reasons_left(assessed) if is_listing else ()
        return len({*assessed.answers, *assessed.assessment.relevant, *further, fact})

    def apply_answer(self, answers: Answers, fact: str, answer: Answer) -> tuple[dict[str, Answer], list[str]]:
        """Returns the answers with this one, and the facts whose answers were dropped.

        Those no longer apply, or are contradicted by this one.
        """
        changed = {**answers, fact: answer}
        contradicted = {
            other for place in self.find_contradictions(changed, fact) for other in self.trial.list_contradicting(place)
        }
        if fact not in self._gates and not contradicted:
            return changed, []
        left = {each: of for each, of in changed.items() if each == fact or each not in contradicted}
        kept = dict(self.trial.drop_inapplicable(left))
        return kept, [each for each in answers if each not in kept]

    def find_contradictions(self, answers: Answers, fact: str) -> tuple[int, ...]:
        """Returns the places of those contradictions of the definition that the answer to a fact may have made."""
        if fact not in self._consistent:
            return ()
        kept = self.trial.drop_inapplicable({fact: answers[fact] for fact in answers.keys() & self._consistent})
        return self.trial.rules.find_contradictions(self.trial.rules.encode_state(kept))

    def find_left_open(self, answers: Answers, fact: str, interval: Answer) -> list[str]:
        """Returns the criteria that an interval or last doses leave open, although an exact value could settle them."""
        rules = self.trial.rules
        state = rules.replace_answer(rules.encode_state(answers), fact, interval)
        if rules.has_one_cell(fact, state):
            return []
        return [
            rule.id
            for rule, status in zip(rules.criteria, rules.find_statuses(state), strict=True)
            if fact in status.open_facts
        ]


_FAILED = frozenset({Standing.FAILS, Standing.OFF})
"""Whatever else is answered, nobody enters."""
