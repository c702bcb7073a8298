"""The engine held against the plain table: one set of answers in, every disagreement out, in words."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import plain_table as plain
import proof_brute as brute
import proof_result
from plain_table import Answers

from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import read_answers
from dialogs.verdict.json_verdict import make_brief_verdict, make_full_verdict

TODAY = date(2026, 6, 1)
"""The day of every proof: pending results lie before, on and after it."""

DEFINITION = Path(__file__).parents[2] / "dialogs" / "trials" / "interfant-21.yaml"

Result = dict[str, Any]
Judged = Callable[[Answers], Result]


def shipped() -> Trial:
    """Returns the trial of the shipped definition."""
    return load(DEFINITION.read_text("utf-8"), DEFINITION.name)


def engine(text: str | None = None) -> Judged:
    """Returns the engine over the shipped definition, or over another.

    It takes answers as `check` reads them, and gives its result.
    """
    trial = shipped() if text is None else load(text, DEFINITION.name)
    judge = Evaluator(trial)

    def judged(a: Answers) -> Result:
        answers = read_answers(trial, dict(a))
        verdict = judge.evaluate(answers, TODAY)
        return make_full_verdict(trial, verdict) | {
            "asked_next": trial.find_next_question(answers),
            "brief": make_brief_verdict(trial, answers),
            "said": {decision.determination: decision.say for decision in verdict.decisions},
        }

    return judged


def differences(a: Answers, result: Result) -> Iterator[str]:
    """Yields where the engine's result on the answers is not what the plain table, or every completion, says."""
    decided = brute.decide(brute.key(a))
    effects = {name: plain.effect(name, status(a)) for name, status in plain.CRITERIA.items()}
    verdicts = {"protocol": plain.protocol(effects), "blinatumomab": plain.blinatumomab(effects)}
    yield from _differ("determinations", result["determinations"], verdicts)
    yield from _differ(
        "the plain table against every completion", verdicts, {each: getattr(decided, each) for each in verdicts}
    )
    yield from _differ("order of the criteria", [each["id"] for each in result["criteria"]], list(plain.CRITERIA))
    for finding in result["criteria"]:
        yield from _finding(a, finding, verdicts["blinatumomab"])
    yield from _differ("missing", result["missing"], proof_result.missing(a))
    yield from _differ("near_threshold", result["near_threshold"], proof_result.near_threshold(a))
    waiting = proof_result.waiting(a, blinatumomab=decided.blinatumomab)
    yield from _differ("waiting", result["waiting"], waiting)
    once_clear = brute.once_clear(brute.key(a))
    if (
        decided.blinatumomab == "excluded"
        and plain.code(a, "live_vaccine") == "given"
        and plain.span(a, "live_vaccine_days")[0] < 29
    ):
        yield from _differ(
            "waiting, by hand against every completion once the window is clear", bool(waiting), once_clear.can_be_given
        )
    relevant = {*decided.relevant, *(once_clear.relevant if waiting else ())}
    yield from _open(a, result, decided, relevant)
    yield from _come_back(a, result, decided, relevant)
    yield from _not_yet(result)
    yield from _brief(result)


def _finding(a: Answers, finding: Result, blinatumomab: str) -> Iterator[str]:
    name = finding["id"]
    status = plain.CRITERIA[name](a)
    expected = {
        "kind": "inclusion" if name in plain.INCLUSIONS else "exclusion",
        "determination": "protocol" if name in plain.PROTOCOL_CRITERIA else "blinatumomab",
        "status": status,
        "effect": plain.effect(name, status),
        "facts": {fact: proof_result.normal(a[fact]) for fact in plain.CRITERION_FACTS[name] if fact in a},
    }
    yield from _differ(name, {key: finding[key] for key in expected}, expected)
    said = {words for words in proof_result.NOTED for note in finding["notes"] if words in note}
    yield from _differ(f"notes of {name}", said, proof_result.noted(a, name, blinatumomab=blinatumomab))
    completed, depends = brute.criterion(name, a)
    yield from _differ(f"{name}, the plain table against every completion", status, completed)
    applicable = set(brute.applicable(a, depends))
    yield from _differ(
        f"{name}, what leaves it open against every completion", proof_result.open_facts(a, name), applicable
    )


def _open(a: Answers, result: Result, decided: brute.Brute, relevant: set[str]) -> Iterator[str]:
    """What can still change or settle a verdict, by every completion."""
    asked_next = next(
        (fact for fact in plain.FACTS if fact in relevant and fact not in a and plain.applies(a, fact)), None
    )
    yield from _differ("next_question", [result["next_question"], result["asked_next"]], [asked_next, asked_next])
    settling = {}
    codes = {"protocol": ("ineligible", "eligible"), "blinatumomab": tuple(each for _, each in brute.OUTCOMES)}
    for name, facts in (("protocol", decided.protocol_facts), ("blinatumomab", decided.blinatumomab_facts)):
        if getattr(decided, name) == "undetermined":
            needed = brute.applicable(a, facts[0])
            by = brute.settled_to(facts, codes[name], needed)
            if_another = proof_result.needed_if(a, facts[0])
            settling[name] = {"needed": needed, "decisive": list(by), "by": by, "needed_if": if_another}
    yield from _differ("settling", result["settling"], settling)


def _not_yet(result: Result) -> Iterator[str]:
    """An exclusion that only a waiting time causes is told as "not yet" before it is called excluded."""
    said = result["said"]["blinatumomab"]
    yield from _differ("told as not yet", said.startswith("Not yet: "), bool(result["waiting"]))
    if result["waiting"] and "xcluded as answered" not in said:
        yield f"the verdict says {said!r}, and not that it is excluded as answered"


def _come_back(a: Answers, result: Result, decided: brute.Brute, relevant: set[str]) -> Iterator[str]:
    expected = list(proof_result.come_back(a, relevant, TODAY, blinatumomab=decided.blinatumomab))
    said = result["come_back"]
    yield from _differ("come_back", [(each["fact"], each["date"]) for each in said], [each[:2] for each in expected])
    for each, (_, _, words) in zip(said, expected, strict=False):
        if words not in each["when"]:
            yield f"come_back says {each['when']!r}, not {words!r}"


def _brief(result: Result) -> Iterator[str]:
    brief = result["brief"]
    statuses = [{key: finding[key] for key in ("id", "status")} for finding in result["criteria"]]
    yield from _differ("brief", [brief["determinations"], brief["criteria"]], [result["determinations"], statuses])


def _differ(what: str, said: object, expected: object) -> Iterator[str]:
    if said != expected:
        yield f"{what}: {said!r}, but the contract says {expected!r}"


def smallest(a: Answers, judged: Judged) -> dict[str, Any]:
    """Returns the answers without those that a disagreement does not need."""
    small = dict(a)
    for fact in a:
        fewer = {each: answer for each, answer in small.items() if each != fact}
        fewer = {each: answer for each, answer in fewer.items() if plain.applies(fewer, each)}
        if any(True for _ in differences(fewer, judged(fewer))):
            small = fewer
    return small
