"""What is said of a verdict at a glance: what each determination waits for or needs, and which answer settles it."""

from collections.abc import Sequence

from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing
from dialogs.verdict import headings
from dialogs.verdict.answer_words import format_day, lower_first, word_event
from dialogs.verdict.missing_answers import Cause, MissingAnswer
from dialogs.verdict.result import describe_missing
from dialogs.verdict.settling_words import word_way
from dialogs.verdict.verdict import Decision, Finding, Verdict


def list_needed_now(verdict: Verdict) -> list[MissingAnswer]:
    """Returns what is missing that an open determination needs now, in question order."""
    needed = {fact for settling in verdict.settling.values() for fact in settling.needed}
    return [each for each in verdict.missing if each.fact in needed]


def list_needed(verdict: Verdict, decision: Decision) -> list[str]:
    """Returns the facts that an open determination needs, without those that one before it needs too."""
    settling = verdict.settling.get(decision.determination)
    if settling is None:
        return []
    earlier = _list_earlier(verdict, decision)
    return [fact for fact in settling.needed if fact not in earlier]


def list_needs(
    trial: Trial, verdict: Verdict, decision: Decision, facts: Sequence[str], *, told: str = ""
) -> list[str]:
    """Returns what a determination waits for or needs among some facts, a line for each.

    What it needs once a waiting time is over is told in any case, and so is that it depends on another determination
    alone. When the answer to `told` is there, is told elsewhere.
    """
    if decision.waiting is not None:
        earlier = _list_earlier(verdict, decision)
        needed = [each for each in decision.waiting.needed if each.fact not in earlier]
        return [headings.BY_THEN.format(missing=describe_missing(trial, each, verdict.answers)) for each in needed]
    missing = {each.fact: each for each in verdict.missing}
    needs = [_word_need(trial, verdict, missing[fact], told) for fact in facts if fact in missing]
    return needs or _list_dependence(trial, verdict, decision)


def name_needs(trial: Trial, verdict: Verdict, facts: Sequence[str]) -> list[str]:
    """Returns only the names of what a determination waits for or needs among some facts, a line for each."""
    causes = {each.fact: each.cause for each in verdict.missing}
    return [
        headings.WAITS_FOR.format(name=say(trial.facts[fact].name))
        if causes[fact] is Cause.PENDING
        else headings.NEEDS.format(missing=say(trial.facts[fact].name))
        for fact in facts
        if fact in causes
    ]


def _list_dependence(trial: Trial, verdict: Verdict, decision: Decision) -> list[str]:
    """Returns that an open determination depends on those that it requires, where it needs nothing of its own."""
    required = trial.definition.determinations[decision.determination].required
    if decision.standing is not Standing.OPEN or not required or list_needed(verdict, decision):
        return []
    names = [lower_first(say(trial.definition.determinations[each].name)) for each in required]
    return [headings.DEPENDS_ON.format(names=small_words.AND.join(names))]


def _list_earlier(verdict: Verdict, decision: Decision) -> set[str]:
    """Returns the facts that the determinations before one need."""
    told = verdict.decisions_to_tell
    before = [each.determination for each in told[: told.index(decision)]]
    return {fact for each in before if each in verdict.settling for fact in verdict.settling[each].needed}


def list_ways(trial: Trial, verdict: Verdict, decision: Decision, facts: Sequence[str]) -> list[str]:
    """Returns in short which single answers to some facts settle a determination and to what, a line for each fact."""
    settling = verdict.settling.get(decision.determination)
    if settling is None:
        return []
    ways = {fact: word_way(trial, decision.determination, settling, fact) for fact in facts}
    if len(facts) == 1:
        return [*filter(None, ways.values())]
    return [
        headings.DECISIVE.format(name=say(trial.facts[fact].name), answers=way) for fact, way in ways.items() if way
    ]


def list_told(verdict: Verdict, decision: Decision) -> list[str]:
    """Returns the notes that speak for these answers and belong beside the verdict on a determination.

    A note on waiting is left out where the verdict itself says how long. Where the determination fails, a note on a
    criterion that does not is said of that one alone. Warnings come first.
    """
    own = [each for each in verdict.findings if decision.determination in each.determinations]
    findings = sorted(own, key=lambda each: each.effect is Effect.FAILS)
    told = [(finding, note) for finding in findings if _belongs(finding, decision) for note in finding.told]
    return [*dict.fromkeys(_word_told(finding, note, decision) for finding, note in told)]


def count_warnings(verdict: Verdict, decision: Decision) -> int:
    """Returns how many of the notes beside a verdict are on criteria that do not fail: no reason says the same."""
    own = [each for each in verdict.findings if decision.determination in each.determinations]
    return len({note for each in own if each.effect is not Effect.FAILS for note in each.told})


def _word_told(finding: Finding, note: str, decision: Decision) -> str:
    if decision.apparent is not Standing.FAILS or finding.effect is Effect.FAILS:
        return note
    return headings.OF_ONE_CRITERION.format(id=finding.criterion, note=lower_first(note))


def _belongs(finding: Finding, decision: Decision) -> bool:
    return decision.waiting is None or finding.effect is not Effect.FAILS


def _word_need(trial: Trial, verdict: Verdict, missing: MissingAnswer, told: str) -> str:
    if missing.cause is not Cause.PENDING:
        return headings.NEEDS.format(missing=describe_missing(trial, missing, verdict.answers))
    awaited = headings.WAITS_FOR.format(name=say(trial.facts[missing.fact].name))
    is_ahead = missing.expected is not None and missing.expected >= verdict.today
    if missing.fact == told and not is_ahead:
        return awaited
    return small_words.NAMED.format(name=awaited, value=_word_when(trial, missing, is_ahead=is_ahead))


def _word_when(trial: Trial, missing: MissingAnswer, *, is_ahead: bool) -> str:
    if missing.expected is None:
        return word_event(trial.facts[missing.fact])
    return (headings.EXPECTED_ON if is_ahead else headings.OVERDUE_SINCE).format(day=format_day(missing.expected))
