"""What else the result carries, by hand from the contract.

It is what is missing, what stands near a threshold, when to come back, and what is noted.

Plain like `plain_table`, and as ignorant of the engine.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from plain_table import (
    CRITERIA,
    CRITERION_FACTS,
    FACTS,
    Answers,
    Plain,
    Status,
    applies,
    blinatumomab,
    code,
    dose_is_surely_above_10,
    dose_is_surely_at_most_10,
    effect,
    protocol,
    span,
    steroids,
    vaccine_given,
)


def normal(answer: Plain) -> Plain:
    """Returns the answer as the result repeats it: limits that leave one number are that number."""
    if isinstance(answer, dict) and "min" in answer and answer["min"] == answer.get("max"):
        return float(answer["min"]) if isinstance(answer["min"], float) else int(answer["min"])
    return answer


def is_missing(a: Answers, fact: str) -> bool:
    """Not asked, `unknown` or `pending`."""
    answer = a.get(fact)
    return answer in {None, "unknown", "pending"} if not isinstance(answer, dict) else "pending" in answer


def open_facts(a: Answers, criterion: str) -> set[str]:
    """Every applicable fact that leaves the criterion `unknown`."""
    if CRITERIA[criterion](a) != "unknown":
        return set()
    if criterion == "E5":
        return {fact for fact in ("chemotherapy",) if is_missing(a, fact)} | _open_steroids(a)
    if criterion == "B4":
        return {fact for fact in ("live_vaccine_planned",) if is_missing(a, fact)} | _open_vaccine(a)
    if criterion in {"I2", "E3"}:
        return {"age_days"}
    return {fact for fact in CRITERION_FACTS[criterion] if is_missing(a, fact)}


def _open_steroids(a: Answers) -> set[str]:
    if steroids(a) != "unknown":
        return set()
    if code(a, "corticosteroids") is None:
        return {"corticosteroids"}
    found = set() if dose_is_surely_above_10(a) else {"corticosteroid_dose"}
    return found if span(a, "corticosteroid_days")[0] > 7 else found | {"corticosteroid_days"}


def _open_vaccine(a: Answers) -> set[str]:
    if vaccine_given(a) != "unknown":
        return set()
    return {"live_vaccine_days"} if code(a, "live_vaccine") == "given" else {"live_vaccine"}


def missing(a: Answers) -> list[dict[str, Any]]:
    """In question order, every applicable fact that leaves a criterion `unknown`, by cause."""
    opened = {fact for criterion in CRITERIA for fact in open_facts(a, criterion)}
    return [{"fact": fact, **_cause(a.get(fact))} for fact in FACTS if fact in opened and applies(a, fact)]


def _cause(answer: Plain | None) -> dict[str, Any]:
    """`not_asked`, `unknown`, `pending` with its date, `imprecise`."""
    if answer is None:
        return {"cause": "not_asked", "expected": None}
    if answer in ("unknown", "pending"):
        return {"cause": answer, "expected": None}
    if isinstance(answer, dict) and "pending" in answer:
        return {"cause": "pending", "expected": answer["pending"]}
    return {"cause": "imprecise", "expected": None}


def near_threshold(a: Answers) -> list[dict[str, Any]]:
    """Which decided criteria stand near a threshold.

    Within 7 days of age, 1 mg/m² of dose, 1 day of steroids, 3 days of vaccine, the threshold included; I2 and E3 both.
    Only where a verdict would be another with the number on the threshold, or just above it.
    """
    return [
        {"criterion": criterion, "fact": fact, "value": normal(a[fact]), "threshold": threshold}
        for criterion, fact, threshold, margin in NEAR
        if not is_missing(a, fact)
        and CRITERIA[criterion](a) != "unknown"
        and _distance(a, fact, threshold) <= margin
        and any(_verdicts({**a, fact: moved}) != _verdicts(a) for moved in (threshold, threshold + 1))
    ]


def _verdicts(a: Answers) -> tuple[str, str]:
    effects = {name: effect(name, status(a)) for name, status in CRITERIA.items()}
    return protocol(effects), blinatumomab(effects)


def _distance(a: Answers, fact: str, threshold: int) -> float:
    if fact == "corticosteroid_dose":
        dose = a[fact]
        limits: dict[str, Any] = dose if isinstance(dose, dict) else {"min": dose, "max": dose}
        low: float = limits.get("min", limits.get("above", 0))
        high: float = limits.get("max", limits.get("below", 1000))
    else:
        low, high = span(a, fact)
    return float(max(0, low - threshold, threshold - high))


def vaccine_waits(a: Answers) -> bool:
    """For a vaccine within 28 days: B4 is met because of the days, and would not be met on day 29."""
    return vaccine_given(a) == "met" and code(a, "live_vaccine_planned") != "yes"


def waiting(a: Answers, *, blinatumomab: str) -> dict[str, Any]:
    """Returns what `waiting` holds: how long to put off a first dose (29 - n days).

    That is for a dose that fails only because of a vaccine within 28 days.

    "Only": none of B1 to B3 is met, and no live vaccine is planned.
    """
    is_excluded_otherwise = any(CRITERIA[each](a) == "met" for each in ("B1", "B2", "B3"))
    if blinatumomab != "excluded" or is_excluded_otherwise or not vaccine_waits(a):
        return {}
    return {"blinatumomab": {"days": 29 - span(a, "live_vaccine_days")[0], "date": None}}


def needed_if(a: Answers, relevant: tuple[str, ...]) -> list[dict[str, Any]]:
    """Returns the facts that come to apply only after another's answer, with that fact and value."""
    return [{"fact": fact, "if": ASKED_IF[fact]} for fact in relevant if not applies(a, fact)]


