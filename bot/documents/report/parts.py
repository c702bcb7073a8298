"""From a verdict to the parts of a report, one for each determination. What belongs to one never stands in another."""

from bot.documents.report import phrases
from bot.documents.report.missing_parts import find_own_needed, make_gaps, name_fact, word_gaps_if, word_given
from bot.documents.report.part import CriterionRow, ReportPart, ReturnVisit
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing
from dialogs.verdict.outcome_words import word_outcome
from dialogs.verdict.result import describe_near, word_status
from dialogs.verdict.verdict import Decision, Finding, Verdict


def make_parts(trial: Trial, answers: Answers, verdict: Verdict, *, is_finished: bool) -> tuple[ReportPart, ...]:
    """Returns a part for each determination, in the order of the definition."""
    return tuple(_part(trial, answers, verdict, decision, is_finished=is_finished) for decision in verdict.decisions)


def _part(trial: Trial, answers: Answers, verdict: Verdict, decision: Decision, *, is_finished: bool) -> ReportPart:
    determination = trial.definition.determinations[decision.determination]
    findings = [finding for finding in verdict.findings if decision.determination in finding.determinations]
    rows = tuple(_row(trial, answers, finding) for finding in findings)
    waits_for = [each for each in determination.required if each in verdict.settling]
    own = find_own_needed(verdict, decision.determination, waits_for)
    return ReportPart(
        id=decision.determination,
        name=say(determination.name),
        asks=say(determination.asks),
        standing=decision.apparent,
        code=decision.code,
        sign=phrases.SIGNS[decision.apparent],
        word=_word(decision, is_finished=is_finished),
        say=decision.say,
        provisional=decision.provisional,
        reasons=tuple(row for row in rows if row.effect is Effect.FAILS),
        told=tuple(dict.fromkeys(note for row in rows for note in row.told)),
        gaps=make_gaps(trial, answers, verdict, decision.determination, own),
        gaps_if=word_gaps_if(trial, verdict, decision.determination, waits_for),
        waits=decision.waiting is not None,
        waits_for=tuple(say(trial.definition.determinations[each].name) for each in waits_for),
        come_back=_make_come_backs(trial, verdict, own | _failing_facts(findings)),
        near=tuple(
            describe_near(trial, each)
            for each in verdict.near
            if each.criterion in {finding.criterion for finding in findings}
        ),
        rows=rows,
    )


def _word(decision: Decision, *, is_finished: bool) -> str:
    word = word_outcome(decision)
    return word if is_finished or decision.standing is Standing.OPEN else phrases.SO_FAR.format(word=word)


def _row(trial: Trial, answers: Answers, finding: Finding) -> CriterionRow:
    rule = next(each for each in trial.rules.criteria if each.id == finding.criterion)
    state = trial.rules.encode_state(answers)
    return CriterionRow(
        id=finding.criterion,
        kind=finding.kind,
        name=finding.name,
        status=finding.status,
        effect=finding.effect,
        sign=phrases.MARKS[finding.effect],
        status_words=word_status(finding),
        answers=tuple(
            (name_fact(trial, fact), word_given(trial, fact, answers.get(fact)))
            for fact in rule.facts
            if trial.rules.applies(fact, state)
        ),
        reason=finding.reason,
        quote=finding.quote,
        told=finding.told,
        notes=tuple(note for note in finding.notes if note not in finding.told),
    )


def _failing_facts(findings: list[Finding]) -> set[str]:
    return {fact for finding in findings if finding.effect is Effect.FAILS for fact in finding.answers}


def _make_come_backs(trial: Trial, verdict: Verdict, facts: set[str]) -> tuple[ReturnVisit, ...]:
    return tuple(
        ReturnVisit(each.fact, name_fact(trial, each.fact), each.when, each.day)
        for each in verdict.come_back
        if each.fact in facts
    )
