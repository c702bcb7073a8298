"""Answers and verdicts as other programs read and write them: plain values for JSON.

Shapes are held stable; see docs/interfaces.md.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from dialogs.definition.facts import Fact, NumericFact, OptionFact, list_option_codes
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers, Interval, Known, Pending, Unknown
from dialogs.rules.domains import is_whole
from dialogs.rules.settling import Settling
from dialogs.rules.truth import Truth
from dialogs.verdict.answer_words import format_amount, format_figure
from dialogs.verdict.verdict import Finding, Verdict

STATUS = {Truth.YES: "met", Truth.NO: "not_met", Truth.UNKNOWN: "unknown"}

_LIMITS = ("min", "max", "above", "below")
_LIMIT_WORDS = {"min": "at least", "above": "above", "max": "at most", "below": "below"}


class AnswerError(ValueError):
    """An answer is not one that the fact can have; the message names the fact, the fault and what fits."""


def read_answers(trial: Trial, plain: object) -> dict[str, Answer]:
    """Returns the answers in `plain`, a mapping of fact id to value, in question order.

    A value is a code, a number, {"min": a, "max": b}, "unknown", "pending" or {"pending": "2026-12-01"}.
    Raises `AnswerError` for an unknown fact, a value of another kind or out of range, and a fact that does not apply.
    """
    answers = read_values(trial, plain)
    check_applicable(trial, answers)
    return answers


def read_values(trial: Trial, plain: object) -> dict[str, Answer]:
    """Returns the answers in `plain` as `read_answers` does, but for whether they apply together."""
    if not isinstance(plain, dict):
        raise AnswerError(f"answers are an object of facts and values, such as {_example(trial)}, not {_kind(plain)}")
    facts = trial.facts
    if not plain.keys() <= facts.keys():
        unknown = next(fact for fact in plain if fact not in facts)
        raise AnswerError(f"{_short(unknown)}: no fact of {trial.id} has this name; the facts are {', '.join(facts)}")
    coded = trial.coded
    return {
        fact: (
            (coded[fact].get(value) if type(value := plain[fact]) is str else None) or _other(fact, facts[fact], value)
        )
        for fact in facts
        if fact in plain
    }


def check_applicable(trial: Trial, answers: Answers) -> None:
    """Raises `AnswerError` for the first answer to a fact that does not apply."""
    gated = trial.conditional_facts & answers.keys()
    if not gated:
        return
    state = trial.rules.encode_state(answers)
    for fact in trial.rules.order_facts(gated):
        if not trial.rules.applies(fact, state):
            gates = ", ".join(trial.rules.list_applicability_facts(fact))
            raise AnswerError(
                f"{fact}: does not apply with what is answered to {gates}; leave it out, or correct {gates}"
            )


def make_plain_answer(answer: Answer) -> Any:
    """Returns an answer as a plain value that `read_values` reads again (but for `clear_on`)."""
    if isinstance(answer, Known):
        return answer.value
    if isinstance(answer, Interval):
        return {limit: number for limit in _LIMITS if (number := getattr(answer, limit)) is not None}
    if isinstance(answer, Unknown):
        return "unknown"
    return "pending" if answer.expected is None else {"pending": answer.expected.isoformat()}


def make_brief_verdict(trial: Trial, answers: Answers) -> dict[str, Any]:
    """Returns determinations and criteria's statuses only."""
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
        "determination": finding.determination,
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
            {"fact": each.fact, "cause": each.cause.value, "expected": _iso(each.expected)} for each in verdict.missing
        ],
        "settling": {each: _plain_settling(trial, each, of) for each, of in verdict.settling.items()},
        "waiting": {each: {"days": of.days, "date": _iso(of.day)} for each, of in verdict.waiting.items()},
        "come_back": [{"fact": each.fact, "when": each.when, "date": _iso(each.day)} for each in verdict.come_back],
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


def _plain_settling(trial: Trial, determination: str, settling: Settling) -> dict[str, Any]:
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


