"""Facts of small generated definitions, as plain data: every kind of answer, with the numbers that limits may take."""

from random import Random
from typing import Any

Fact = dict[str, Any]

WORDING = {"name": {"en": "A fact"}, "ask": {"en": "A?"}, "ask_family": {"en": "A?"}, "why": {"en": "W."}}
DRUGS = {"reference": "prednisone", "drugs": {"prednisone": {"equivalent_mg": 5}}}
SURFACE = [{"name": "Mosteller", "divisor": 60, "weight_exponent": 0.5, "length_exponent": 0.5}]
DAYS = {"start": {"en": "the first day"}, "end": {"en": "the last day"}}
WINDOW = {"delay": {"en": "wait {days}"}, "clear": {"en": "over on {date}"}}

NUMBERS: dict[str, Fact] = {
    "number": {"kind": "number"},
    "decimals": {"kind": "number", "decimals": True},
    "age": {"kind": "age", **DAYS},
    "days_between": {"kind": "days_between", **DAYS},
    "months_between": {"kind": "months_between", **DAYS},
    "gestation": {"kind": "gestation"},
    "dose_per_area": {"kind": "dose_per_area", **DRUGS, "body_surface": SURFACE},
    "daily_dose": {"kind": "daily_dose", "per": "day", **DRUGS},
}
"""What each kind of number has of its own."""

OTHERS = ("choice", "yes_no", "several", "window", "washouts")
KINDS = (*NUMBERS, *OTHERS)

OVER, RUNNING = "over", "running"


def is_whole(fact: Fact) -> bool:
    """Says whether only whole numbers answer a numeric fact."""
    return fact["kind"] in {"age", "days_between", "gestation"} or (
        fact["kind"] == "number" and not fact.get("decimals")
    )


def is_number(fact: Fact) -> bool:
    """Says whether a number answers the fact."""
    return "range" in fact


def draw_fact(rng: Random, kind: str) -> Fact:
    """Returns a fact of a kind, which may be `window`: days with the first day on which the wait is over."""
    return WORDING | _draw_own(rng, kind)


def _draw_own(rng: Random, kind: str) -> Fact:
    if kind == "choice":
        return {"kind": kind, "options": _label(("red", "green", "blue")[: rng.randint(2, 3)])}
    if kind == "several":
        not_tested = {"label": {"en": "Not tested"}}
        return {"kind": kind, "options": _label(("one", "two", "three")[: rng.randint(2, 3)]), "not_tested": not_tested}
    if kind == "washouts":
        return {
            "kind": kind,
            "drugs": _draw_washouts(rng),
            "end": {"en": "the start"},
            "unlisted": {"en": "U."},
        } | WINDOW
    if kind == "window":
        clear = rng.choice((2, 3))
        return draw_number(rng, "days_between", 5) | {"clear_from": clear} | WINDOW
    return draw_number(rng, kind, rng.choice((4, 5))) if kind in NUMBERS else {"kind": kind}


def draw_number(rng: Random, kind: str, most: int) -> Fact:
    """Returns a fact that a number from 0 to `most` answers, in one of two units."""
    unit = rng.choice(("mg", "kg"))
    return {**NUMBERS[kind], "unit": {"en": unit}, "range": {"min": 0, "max": most}, "fits": {"en": "A number."}}


def _label(codes: tuple[str, ...]) -> Fact:
    return {code: {"label": {"en": code.title()}} for code in codes}


def _draw_washouts(rng: Random) -> Fact:
    """Returns drugs with a wait in days, in half-lives, and in both."""
    half_lives = {"number": 5, "days": 0.75, "source": "label"}
    waits: list[Fact] = [
        {"days": 14},
        {"half_lives": half_lives},
        {"days": 3, "half_lives": half_lives, "take": rng.choice(("shorter", "longer"))},
    ]
    rng.shuffle(waits)
    return {f"drug{i}": {"label": {"en": f"Drug {i}"}, **wait} for i, wait in enumerate(waits[: rng.randint(1, 3)])}


def get_days_to_wait(drug: Fact) -> int:
    """Returns the days that must lie behind the last dose: days, or whole half-lives rounded up, or as `take` says."""
    waits: list[int] = [drug["days"]] if "days" in drug else []
    if "half_lives" in drug:
        waits.append(-int(-drug["half_lives"]["number"] * drug["half_lives"]["days"] // 1))
    return max(waits) if drug.get("take") == "longer" else min(waits)
