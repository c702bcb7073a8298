"""From answers to a verdict. Pure: the day comes in as an argument."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers, Pending, Unknown
from dialogs.rules.assessment import Assessment
from dialogs.rules.counting_results import is_expired
from dialogs.rules.remembered import Remembered
from dialogs.rules.standings import Ruling, Standing
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_day, lower_first, word_event
from dialogs.verdict.findings import FindingRule
from dialogs.verdict.missing_answers import Cause, MissingAnswer
from dialogs.verdict.near_thresholds import NearThresholds
from dialogs.verdict.verdict import ComeBack, Decision, Finding, Verdict, Waiting
from dialogs.verdict.windows import Windows

REMEMBERED = 1_000
"""How many decisions are remembered."""


class Evaluator:
    """Evaluates answers by one trial. Build it once: it remembers findings."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._rules = [FindingRule(trial, rule) for rule in trial.rules.criteria]
        self._decisions: Remembered[tuple[str, Ruling], Decision] = Remembered(self._decide, REMEMBERED)
        self._windows = Windows(trial)
        self._near = NearThresholds(trial)

    def evaluate(self, answers: Answers, today: date) -> Verdict:
        """Returns the verdict on `answers`, which hold no answer to a fact that does not apply."""
        trial = self.trial
        state = trial.rules.encode_state(answers)
        assessment = trial.rules.assess(state)
        return Verdict(
            main=trial.definition.main_determination,
            answers=answers,
            today=today,
            decisions=self._make_decisions(answers, state, assessment, today),
            findings=self.make_findings(answers, assessment.rulings),
            missing=_list_missing(trial, answers, state, assessment),
            settling=assessment.settling,
            come_back=self._list_come_backs(answers, state, assessment, today),
            near=self._near.list_near(answers, state, assessment),
            next_question=trial.find_next_among(assessment.relevant, answers, state),
            stale=is_stale(trial, today),
        )

    def make_findings(self, answers: Answers, rulings: Mapping[str, Ruling]) -> tuple[Finding, ...]:
        """Returns the finding on every criterion, in the order of the definition."""
        in_play = {each: ruling.standing is not Standing.OFF for each, ruling in rulings.items()}
        return tuple([rule.make_finding(answers, in_play=rule.is_in_play(in_play)) for rule in self._rules])

    def _make_decisions(
        self, answers: Answers, state: int, assessment: Assessment, today: date
    ) -> tuple[Decision, ...]:
        decisions = tuple([self._decisions[item] for item in assessment.rulings.items()])
        if not assessment.waiting:
            return decisions
        return tuple([self._add_wait(each, answers, state, assessment, today) for each in decisions])

    def _add_wait(
        self, decision: Decision, answers: Answers, state: int, assessment: Assessment, today: date
    ) -> Decision:
        """Returns a decision; where it waits, its words begin with the shortest wait after which it no longer fails."""
        needed = assessment.waiting.get(decision.determination)
        if needed is None:
            return decision
        wait = self._windows.find_shortest(decision.determination, answers, state)
        missing = tuple([_make_missing(self.trial, fact, answers) for fact in needed])
        is_over = wait.come_back.day is not None and wait.come_back.day <= today
        words = _word_wait(decision, wait.come_back.when, is_over=is_over)
        return replace(decision, say=words, waiting=Waiting(wait.fact, wait.days, wait.come_back.day, missing))

    def _decide(self, key: tuple[str, Ruling]) -> Decision:
        determination, ruling = key
        outcomes = self.trial.definition.determinations[determination].outcomes
        by_standing = {
            Standing.PASSES: outcomes.passes,
            Standing.FAILS: outcomes.fails,
            Standing.OPEN: outcomes.open,
            Standing.OFF: outcomes.off,
            Standing.NOT_YET: outcomes.not_yet,
        }
        outcome = by_standing[ruling.standing]
        assert outcome is not None, "the loader refuses a determination that requires another and has no `off`"
        wording = outcome.provisional if ruling.provisional and outcome.provisional is not None else outcome.say
        words = say(wording)
        if ruling.provisional:
            words = headings.PROVISIONALLY.format(outcome=lower_first(words))
        return Decision(determination, ruling.standing, outcome.code, words, ruling.provisional)

    def _list_come_backs(
        self, answers: Answers, state: int, assessment: Assessment, today: date
    ) -> tuple[ComeBack, ...]:
        found = {}
        for fact_id in assessment.relevant:
            answer = answers.get(fact_id)
            if isinstance(answer, Pending):
                found[fact_id] = ComeBack(fact_id, _word_when(self.trial, fact_id, answer, today), answer.expected)
        found |= dict(self._windows.list_lifting(answers, state, assessment.statuses, assessment.rulings))
        return tuple([found[fact_id] for fact_id in self.trial.rules.order_facts(found)])


def is_stale(trial: Trial, today: date) -> bool:
    """Says whether the trial's source is over a year old."""
    updated = trial.definition.source.updated
    return (today.year - updated.year, today.month, today.day) > (1, updated.month, updated.day)


def _list_missing(trial: Trial, answers: Answers, state: int, assessment: Assessment) -> tuple[MissingAnswer, ...]:
    rules = trial.rules
    open_facts = rules.order_facts({fact for status in assessment.statuses for fact in status.open_facts})
    return tuple([_make_missing(trial, fact, answers) for fact in open_facts if rules.applies(fact, state)])


def _make_missing(trial: Trial, fact: str, answers: Answers) -> MissingAnswer:
    answer = answers.get(fact)
    if isinstance(answer, Pending):
        return MissingAnswer(fact, Cause.PENDING, answer.expected)
    if isinstance(answer, Unknown):
        return MissingAnswer(fact, Cause.UNKNOWN, None)
    if answer is not None and (dated := next((each for each in trial.rules.dated_results if each.fact == fact), None)):
        return MissingAnswer(fact, Cause.EXPIRED if is_expired(dated, answers) else Cause.UNDATED, None)
    return MissingAnswer(fact, Cause.NOT_ASKED if answer is None else Cause.IMPRECISE, None)


def _word_wait(decision: Decision, when: str, *, is_over: bool) -> str:
    """Returns a decision that only waits in words, with when to come back."""
    if decision.standing is Standing.NOT_YET and not is_over:
        return headings.NOT_YET_BY_NAME.format(outcome=decision.say.rstrip("."), when=when)
    return (headings.NOT_AS_PLANNED if is_over else headings.NOT_YET).format(when=when, outcome=decision.say)


def _word_when(trial: Trial, fact_id: str, answer: Pending, today: date) -> str:
    event = word_event(trial.facts[fact_id])
    if answer.expected is None:
        return event
    template = headings.OVERDUE_SINCE if answer.expected < today else headings.EXPECTED_ON
    return small_words.NAMED.format(name=event, value=template.format(day=format_day(answer.expected)))
