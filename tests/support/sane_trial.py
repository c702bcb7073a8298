"""A large trial as people write them: 60 facts of every kind, 45 criteria, six cohorts and the entry to one of them."""

import json
import random
from typing import Any

from generated_facts import DAYS, DRUGS, SURFACE, WINDOW
from odd_trials import HEAD

Plain = dict[str, Any]

COHORTS = tuple(f"cohort_{i}" for i in range(1, 7))
ENTRY = "entry"
PAIR = ("f52", "f53")
"""Two numbers that are compared with each other."""
PERCENT, SCORE = {"en": "%"}, {"min": 0, "max": 1000}
SPECIAL: dict[int, Plain] = {
    0: {"kind": "age", **DAYS},
    4: {"kind": "several", "size": 6},
    6: {"kind": "number", "decimals": True, "unit": {"en": "g/dL"}, "units": {"g/L": {"times": 0.1}}},
    7: {"kind": "number", "decimals": True, "ratio_to": {"name": {"en": "upper limit"}, "words": {"en": ["ULN"]}}},
    8: {"kind": "number", "decimals": True, "unit": {"en": "mL/min"}, "computed": {"formula": "cockcroft_gault"}},
    12: {"kind": "months_between", **DAYS},
    14: {"kind": "daily_dose", "per": "day", **DRUGS},
    16: {"kind": "days_between", **DAYS, "clear_from": 28, **WINDOW},
    18: {"kind": "gestation", "range": {"min": 0, "max": 315}},
    20: {"kind": "yes_no", "valid_for": 42, "dated_by": "f21"},
    21: {"kind": "days_between", **DAYS},
    24: {"kind": "several", "size": 7},
    26: {"kind": "number", "decimals": True, "unit": {"en": "10⁹/L"}, "units": {"/µL": {"times": 0.001}}},
    28: {"kind": "number", "decimals": True, "unit": {"en": "mg/dL"}, "computed": {"formula": "corrected_calcium"}},
    30: {"kind": "washouts", "size": 8},
    34: {"kind": "dose_per_area", **DRUGS, "body_surface": SURFACE},
    36: {"kind": "number", "decimals": True, "unit": PERCENT, "units": {"mmol/mol": {"times": 0.09148, "plus": 2.152}}},
    38: {"kind": "days_between", **DAYS, "clear_from": 100, **WINDOW},
    41: {"kind": "choice", "size": 3, "valid_for": 28, "dated_by": "f42"},
    42: {"kind": "days_between", **DAYS},
    44: {"kind": "several", "size": 8},
    50: {"kind": "months_between", **DAYS},
    52: {"kind": "number"},
    53: {"kind": "number"},
    56: {"kind": "number", "titre": True},
}
"""The facts that are not just a choice, a yes or no, or a number, by their place."""
GATED = (11, 14, 23, 26, 32, 47)
"""The facts that apply only where the yes or no above them is yes."""
CONSISTENT = [
    {"never": {"all": [{"f3": "v0"}, {"f1": "no"}]}, "say": {"en": "These two do not go together."}},
    {"never": {"all": [{"f44": {"any_of": ["v0", "v1"]}}, {"f43": "no"}]}, "say": {"en": "Nor do these two."}},
]


def sane(seed: int = 3) -> str:
    """Returns the trial. A criterion names few facts that stand together, in every way that the format has."""
    rng = random.Random(seed)
    facts = {f"f{i}": _make_fact(rng, i) for i in range(60)}
    criteria = {f"C{at}": _make_criterion(rng, facts, at) for at in range(45)}
    requires = {"any": [{each: ["eligible"]} for each in COHORTS]}
    determinations = {each: _make_determination(each, {}) for each in COHORTS} | {
        ENTRY: _make_determination(ENTRY, {"requires": requires})
    }
    parts = {"facts": facts, "criteria": criteria, "determinations": determinations, "consistent": CONSISTENT}
    return "\n".join([HEAD, *(f"{key}: {json.dumps(part)}" for key, part in parts.items())]) + "\n"


