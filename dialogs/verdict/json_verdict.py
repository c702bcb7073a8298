"""Verdicts as other programs read them: plain values for JSON, in the shapes of docs/interfaces.md."""

from collections.abc import Callable
from datetime import date
from typing import Any

from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answers, Interval, Known
from dialogs.rules.settling import Settling
from dialogs.rules.truth import Truth
from dialogs.verdict.figures import format_figure
from dialogs.verdict.json_answers import make_plain_answer
from dialogs.verdict.verdict import Finding, Verdict

STATUS = {Truth.YES: "met", Truth.NO: "not_met", Truth.UNKNOWN: "unknown"}
_LIMIT_WORDS = {"min": "at least", "above": "above", "max": "at most", "below": "below"}


def make_brief_verdict(trial: Trial, answers: Answers) -> dict[str, Any]:
    """Returns as plain values only the determinations and the statuses of the criteria."""
    statuses = trial.rules.find_statuses(trial.rules.encode_state(answers))
    return {
        "trial": trial.id,
        "determinations": list_determinations(trial, answers),
        "criteria": [
            {"id": rule.id, "status": STATUS[status.truth]}
            for rule, status in zip(trial.rules.criteria, statuses, strict=True)
        ],
    }


def list_determinations(trial: Trial, answers: Answers) -> dict[str, str]:
    """Returns the code of each determination's outcome."""
    rules = trial.rules
    rulings = rules.find_rulings(rules.find_statuses(rules.encode_state(answers)))
    return {each: trial.outcome_codes[each][ruling.standing] for each, ruling in rulings.items()}


def make_plain_finding(finding: Finding) -> dict[str, Any]:
    """Returns a finding as plain values."""
    return {
        "id": finding.criterion,
        "kind": finding.kind,
        "determination": finding.determinations[0] if len(finding.determinations) == 1 else [*finding.determinations],
        "status": STATUS[finding.status],
        "effect": finding.effect.value,
        "text": finding.quote,
        "facts": {fact: make_plain_answer(answer) for fact, answer in finding.answers.items()},
        "reason": finding.reason,
        "notes": list(finding.notes),
    }


def make_full_verdict(
    trial: Trial, verdict: Verdict, written: Callable[[Finding], Any] = make_plain_finding
) -> dict[str, Any]:
    """Returns a verdict as plain values; `written` makes those of a finding."""
    source = trial.definition.source
    return {
        "trial": trial.id,
        "version": trial.definition.version,
        "digest": trial.digest,
        "determinations": {decision.determination: decision.code for decision in verdict.decisions},
        "criteria": [written(finding) for finding in verdict.findings],
        "missing": [
            {"fact": each.fact, "cause": each.cause.value, "expected": _format_iso(each.expected)}
            for each in verdict.missing
        ],
        "settling": {each: _make_plain_settling(trial, each, of) for each, of in verdict.settling.items()},
        "waiting": {each: {"days": of.days, "date": _format_iso(of.day)} for each, of in verdict.waiting.items()},
        "come_back": [
            {"fact": each.fact, "when": each.when, "date": _format_iso(each.day)} for each in verdict.come_back
        ],
        "near_threshold": [
            {
                "criterion": each.criterion,
                "fact": each.fact,
                "value": make_plain_answer(each.value),
                "threshold": each.threshold,
            }
            for each in verdict.near
        ],
        "next_question": verdict.next_question,
        "source": {
            "name": say(source.name),
            "updated": source.updated.isoformat(),
            "status": say(source.status),
            "stale": verdict.stale,
        },
        "notice": say(trial.definition.pre_check),
    }


def format_value_key(answer: Known | Interval) -> str:
    """Returns a value or an interval as a key: a code, 'exactly 10', 'above 365', 'at least 6, at most 9'."""
    if isinstance(answer, Interval):
        return ", ".join(
            f"{word} {format_figure(number)}"
            for limit, word in _LIMIT_WORDS.items()
            if (number := getattr(answer, limit)) is not None
        )
    return answer.value if isinstance(answer.value, str) else f"exactly {format_figure(answer.value)}"


def _make_plain_settling(trial: Trial, determination: str, settling: Settling) -> dict[str, Any]:
    codes = trial.outcome_codes[determination]
    return {
        "needed": list(settling.needed),
        "decisive": list(settling.decisive),
        "by": {
            fact: {format_value_key(answer): codes[standing] for answer, standing in values}
            for fact, values in settling.by.items()
        },
        "needed_if": [{"fact": fact, "if": trial.get_written_applies_if(fact)} for fact in settling.needed_if],
    }


def _format_iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
