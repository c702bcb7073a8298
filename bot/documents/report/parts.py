"""From a verdict to the parts of a report, one for each determination. What belongs to one never stands in another."""

from bot.documents.outcome_words import word_outcome
from bot.documents.report import phrases
from bot.documents.report.part import CriterionRow, MissingPart, ReportPart, ReturnVisit
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers
from dialogs.rules.engine import Effect, Standing
from dialogs.rules.settling import Settling
from dialogs.verdict import headings
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.result import describe_near, word_status
from dialogs.verdict.settling_words import word_needed_if, word_settling
from dialogs.verdict.verdict import Cause, Decision, Finding, MissingAnswer, Verdict


def make_parts(trial: Trial, answers: Answers, verdict: Verdict, *, is_finished: bool) -> tuple[ReportPart, ...]:
    """Returns a part for each determination, in the order of the definition."""
    return tuple(_part(trial, answers, verdict, decision, is_finished=is_finished) for decision in verdict.decisions)


def list_not_needed(trial: Trial, answers: Answers, verdict: Verdict) -> tuple[str, ...]:
    """Returns the facts that are missing and can change no verdict, each with why it is missing."""
    needed = {fact for settling in verdict.settling.values() for fact in settling.needed} | verdict.needed_later.keys()
    return tuple(
        phrases.NOT_NEEDED.format(name=_name(trial, each.fact), why=_why(trial, each, answers.get(each.fact)))
        for each in verdict.missing
        if each.fact not in needed
    )


def _part(trial: Trial, answers: Answers, verdict: Verdict, decision: Decision, *, is_finished: bool) -> ReportPart:
    determination = trial.definition.determinations[decision.determination]
    findings = [finding for finding in verdict.findings if finding.determination == decision.determination]
    rows = tuple(_row(trial, answers, finding) for finding in findings)
    waits_for = [each for each in determination.requires if each in verdict.settling]
    own = _find_own_needed(verdict, decision.determination, waits_for)
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
        gaps=_gaps(trial, answers, verdict, decision.determination, own),
        gaps_if=_gaps_if(trial, verdict, decision.determination, waits_for),
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
            (_name(trial, fact), _answer(trial, fact, answers.get(fact)))
            for fact in rule.facts
            if trial.rules.applies(fact, state)
        ),
        reason=finding.reason,
        quote=finding.quote,
        told=finding.told,
        notes=tuple(note for note in finding.notes if note not in finding.told),
    )


def _find_own_needed(verdict: Verdict, determination: str, waits_for: list[str]) -> set[str]:
    """Returns the facts that would settle a determination, now or once a window is over, without those that the ones it waits for need."""
    settling, waiting = verdict.settling.get(determination), verdict.waiting.get(determination)
    needed = set(() if settling is None else settling.needed) | {
        each.fact for each in (() if waiting is None else waiting.needed)
    }
    return needed - {fact for each in waits_for for fact in verdict.settling[each].needed}


def _failing_facts(findings: list[Finding]) -> set[str]:
    return {fact for finding in findings if finding.effect is Effect.FAILS for fact in finding.answers}


def _gaps(
    trial: Trial, answers: Answers, verdict: Verdict, determination: str, own: set[str]
) -> tuple[MissingPart, ...]:
    settling = verdict.settling.get(determination, Settling(()))
    missing = {each.fact: each for each in verdict.missing} | verdict.needed_later
    return tuple(
        MissingPart(
            fact=each.fact,
            name=_name(trial, each.fact),
            cause=each.cause,
            why=_why(trial, each, answers.get(each.fact)),
            settled_by=_settled_by(trial, each.fact),
            next_step=phrases.STEPS[each.cause],
            alone=each.fact in settling.decisive,
            settles=tuple(word_settling(trial, determination, settling, [each.fact])),
        )
        for each in (missing[fact] for fact in trial.facts if fact in missing and fact in own)
    )


def _gaps_if(trial: Trial, verdict: Verdict, determination: str, waits_for: list[str]) -> tuple[str, ...]:
    settling = verdict.settling.get(determination, Settling(()))
    elsewhere = {fact for each in waits_for for fact in verdict.settling[each].needed_if}
    return tuple(word_needed_if(trial, [fact for fact in settling.needed_if if fact not in elsewhere]))


def _make_come_backs(trial: Trial, verdict: Verdict, facts: set[str]) -> tuple[ReturnVisit, ...]:
    return tuple(
        ReturnVisit(each.fact, _name(trial, each.fact), each.when, each.day)
        for each in verdict.come_back
        if each.fact in facts
    )


def _why(trial: Trial, missing: MissingAnswer, answer: Answer | None) -> str:
    """Returns why an answer is missing, in words: 'not asked', 'not known', 'not done yet', '334 to 396 days, not exact enough'."""
    words = _answer(trial, missing.fact, answer)
    return phrases.NOT_EXACT.format(answer=words) if missing.cause is Cause.IMPRECISE else words


def _answer(trial: Trial, fact: str, answer: Answer | None) -> str:
    return headings.NOT_ASKED if answer is None else word_answer(trial.facts[fact], answer)


def _settled_by(trial: Trial, fact: str) -> str:
    settled_by = trial.facts[fact].settled_by
    return "" if settled_by is None else say(settled_by)


def _name(trial: Trial, fact: str) -> str:
    return say(trial.facts[fact].name)
