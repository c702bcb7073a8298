"""From answers to a verdict. Pure: the day comes in as an argument."""

from collections.abc import Mapping
from datetime import date

from dialogs.answers import Answer, Answers, Interval, Known, Pending, Unknown
from dialogs.definition.facts import DaysBetweenFact, NumericFact
from dialogs.definition.wording import say
from dialogs.findings import FindingRule
from dialogs.rules.domains import is_whole
from dialogs.rules.engine import Assessment, Effect, Ruling, Standing
from dialogs.trial import Trial
from dialogs.truth import Truth
from dialogs.verdict import Cause, ComeBack, Decision, Finding, Missing, Near, Verdict
from dialogs.worded import amount, day


class Judge:
    """Judges answers by one trial. Build it once: it remembers findings."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial
        self._rules = [FindingRule(trial, rule) for rule in trial.rules.criteria]

    def verdict(self, answers: Answers, today: date) -> Verdict:
        """Returns the verdict on `answers`, which hold no answer to a fact that does not apply."""
        trial = self.trial
        state = trial.rules.state(answers)
        assessment = trial.rules.assess(state)
        return Verdict(
            decisions=tuple([_decision(trial, each, ruling) for each, ruling in assessment.rulings.items()]),
            findings=self.findings(answers, assessment.rulings),
            missing=_missing(trial, answers, state, assessment),
            settling=assessment.settling,
            come_back=_come_back(trial, answers, state, assessment, today),
            near=_near(trial, answers, assessment),
            next_question=next((fact for fact in assessment.relevant if fact not in answers and trial.rules.applies(fact, state)), None),
            stale=is_stale(trial, today),
        )

    def findings(self, answers: Answers, rulings: Mapping[str, Ruling]) -> tuple[Finding, ...]:
        """Returns the finding on every criterion, in the order of the definition."""
        return tuple(
            [rule.finding(answers, in_play=rulings[rule.criterion.determination].standing is not Standing.OFF) for rule in self._rules]
        )


def is_stale(trial: Trial, today: date) -> bool:
    """Says whether the trial's source is over a year old."""
    updated = trial.definition.source.updated
    return (today.year - updated.year, today.month, today.day) > (1, updated.month, updated.day)


def _decision(trial: Trial, determination: str, ruling: Ruling) -> Decision:
    outcomes = trial.definition.determinations[determination].outcomes
    outcome = {Standing.PASSES: outcomes.passes, Standing.FAILS: outcomes.fails, Standing.OFF: outcomes.off, Standing.OPEN: outcomes.open}[
        ruling.standing
    ]
    assert outcome is not None
    wording = outcome.provisional if ruling.provisional and outcome.provisional is not None else outcome.say
    return Decision(determination, ruling.standing, outcome.code, say(wording), ruling.provisional)


def _missing(trial: Trial, answers: Answers, state: int, assessment: Assessment) -> tuple[Missing, ...]:
    open_facts = {fact for status in assessment.statuses for fact in status.open_facts}
    return tuple([_as_missing(fact, answers.get(fact)) for fact in trial.facts if fact in open_facts and trial.rules.applies(fact, state)])


def _as_missing(fact: str, answer: Answer | None) -> Missing:
    if isinstance(answer, Pending):
        return Missing(fact, Cause.PENDING, answer.expected)
    if isinstance(answer, Unknown):
        return Missing(fact, Cause.UNKNOWN, None)
    return Missing(fact, Cause.NOT_ASKED if answer is None else Cause.IMPRECISE, None)


def _come_back(trial: Trial, answers: Answers, state: int, assessment: Assessment, today: date) -> tuple[ComeBack, ...]:
    found = []
    for fact, answer in answers.items():
        if isinstance(answer, Pending) and fact in assessment.relevant:
            found.append(ComeBack(fact, _when(trial, fact, answer, today), answer.expected))
        elif isinstance(answer, Known | Interval) and _waits(trial, fact, state, assessment):
            found.append(_window(trial, fact, answer))
    order = list(trial.facts)
    return tuple(sorted(found, key=lambda each: order.index(each.fact)))


def _when(trial: Trial, fact: str, answer: Pending, today: date) -> str:
    come_back = trial.facts[fact].come_back
    event = "when the result is there" if come_back is None else say(come_back)
    if answer.expected is None:
        return event
    return f"{event}: {'overdue since' if answer.expected < today else 'expected'} {day(answer.expected)}"


def _waits(trial: Trial, fact: str, state: int, assessment: Assessment) -> bool:
    """Says whether waiting until the fact's window is clear may lift a criterion that now fails."""
    definition = trial.facts[fact]
    if not isinstance(definition, DaysBetweenFact) or definition.clear_from is None:
        return False
    cleared = trial.rules.with_answer(state, fact, Known(definition.clear_from))
    return any(
        status.effect is Effect.FAILS
        and fact in rule.facts
        and rule.condition.truth(cleared) is not status.truth
        and assessment.rulings[trial.definition.criteria[rule.id].determination].standing is not Standing.OFF
        for rule, status in zip(trial.rules.criteria, assessment.statuses, strict=True)
    )


def _window(trial: Trial, fact: str, answer: Known | Interval) -> ComeBack:
    definition = trial.facts[fact]
    assert isinstance(definition, DaysBetweenFact)
    assert definition.clear_from is not None
    if isinstance(answer, Known) and answer.clear_on is not None and definition.clear is not None:
        return ComeBack(fact, say(definition.clear).format(date=day(answer.clear_on)), answer.clear_on)
    days = definition.clear_from - _least(answer)
    return ComeBack(fact, say(definition.delay or {"en": "{days}"}).format(days=amount(definition, days)), None)


def _least(answer: Known | Interval) -> int:
    if isinstance(answer, Known):
        return int(answer.value)
    if answer.above is not None:
        return int(answer.above) + 1
    return int(answer.min or 0)


def _near(trial: Trial, answers: Answers, assessment: Assessment) -> tuple[Near, ...]:
    decided = {rule.id for rule, status in zip(trial.rules.criteria, assessment.statuses, strict=True) if status.truth is not Truth.UNKNOWN}
    found = []
    for threshold in trial.thresholds:
        answer = answers.get(threshold.fact)
        fact = trial.numeric(threshold.fact)
        if threshold.criterion not in decided or fact is None or fact.near is None or not isinstance(answer, Known | Interval):
            continue
        if _distance(fact, answer, threshold.number) <= fact.near:
            found.append(Near(threshold.criterion, threshold.fact, answer, threshold.number))
    return tuple(found)


def _distance(fact: NumericFact, answer: Known | Interval, threshold: float) -> float:
    """Returns how far the nearest possible number is from the threshold."""
    if isinstance(answer, Known):
        return abs(float(answer.value) - threshold)
    step = 1 if is_whole(fact) else 0
    low = answer.min if answer.above is None else answer.above + step
    high = answer.max if answer.below is None else answer.below - step
    return max(0.0, (threshold if low is None else low) - threshold, threshold - (threshold if high is None else high))
