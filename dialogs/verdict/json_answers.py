"""Answers as other programs read and write them: plain values for JSON, in the shapes of docs/interfaces.md."""

from typing import Any

from dialogs.definition.facts import Fact, OptionFact, list_option_codes
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers, Interval, Known, Pending, Unknown
from dialogs.verdict.json_amounts import LIMITS, AnswerError, name_kind, read_day, read_interval, read_number, shorten


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
        example = f'{{"{next(iter(trial.facts))}": "unknown"}}'
        raise AnswerError(f"answers are an object of facts and values, such as {example}, not {name_kind(plain)}")
    facts = trial.facts
    if not plain.keys() <= facts.keys():
        unknown = next(fact for fact in plain if fact not in facts)
        raise AnswerError(f"{shorten(unknown)}: no fact of {trial.id} has this name; the facts are {', '.join(facts)}")
    coded = trial.coded
    answers: dict[str, Answer] = {}
    for fact in facts:
        if fact in plain:
            value = plain[fact]
            known = coded[fact].get(value) if type(value) is str else None
            answers[fact] = known or _read_other(fact, facts[fact], value)
    return answers


def check_applicable(trial: Trial, answers: Answers) -> None:
    """Raises `AnswerError` for the first answer to a fact that does not apply."""
    gated = trial.conditional_facts & answers.keys()
    if not gated:
        return
    state = trial.rules.encode_state(answers)
    for fact in trial.rules.order_facts(gated):
        if not trial.rules.applies(fact, state):
            gates = ", ".join(trial.rules.list_applicability_facts(fact))
            fault = f"does not apply with what is answered to {gates}"
            raise AnswerError(f"{fact}: {fault}; leave it out, or correct {gates}")


def make_plain_answer(answer: Answer) -> Any:
    """Returns an answer as a plain value that `read_values` reads again (but for `clear_on`)."""
    if isinstance(answer, Known):
        return answer.value
    if isinstance(answer, Interval):
        return {limit: number for limit in LIMITS if (number := getattr(answer, limit)) is not None}
    if isinstance(answer, Unknown):
        return "unknown"
    return "pending" if answer.expected is None else {"pending": answer.expected.isoformat()}


def _read_other(fact_id: str, fact: Fact, plain: object) -> Answer:
    """Returns an answer that is no plain word: a number, an interval, or a result that is awaited for a day."""
    if isinstance(plain, dict) and plain.keys() == {"pending"}:
        return Pending(read_day(fact_id, plain["pending"]))
    if isinstance(fact, OptionFact):
        codes = ", ".join(list_option_codes(fact))
        raise AnswerError(f"{fact_id}: {name_kind(plain)} is no value of it; write one of {codes}, unknown, pending")
    if isinstance(plain, dict):
        return read_interval(fact_id, fact, plain)
    return Known(read_number(fact_id, fact, plain))