def come_back(
    a: Answers, relevant: set[str], today: date, *, blinatumomab: str
) -> Iterator[tuple[str, str | None, str]]:
    """Yields, in question order, the fact, the date, and words that must be said.

    Each relevant pending fact; for a vaccine,
    "delay the first dose by at least 29 - n days" where no date is known; nothing when ineligible.
    """
    for fact in FACTS:
        answer = a.get(fact)
        if answer == "pending" and fact in relevant:
            yield fact, None, ""
        elif isinstance(answer, dict) and "pending" in answer and fact in relevant:
            yield fact, answer["pending"], "overdue" if answer["pending"] < today.isoformat() else "expected"
        elif fact == "live_vaccine_days" and vaccine_waits(a) and blinatumomab != "not_applicable":
            yield fact, None, f"delay the first dose by at least {29 - span(a, fact)[0]} day"


def noted(a: Answers, criterion: str, *, blinatumomab: str) -> set[str]:
    """Returns what the notes of a criterion say for these answers; see `NOTED` for the contract's words."""
    if blinatumomab == "not_applicable":
        return set()
    if criterion == "B1" and code(a, "diagnosis") == "b_mpal" and code(a, "cd19") != "positive":
        return {"Eligible only as written"}
    if criterion == "B4" and code(a, "live_vaccine_planned") == "yes":
        return (
            {"Both the vaccine in the 28 days before"}
            if vaccine_given(a) == "met"
            else {"Postponing the planned live vaccine"}
        )
    return {"Postponing the first blinatumomab dose"} if criterion == "B4" and vaccine_waits(a) else set()


# On B1: "unless CD19 is known to be positive (or the infant is not eligible), the result says:
# eligible only as written".
# On B4 "The result says that postponing may lift the exclusion."
NOTED = (
    "Eligible only as written", "Postponing the first blinatumomab dose", "Postponing the planned live vaccine",
    "Both the vaccine in the 28 days before",
)  # fmt: skip

ASKED_IF = {
    "corticosteroid_dose": {"corticosteroids": "systemic"},
    "corticosteroid_days": {"corticosteroids": "systemic"},
    "live_vaccine_days": {"live_vaccine": "given"},
}

NEAR = (
    ("I2", "age_days", 365, 7),
    ("E3", "age_days", 365, 7),
    ("E5", "corticosteroid_dose", 10, 1),
    ("E5", "corticosteroid_days", 7, 1),
    ("B4", "live_vaccine_days", 28, 3),
)


def possible(a: Answers, fact: str) -> Status:
    """Says on which side of its threshold a number lies.

    "met" is at most, "not_met" is above, and with "unknown" both are possible.
    """
    if fact == "corticosteroid_dose":
        above, at_most = dose_is_surely_above_10(a), dose_is_surely_at_most_10(a)
    else:
        threshold = next(each for _, named, each, _ in NEAR if named == fact)
        above, at_most = span(a, fact)[0] > threshold, span(a, fact)[1] <= threshold
    return "met" if at_most else "not_met" if above else "unknown"
