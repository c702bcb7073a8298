"""The result in words: verdicts, reasons, what is missing, what to do next, and every criterion with its quotation."""

from collections.abc import Iterator

from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Pending
from dialogs.rules.criteria import Effect
from dialogs.rules.determinations import Standing
from dialogs.rules.settling import Settling
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_amount, format_figure, word_answer
from dialogs.verdict.json_verdict import STATUS
from dialogs.verdict.settling_words import word_needs, word_settling
from dialogs.verdict.source import describe_source
from dialogs.verdict.verdict import Cause, Finding, MissingAnswer, Near, Verdict

CAUSES = {Cause.NOT_ASKED: headings.NOT_ASKED, Cause.UNKNOWN: headings.UNKNOWN, Cause.IMPRECISE: headings.IMPRECISE}
"""How a missing answer reads; one that is pending reads as its fact words it."""

EFFECTS = {Effect.PASSES: headings.PASSES, Effect.FAILS: headings.FAILS, Effect.OPEN: headings.OPEN}

DIGEST_SHOWN = len("sha256:") + 12


def list_decisions(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns each verdict in plain words, under its name."""
    return [
        f"{say(trial.definition.determinations[each.determination].name)}: {each.say}" for each in verdict.decisions
    ]


def describe_reason(finding: Finding) -> str:
    """Returns why a criterion is met or not, with its quotation."""
    return f"{finding.criterion} {finding.name}. {finding.reason} “{finding.quote}”"


def find_failing(verdict: Verdict) -> list[Finding]:
    """Returns the findings that make a determination fail; none of a determination that has no object."""
    in_play = {each.determination for each in verdict.decisions if each.standing is not Standing.OFF}
    return [
        finding for finding in verdict.findings if finding.effect is Effect.FAILS and finding.determination in in_play
    ]


def describe_missing(trial: Trial, missing: MissingAnswer) -> str:
    """Returns what is missing and why, such as 'Creatinine: awaited, expected 1 December 2026'."""
    fact = trial.facts[missing.fact]
    why = word_answer(fact, Pending(missing.expected)) if missing.cause is Cause.PENDING else CAUSES[missing.cause]
    return f"{say(fact.name)}: {why}"


def describe_near(trial: Trial, near: Near) -> str:
    """Returns which answer stands near which threshold, such as 'I2: Age at diagnosis 364 days, threshold 365 days'."""
    fact = trial.facts[near.fact]
    value, threshold = word_answer(fact, near.value), _word_threshold(trial, near)
    return f"{near.criterion}: {say(fact.name)} {value}, threshold {threshold}"


def list_sections(trial: Trial, verdict: Verdict) -> Iterator[tuple[str, list[str]]]:
    """Yields the parts of the result that have something to say, each a title and its lines."""
    told = dict.fromkeys(note for finding in verdict.findings for note in finding.told)
    settling = [line for each, of in verdict.settling.items() for line in _list_settling_lines(trial, each, of)]
    parts = [
        (headings.WHY, [describe_reason(finding) for finding in find_failing(verdict)]),
        (headings.NOTES, list(told)),
        *_list_missing_parts(trial, verdict),
        (headings.SETTLING, settling),
        (headings.COME_BACK, [f"{say(trial.facts[each.fact].name)}: {each.when}" for each in verdict.come_back]),
        (headings.NEAR, [describe_near(trial, each) for each in verdict.near]),
    ]
    yield from ((title, lines) for title, lines in parts if lines)


def list_closing_lines(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns the source with its date, the definition's version and digest, and that the trial site decides."""
    return [
        describe_source(trial, stale=verdict.stale),
        headings.DEFINITION.format(id=trial.id, version=trial.definition.version, digest=trial.digest[:DIGEST_SHOWN]),
        say(trial.definition.pre_check),
    ]


def make_result_page(trial: Trial, verdict: Verdict) -> str:
    """Returns the first page of the result."""
    lines = [headings.RESULT, *list_decisions(trial, verdict)]
    for title, entries in list_sections(trial, verdict):
        lines += ["", f"{title}:", *(f"- {entry}" for entry in entries)]
    return "\n".join([*lines, "", *list_closing_lines(trial, verdict)])


def make_criteria_pages(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns every criterion with status, answers, quotation and notes: one page per determination."""
    pages = []
    for determination_id, determination in trial.definition.determinations.items():
        findings = [finding for finding in verdict.findings if finding.determination == determination_id]
        lines = [line for finding in findings for line in _list_finding_lines(finding)]
        pages.append("\n".join([headings.EVERY_CRITERION.format(name=say(determination.name)), *lines]))
    return pages


def word_status(finding: Finding) -> str:
    """Returns a criterion's status and effect, such as 'not met, fails'."""
    return f"{STATUS[finding.status].replace('_', ' ')}, {EFFECTS[finding.effect]}"


def _list_finding_lines(finding: Finding) -> list[str]:
    head = f"{finding.criterion} ({finding.kind}): {word_status(finding)}. {finding.reason}"
    return [head, f"  “{finding.quote}”", *(f"  {headings.NOTE.format(note=note)}" for note in finding.notes)]


def _word_threshold(trial: Trial, near: Near) -> str:
    fact = trial.get_numeric(near.fact)
    return format_figure(near.threshold) if fact is None else format_amount(fact, near.threshold)


def _list_missing_parts(trial: Trial, verdict: Verdict) -> list[tuple[str, list[str]]]:
    """Returns what is missing, under headings that say when it matters: now, once the wait is over, or not at all."""
    later = verdict.needed_later
    now = [each for each in verdict.missing if each.fact not in later]
    heading = headings.MISSING_NOT_NEEDED if verdict.is_final else headings.MISSING
    return [
        (headings.MISSING_BY_THEN, [describe_missing(trial, each) for each in later.values()]),
        (heading, [describe_missing(trial, each) for each in now]),
    ]


def _list_settling_lines(trial: Trial, determination: str, settling: Settling) -> list[str]:
    """Returns what a determination needs, then a line for each way in which a single answer would settle it."""
    name = say(trial.definition.determinations[determination].name)
    lines = [word_needs(trial, settling), *word_settling(trial, determination, settling)]
    return [headings.SETTLING_LINE.format(name=name, line=line) for line in lines]