def _make_fact(rng: random.Random, i: int) -> Plain:
    usual: list[Plain] = [{"kind": "choice", "size": rng.randint(3, 6)}, {"kind": "yes_no"}, {"kind": "number"}]
    fact = SPECIAL.get(i, usual[i % 3])
    size = fact.get("size", 0)
    made = {each: value for each, value in fact.items() if each != "size"}
    made |= {"name": {"en": f"Fact {i}"}, "ask": {"en": "A?"}, "ask_family": {"en": "A?"}, "why": {"en": "W."}}
    if fact["kind"] == "washouts":
        made |= {"drugs": {f"v{k}": _make_drug(k) for k in range(size)}, "end": {"en": "the start"}, **WINDOW}
        made |= {"unlisted": {"en": "Only these count."}}
    elif size:
        made["options"] = {f"v{k}": {"label": {"en": f"Option {chr(97 + k)}"}} for k in range(size)}
    elif fact["kind"] != "yes_no":
        made = {"unit": {"en": "kg"}, "fits": {"en": "A number."}, "range": SCORE} | made
    if i in GATED:
        made["applies_if"] = {f"f{i - 1}": "yes"}
    return made


def _make_drug(k: int) -> Plain:
    half_lives = {"number": 5, "days": 2.5, "source": "Its label."}
    more: Plain = {"half_lives": half_lives, "take": "shorter"} if k % 3 == 2 else {}
    return {"label": {"en": f"Drug {chr(97 + k)}"}, "days": 3 + 4 * k, **more}


def _make_criterion(rng: random.Random, facts: dict[str, Plain], at: int) -> Plain:
    named = [
        _draw_comparison(rng, facts, min(at * 4 % 60, 54) + step) for step in rng.sample(range(6), rng.randint(1, 4))
    ]
    verdict: Any = (*COHORTS, ENTRY)[at % 7] if at < 14 or at >= 30 else ENTRY
    if at % 7 in (1, 4) and verdict != ENTRY:
        verdict = [verdict, COHORTS[at % 7 - 1]]
    words = {"name": {"en": "N"}, "quote": "Q", "plain": {"en": "P"}}
    kind = rng.choice(["inclusion", "exclusion"])
    return {"kind": kind, "determination": verdict, **words, "met_when": _join(named, at)}


def _join(named: list[Plain], at: int) -> Plain:
    first, *others = named
    if not others:
        return first
    if at % 5 == 0 and len(named) > 2:
        return {"count": {"at_least": 2, "of": named}}
    if at % 5 == 1 and len(named) > 2:
        return {"if": first, "then": others[0], "else": {"not": others[1]}}
    return {"any": [first, {"all": others} if len(others) > 1 else others[0]]}


def _draw_comparison(rng: random.Random, facts: dict[str, Plain], i: int) -> Plain:
    name, fact = f"f{i}", facts[f"f{i}"]
    if name in PAIR:
        return {PAIR[0]: {rng.choice(["at_least", "below"]): {"fact": PAIR[1]}}}
    if fact["kind"] == "yes_no":
        return {name: rng.choice(["yes", "no"])}
    if fact["kind"] == "washouts":
        return {name: "over"}
    if "options" in fact:
        codes = rng.sample(list(fact["options"]), 2)
        return {name: {rng.choice(["any_of", "all_of", "none_of"]): codes} if fact["kind"] == "several" else codes}
    word = rng.choice(["above", "below", "at_least", "at_most"])
    low, high = sorted(rng.sample(range(5, 90), 2))
    gate = f"f{i - i % 3 - 2}"
    if i % 4 == 2 and facts.get(gate, {}).get("kind") == "yes_no":
        return {name: {word: {"if": {gate: "yes"}, "then": high, "else": low}}}
    return {name: {word: low}}


def _make_determination(name: str, more: Plain) -> Plain:
    codes = {"passes": "eligible", "fails": "ineligible", "open": "undetermined", "not_yet": "not_yet"}
    codes |= {"off": "off"} if more else {}
    outcomes = {each: {"code": code, "say": {"en": f"As answered: {code}."}} for each, code in codes.items()}
    return {"name": {"en": name}, "asks": {"en": "A?"}, **more, "outcomes": outcomes}
