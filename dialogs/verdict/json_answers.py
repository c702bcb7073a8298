"""Answers as other programs read and write them: plain values for JSON, in the shapes of docs/interfaces.md."""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dialogs.definition.facts import Fact, OptionFact, SeveralFact, WashoutsFact, list_option_codes
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Answers, Interval, Known, LastDoses, Pending, Selected, Unknown
from dialogs.verdict.json_amounts import LIMITS, AnswerError, name_kind, read_day, read_interval, read_number, shorten
from dialogs.verdict.json_last_doses import make_plain_doses, read_last_doses
from dialogs.verdict.json_selected import make_plain_selected, read_selected

ReadWords = Callable[[str, str], Answer]
"""Reads the words of a person as an answer to a fact. Raises `AnswerError` for what is not certain."""


@dataclass(frozen=True, slots=True)
class ReadValues:
    """What plain values were read as: the answers in question order, and every fault, with the facts that have one."""

    answers: dict[str, Answer]
    faults: tuple[str, ...] = ()
    faulty: frozenset[str] = frozenset()


def read_answers(trial: Trial, plain: object, read_words: ReadWords | None = None) -> dict[str, Answer]:
    """Returns the answers in `plain`, a mapping of fact id to value, in question order.

    A value is a code, a list of codes, {"selected": [...], "untested": [...]}, a number, {"min": a, "max": b},
    "unknown", "pending" or {"pending": "2026-12-01"}. With `read_words` it may also be what a person would type; a bare
    number is then read as typed.

    Raises `AnswerError` for all unknown facts, values of another kind or out of range, and facts that do not apply.
    """
    read = collect_values(trial, plain, read_words)
    faults = (*read.faults, *list_inapplicable(trial, read.answers, read.faulty))
    faults = faults or tuple(list_contradictions(trial, read.answers))
    if faults:
        raise AnswerError(*faults)
    return read.answers


def read_values(trial: Trial, plain: object) -> dict[str, Answer]:
    """Returns the answers in `plain` as `read_answers` does, but for whether they apply together."""
    read = collect_values(trial, plain)
    if read.faults:
        raise AnswerError(*read.faults)
    return read.answers


def collect_values(trial: Trial, plain: object, read_words: ReadWords | None = None) -> ReadValues:
    """Returns what can be read of `plain`, and every fault. Raises `AnswerError` where it is no mapping."""
    if not isinstance(plain, dict):
        example = f'{{"{next(iter(trial.facts))}": "unknown"}}'
        raise AnswerError(f"answers are an object of facts and values, such as {example}, not {name_kind(plain)}")
    facts = trial.facts
    faults: list[str] = []
    if not plain.keys() <= facts.keys():
        fits = f"no fact of {trial.id} has this name; the facts are {', '.join(facts)}"
        faults += [f"{shorten(name)}: {fits}" for name in plain if name not in facts]
    coded = trial.coded
    answers: dict[str, Answer] = {}
    faulty: list[str] = []
    for fact in facts:
        if fact in plain:
            value = plain[fact]
            known = coded[fact].get(value) if type(value) is str else None
            try:
                answers[fact] = known or _read_other(fact, facts[fact], value, read_words)
            except AnswerError as error:
                faults += error.faults
                faulty.append(fact)
    return ReadValues(answers, tuple(faults), frozenset(faulty))


def list_inapplicable(trial: Trial, answers: Answers, faulty: AbstractSet[str] = frozenset()) -> list[str]:
    """Returns a fault for each answer to a fact that does not apply.

    What depends on one of the facts `faulty`, whose answer could not be read, is not judged.
    """
    gated = trial.conditional_facts & answers.keys()
    if not gated:
        return []
    state = trial.rules.encode_state(answers)
    faults: list[str] = []
    for fact in trial.rules.order_facts(gated):
        named = trial.rules.list_applicability_facts(fact)
        if not trial.rules.applies(fact, state) and faulty.isdisjoint(named):
            gates = ", ".join(named)
            fault = f"does not apply with what is answered to {gates}"
            faults.append(f"{fact}: {fault}; leave it out, or correct {gates}")
    return faults


def list_contradictions(trial: Trial, answers: Answers) -> list[str]:
    """Returns a fault for each contradiction of the definition that holds for the answers."""
    if not trial.definition.consistent:
        return []
    found = trial.rules.find_contradictions(trial.rules.encode_state(answers))
    named = {place: ", ".join(trial.list_contradicting(place)) for place in found}
    return [f"{of}: {say(trial.definition.consistent[at].say)} Correct one of them" for at, of in named.items()]


def make_plain_answer(answer: Answer) -> Any:
    """Returns an answer as a plain value that `read_values` reads again (but for `clear_on`)."""
    if isinstance(answer, Known):
        return answer.value
    if isinstance(answer, Interval):
        return {limit: number for limit in LIMITS if (number := getattr(answer, limit)) is not None}
    if isinstance(answer, LastDoses):
        return make_plain_doses(answer)
    if isinstance(answer, Selected):
        return make_plain_selected(answer)
    if isinstance(answer, Unknown):
        return "unknown"
    return "pending" if answer.expected is None else {"pending": answer.expected.isoformat()}


def _read_other(fact_id: str, fact: Fact, plain: object, read_words: ReadWords | None) -> Answer:
    """Returns an answer that is no code: words, a number, an interval, or a result that is awaited for a day."""
    if read_words is not None and isinstance(plain, str | int | float | Decimal) and not isinstance(plain, bool):
        return read_words(fact_id, str(plain))
    if isinstance(plain, dict) and plain.keys() == {"pending"}:
        return Pending(read_day(fact_id, plain["pending"]))
    if isinstance(fact, SeveralFact):
        return read_selected(fact_id, fact, plain)
    if isinstance(fact, OptionFact):
        codes = ", ".join(list_option_codes(fact))
        raise AnswerError(f"{fact_id}: {name_kind(plain)} is no value of it; write one of {codes}, unknown, pending")
    if isinstance(fact, WashoutsFact):
        return read_last_doses(fact_id, fact, plain)
    if isinstance(plain, dict):
        return read_interval(fact_id, fact, plain)
    return Known(read_number(fact_id, fact, plain))
