"""The result in words: the headline, the reasons, what is missing and what to do next, then every criterion with its quotation."""

from collections.abc import Iterator

from dialogs import headings
from dialogs.definition.wording import say
from dialogs.pages import source_line
from dialogs.rules.engine import Effect
from dialogs.trial import Trial
from dialogs.verdict import Cause, Finding, Missing, Near, Verdict
from dialogs.wire import STATUS
from dialogs.worded import amount, day, figure, worded

CAUSES = {
    Cause.NOT_ASKED: headings.NOT_ASKED,
    Cause.UNKNOWN: headings.UNKNOWN,
    Cause.PENDING: headings.PENDING,
    Cause.IMPRECISE: headings.IMPRECISE,
}
EFFECTS = {Effect.PASSES: headings.PASSES, Effect.FAILS: headings.FAILS, Effect.OPEN: headings.OPEN}

DIGEST_SHOWN = len("sha256:") + 12


def decision_lines(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns each verdict in plain words, under its name."""
    return [f"{say(trial.definition.determinations[each.determination].name)}: {each.say}" for each in verdict.decisions]


def reason_line(finding: Finding) -> str:
    """Returns why a criterion stands as it does, with its quotation."""
    return f"{finding.criterion} {finding.name}. {finding.reason} “{finding.quote}”"


def failing(verdict: Verdict) -> list[Finding]:
    """Returns the findings that make a determination fail."""
    return [finding for finding in verdict.findings if finding.effect is Effect.FAILS]


def missing_line(trial: Trial, missing: Missing) -> str:
    """Returns what is missing and why, such as 'Creatinine: awaited, expected 1 December 2026'."""
    expected = "" if missing.expected is None else headings.EXPECTED.format(day=day(missing.expected))
    return f"{say(trial.facts[missing.fact].name)}: {CAUSES[missing.cause]}{expected}"


def near_line(trial: Trial, near: Near) -> str:
    """Returns which answer stands near which threshold, such as 'I2: Age at diagnosis 364 days, threshold 365 days'."""
    fact = trial.facts[near.fact]
    return f"{near.criterion}: {say(fact.name)} {worded(fact, near.value)}, threshold {_threshold(trial, near)}"


def sections(trial: Trial, verdict: Verdict) -> Iterator[tuple[str, list[str]]]:
    """Yields the parts of the result that have something to say, each a title and its lines."""
    names = {fact_id: say(fact.name) for fact_id, fact in trial.facts.items()}
    told = dict.fromkeys(note for finding in verdict.findings for note in finding.told)
    parts = [
        (headings.WHY, [reason_line(finding) for finding in failing(verdict)]),
        (headings.NOTES, list(told)),
        (
            headings.MISSING_NOT_NEEDED if verdict.is_final else headings.MISSING,
            [missing_line(trial, missing) for missing in verdict.missing],
        ),
        (headings.SETTLING, [_settling_line(trial, names, each, of.needed, of.decisive) for each, of in verdict.settling.items()]),
        (headings.COME_BACK, [f"{names[each.fact]}: {each.when}" for each in verdict.come_back]),
        (headings.NEAR, [near_line(trial, each) for each in verdict.near]),
    ]
    yield from ((title, lines) for title, lines in parts if lines)


def closing_lines(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns the source with its date, the definition's version and digest, and that the trial site decides."""
    return [
        source_line(trial, stale=verdict.stale),
        headings.DEFINITION.format(id=trial.id, version=trial.definition.version, digest=trial.digest[:DIGEST_SHOWN]),
        say(trial.definition.pre_check),
    ]


def result_page(trial: Trial, verdict: Verdict) -> str:
    """Returns the first page of the result."""
    lines = [headings.RESULT, *decision_lines(trial, verdict)]
    for title, entries in sections(trial, verdict):
        lines += ["", f"{title}:", *(f"- {entry}" for entry in entries)]
    return "\n".join([*lines, "", *closing_lines(trial, verdict)])


def criteria_pages(trial: Trial, verdict: Verdict) -> list[str]:
    """Returns every criterion with status, answers, quotation and notes: one page per determination."""
    return [
        "\n".join(
            [
                headings.EVERY_CRITERION.format(name=say(determination.name)),
                *(line for finding in verdict.findings if finding.determination == determination_id for line in _finding_lines(finding)),
            ]
        )
        for determination_id, determination in trial.definition.determinations.items()
    ]


def status_words(finding: Finding) -> str:
    """Returns a criterion's status and effect, such as 'not met, fails'."""
    return f"{STATUS[finding.status].replace('_', ' ')}, {EFFECTS[finding.effect]}"


def _finding_lines(finding: Finding) -> list[str]:
    head = f"{finding.criterion} ({finding.kind}): {status_words(finding)}. {finding.reason}"
    return [head, f"  “{finding.quote}”", *(f"  {headings.NOTE.format(note=note)}" for note in finding.notes)]


def _threshold(trial: Trial, near: Near) -> str:
    fact = trial.numeric(near.fact)
    return figure(near.threshold) if fact is None else amount(fact, near.threshold)


def _settling_line(trial: Trial, names: dict[str, str], determination: str, needed: tuple[str, ...], decisive: tuple[str, ...]) -> str:
    line = f"{say(trial.definition.determinations[determination].name)}: {', '.join(names[fact] for fact in needed)}"
    if decisive and decisive != needed:
        return f"{line} {headings.ONE_OF_THESE.format(names=', '.join(names[fact] for fact in decisive))}"
    return f"{line} {headings.ONE_ANSWER}" if decisive else line