def format_value_key(answer: Known | Interval) -> str:
    """Returns a value, or the numbers between limits, as a key: a code, 'exactly 10', 'above 365', 'at least 6, at most 9'."""
    if isinstance(answer, Interval):
        return ", ".join(
            f"{word} {format_figure(number)}"
            for limit, word in _LIMIT_WORDS.items()
            if (number := getattr(answer, limit)) is not None
        )
    return answer.value if isinstance(answer.value, str) else f"exactly {format_figure(answer.value)}"


def _other(fact_id: str, fact: Fact, plain: object) -> Answer:
    """Returns an answer that is no plain word: a number, an interval, or a result that is awaited for a day."""
    if isinstance(plain, dict) and plain.keys() == {"pending"}:
        return Pending(_expected(fact_id, plain["pending"]))
    if isinstance(fact, OptionFact):
        raise AnswerError(
            f"{fact_id}: {_kind(plain)} is no value of it; write one of {', '.join(list_option_codes(fact))}, unknown,"
            " pending"
        )
    if isinstance(plain, dict):
        return _interval(fact_id, fact, plain)
    return Known(_number(fact_id, fact, plain))


def _interval(fact_id: str, fact: NumericFact, plain: Mapping[Any, object]) -> Answer:
    unknown = [_short(key) for key in plain if key not in _LIMITS]
    if unknown or not plain:
        fault = f"{unknown[0]} is no limit" if unknown else "an interval needs a limit"
        raise AnswerError(
            f'{fact_id}: {fault}; write {{"min": a, "max": b}}, or above and below where the limit itself is not meant'
        )
    limits = {limit: _number(fact_id, fact, plain[limit]) for limit in _LIMITS if limit in plain}
    interval = Interval(**limits)
    fault = find_interval_fault(fact, interval)
    if fault:
        raise AnswerError(f"{fact_id}: {fault}")
    low, high = interval.min, interval.max
    return Known(low) if low is not None and low == high else interval


def find_interval_fault(fact: NumericFact, interval: Interval) -> str:
    """Returns what is wrong with an interval, in words, or nothing: two limits on one side, or no number between its limits."""
    if interval.min is not None and interval.above is not None:
        return "min and above are both lower limits; keep one"
    if interval.max is not None and interval.below is not None:
        return "max and below are both upper limits; keep one"
    step = 1 if is_whole(fact) else 0
    low = interval.min if interval.above is None else interval.above + step
    high = interval.max if interval.below is None else interval.below - step
    low = fact.range.min if low is None else low
    high = fact.range.max if high is None else high
    strict = step == 0 and (interval.above is not None or interval.below is not None)
    if low > high or (strict and low == high):
        return "no number lies between its limits; give the smaller one as min, the larger one as max"
    return ""


def _number(fact_id: str, fact: NumericFact, plain: object) -> int | float:
    fits = (
        f"{'a whole number' if is_whole(fact) else 'a number'} from {format_figure(fact.range.min)} to"
        f" {format_amount(fact, fact.range.max)}"
    )
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        raise AnswerError(f"{fact_id}: {_kind(plain)} is no number; write {fits}")
    if is_whole(fact) and isinstance(plain, float):
        raise AnswerError(f"{fact_id}: {_short(plain)} is not whole; write {fits}")
    if not fact.range.min <= plain <= fact.range.max:
        raise AnswerError(f"{fact_id}: {_short(plain)} is out of range; write {fits}")
    return plain


def _expected(fact_id: str, plain: object) -> date:
    try:
        if isinstance(plain, str) and len(plain) == len("2026-12-01"):
            return date.fromisoformat(plain)
    except ValueError:
        pass
    raise AnswerError(
        f'{fact_id}: {_kind(plain)} is no date; write {{"pending": "2026-12-01"}} (year-month-day), or "pending"'
    )


def _kind(plain: object) -> str:
    names = {type(None): "null", bool: str(plain).lower(), list: "a list", dict: "an object"}
    return names.get(type(plain)) or _short(plain)


def _short(plain: object) -> str:
    text = repr(plain) if isinstance(plain, str) else str(plain)
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"


def _example(trial: Trial) -> str:
    return f'{{"{next(iter(trial.facts))}": "unknown"}}'


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


_LONGEST = 40
