"""Which question comes next in a screening, when it is settled, and how far it is. Pure decisions over answers."""

from collections.abc import Iterable

from dialogs.conversation.screening import Screening
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers, Interval
from dialogs.rules.assessment import Assessment
from dialogs.rules.determinations import Standing

SETTLE = "settle"
REVIEW = "review"
ASK = "ask_"


class QuestionOrder:
    """The order in which the questions of one trial are asked."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._first = next(iter(trial.definition.determinations))
        self._gates = {gate for fact in trial.facts for gate in trial.rules.list_applicability_facts(fact)}

    def choose_next(self, screening: Screening) -> str:
        """Returns the trigger to follow: ask the next relevant fact, else settle or list a reason, else review."""
        fact = self.trial.find_next_question(screening.answers)
        if fact is not None:
            return ASK + fact
        reasons = self.list_reasons_left(screening.answers)
        if not reasons:
            return REVIEW
        return ASK + reasons[0] if screening.listing else SETTLE

    def has_failed(self, answers: Answers) -> bool:
        """Says whether the first determination fails for good, and not only until a window is over.

        Its failure ends the screening.
        """
        return self._fails(self.trial.rules.assess(self.trial.rules.encode_state(answers)))

    def list_reasons_left(self, answers: Answers) -> list[str]:
        """Returns the unanswered facts that could add a reason why the first determination fails, in question order."""
        rules = self.trial.rules
        state = rules.encode_state(answers)
        assessment = rules.assess(state)
        if not self._fails(assessment):
            return []
        criteria = rules.determinations[self._first].criteria
        open_facts = {fact for index in criteria for fact in assessment.statuses[index].open_facts}
        return [fact for fact in rules.order_facts(open_facts) if fact not in answers and rules.applies(fact, state)]

    def count_most(self, screening: Screening, fact: str) -> int:
        """Returns the largest number of questions that the screening can come to, with `fact` among them."""
        relevant = self.trial.rules.assess(self.trial.rules.encode_state(screening.answers)).relevant
        further: Iterable[str] = self.list_reasons_left(screening.answers) if screening.listing else ()
        return len({*screening.answers, *relevant, *further, fact})

    def apply_answer(self, answers: Answers, fact: str, answer: Answer) -> tuple[dict[str, Answer], list[str]]:
        """Returns the answers with this one, and the facts whose answers were dropped because they no longer apply."""
        changed = {**answers, fact: answer}
        if fact not in self._gates:
            return changed, []
        kept = dict(self.trial.drop_inapplicable(changed))
        return kept, [each for each in answers if each not in kept]

    def find_left_open(self, answers: Answers, fact: str, interval: Interval) -> list[str]:
        """Returns the criteria that an interval leaves open although an exact value could settle them."""
        rules = self.trial.rules
        state = rules.replace_answer(rules.encode_state(answers), fact, interval)
        if rules.has_one_cell(fact, state):
            return []
        return [
            rule.id
            for rule, status in zip(rules.criteria, rules.find_statuses(state), strict=True)
            if fact in status.open_facts
        ]

    def _fails(self, assessment: Assessment) -> bool:
        ruling = assessment.rulings[self._first]
        return ruling.standing is Standing.FAILS and not ruling.provisional and self._first not in assessment.waiting
