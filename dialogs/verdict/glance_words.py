"""What is said of a verdict at a glance: what each determination waits for or needs, and which answer settles it."""

from collections.abc import Sequence

from dialogs.definition import small_words
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.criteria import Effect
from dialogs.verdict import headings
from dialogs.verdict.answer_words import word_answer
from dialogs.verdict.outcome_words import word_code
from dialogs.verdict.result import describe_missing
from dialogs.verdict.verdict import Decision, Finding, MissingAnswer, Verdict


def list_needed(verdict: Verdict, decision: Decision) -> list[str]:
    """Returns the facts that an open determination needs, without those that one before it needs too."""
    settling = verdict.settling.get(decision.determination)
    if settling is None:
        return []
    earlier: set[str] = set()
    for each in verdict.decisions[: verdict.decisions.index(decision)]:
        earlier |= {*verdict.settling[each.determination].needed} if each.determination in verdict.settling else set()
    return [fact for fact in settling.needed if fact not in earlier]


def list_needs(trial: Trial, verdict: Verdict, decision: Decision, facts: Sequence[str]) -> list[str]:
    """Returns what a determination waits for or needs among some facts, a line for each.

    What it needs once a waiting time is over is told in any case.
    """
    if decision.waiting is not None:
        needed = [describe_missing(trial, each) for each in decision.waiting.needed]
        return [headings.BY_THEN.format(missing=small_words.SEMICOLON.join(needed))] if needed else []
    missing = {each.fact: each for each in verdict.missing}
    return [_word_need(trial, verdict, missing[fact]) for fact in facts if fact in missing]


def list_ways(trial: Trial, verdict: Verdict, decision: Decision, facts: Sequence[str]) -> list[str]:
    """Returns in short which single answers to some facts settle a determination and to what, a line for each fact."""
    is_lone = len(facts) == 1
    return [way for fact in facts if (way := _word_way(trial, verdict, decision, fact, is_named=not is_lone))]


def list_told(verdict: Verdict, decision: Decision) -> list[str]:
    """Returns the notes that speak for these answers and belong beside the verdict on a determination.

    A note on waiting is left out where the verdict itself says how long.
    """
    findings = [each for each in verdict.findings if each.determination == decision.determination]
    return [*dict.fromkeys(note for finding in findings if _belongs(finding, decision) for note in finding.told)]


def _belongs(finding: Finding, decision: Decision) -> bool:
    return decision.waiting is None or finding.effect is not Effect.FAILS


def _word_need(trial: Trial, verdict: Verdict, missing: MissingAnswer) -> str:
    when = next((each.when for each in verdict.come_back if each.fact == missing.fact), None)
    if when is not None:
        return headings.WAITS_FOR.format(name=say(trial.facts[missing.fact].name), when=when)
    return headings.NEEDS.format(missing=describe_missing(trial, missing))


def _word_way(trial: Trial, verdict: Verdict, decision: Decision, fact: str, *, is_named: bool) -> str:
    """Returns which answers to a fact settle a determination, such as 'CNS1 settles it: eligible'; empty for none."""
    values: dict[str, list[str]] = {}
    for answer, standing in verdict.settling[decision.determination].by.get(fact, ()):
        code = trial.outcome_codes[decision.determination][standing]
        values.setdefault(code, []).append(word_answer(trial.facts[fact], answer))
    if not values:
        return ""
    (first, answers), *others = ((word_code(code), small_words.OR.join(words)) for code, words in values.items())
    named = headings.DECISIVE.format(name=say(trial.facts[fact].name), answers=answers) if is_named else answers
    further = [small_words.NAMED.format(name=words, value=code) for code, words in others]
    return headings.SETTLED_BY.format(answers=named, outcomes=small_words.SEMICOLON.join([first, *further]))
