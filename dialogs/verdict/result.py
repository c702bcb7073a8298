"""The result in words: verdicts, reasons, what is missing, and what would settle it."""

from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers, Pending
from dialogs.rules.criteria import Effect
from dialogs.rules.settling import Settling
from dialogs.rules.standings import Standing
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_amount, word_answer
from dialogs.verdict.dated_results import DOUBTS
from dialogs.verdict.figures import format_figure
from dialogs.verdict.json_verdict import STATUS
from dialogs.verdict.missing_answers import Cause, MissingAnswer
from dialogs.verdict.settling_words import word_needs
from dialogs.verdict.source import describe_source
from dialogs.verdict.verdict import Finding, Near, Verdict

CAUSES = {Cause.NOT_ASKED: headings.NOT_ASKED, Cause.UNKNOWN: headings.UNKNOWN}
"""How a missing answer reads; any other reads as its fact words it."""

EFFECTS = {Effect.PASSES: headings.PASSES, Effect.FAILS: headings.FAILS, Effect.OPEN: headings.OPEN}

DIGEST_SHOWN = len("sha256:") + 12


def list_decisions(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns each verdict in plain words, under its name."""
    names = {each: say(determination.name) for each, determination in trial.definition.determinations.items()}
    return [small_words.NAMED.format(name=names[each.determination], value=each.say) for each in verdict.decisions]


def list_recorded_answers(trial: Trial, answers: Answers) -> list[str]:
    """Returns each answer with the name of its fact, in question order."""
    return [
        small_words.NAMED.format(name=say(fact.name), value=word_answer(fact, answers[fact_id]))
        for fact_id, fact in trial.facts.items()
        if fact_id in answers
    ]


def describe_in_short(finding: Finding) -> str:
    """Returns which answers decide a criterion, such as 'I2 Age at diagnosis: 400 days'."""
    return headings.WHY_IN_SHORT.format(id=finding.criterion, reason=finding.brief)


def find_failing(verdict: Verdict) -> list[Finding]:
    """Returns the findings that fail a determination, the main one first; none of another that has no object."""
    in_play = {verdict.main, *(each.determination for each in verdict.decisions if each.standing is not Standing.OFF)}
    failing = [
        finding
        for finding in verdict.findings
        if finding.effect is Effect.FAILS and not in_play.isdisjoint(finding.determinations)
    ]
    return sorted(failing, key=lambda each: verdict.main not in each.determinations)


def describe_missing(trial: Trial, missing: MissingAnswer, answers: Answers) -> str:
    """Returns what is missing and why, such as 'Creatinine: awaited, expected 1 December 2026'."""
    fact = trial.facts[missing.fact]
    why = CAUSES.get(missing.cause) or word_answer(fact, answers.get(missing.fact, Pending(missing.expected)))
    if missing.cause in DOUBTS:
        why = small_words.COMMA.join([why, DOUBTS[missing.cause]])
    return small_words.NAMED.format(name=say(fact.name), value=why)


def describe_near(trial: Trial, near: Near) -> str:
    """Returns which answer stands near which threshold, such as 'I2: Age at diagnosis 364 days, threshold 365 days'."""
    return headings.NEAR_CRITERION.format(id=near.criterion, near=word_near(trial, near))


def list_near_in_short(verdict: Verdict) -> list[str]:
    """Returns in a line which criteria stand near a threshold; nothing where none does."""
    near = [*dict.fromkeys(each.criterion for each in verdict.near)]
    return [headings.NEAR_IN_SHORT.format(ids=small_words.COMMA.join(near))] if near else []


def word_near(trial: Trial, near: Near) -> str:
    """Returns which answer stands near which threshold, such as 'Age at diagnosis 364 days, threshold 365 days'."""
    fact = trial.facts[near.fact]
    answer, threshold = word_answer(fact, near.value), _word_threshold(trial, near)
    return headings.NEAR_ANSWER.format(name=say(fact.name), answer=answer, threshold=threshold)


def list_closing_lines(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns the source with its date, the definition's version and digest, and that the trial site decides."""
    return [
        describe_source(trial, stale=verdict.stale),
        headings.DEFINITION.format(id=trial.id, version=trial.definition.version, digest=trial.digest[:DIGEST_SHOWN]),
        say(trial.definition.pre_check),
    ]


def word_status(finding: Finding) -> str:
    """Returns a criterion's status and effect, such as 'not met, fails'."""
    return headings.STATUS.format(status=headings.STATUSES[STATUS[finding.status]], effect=EFFECTS[finding.effect])


def _word_threshold(trial: Trial, near: Near) -> str:
    fact = trial.get_numeric(near.fact)
    return format_figure(near.threshold) if fact is None else format_amount(fact, near.threshold)


def list_missing_parts(trial: Trial, verdict: Verdict) -> list[tuple[str, list[str]]]:
    """Returns what is missing, under headings that say when it matters: now, once the wait is over, or not at all."""
    later = verdict.needed_later
    now = [each for each in verdict.missing if each.fact not in later]
    heading = headings.MISSING_NOT_NEEDED if verdict.is_final else headings.MISSING
    return [
        (heading, [describe_missing(trial, each, verdict.answers) for each in now]),
        (headings.MISSING_BY_THEN, [describe_missing(trial, each, verdict.answers) for each in later.values()]),
    ]


def list_settling_lines(trial: Trial, determination: str, settling: Settling) -> list[str]:
    """Returns what a determination needs, each fact once, with the answers to it that would settle it alone."""
    name = say(trial.definition.determinations[determination].name)
    lines = word_needs(trial, determination, settling)
    return [small_words.NAMED.format(name=name, value=line) for line in lines]
