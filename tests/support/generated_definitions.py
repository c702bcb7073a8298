"""Small definitions that use every kind of fact and every word of the format, drawn at random as plain data."""

import json
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from generated_conditions import Ground, draw_condition
from generated_facts import KINDS, NUMBERS, Fact, draw_fact, draw_number, is_number

from dialogs.definition.document import parse

Plain = dict[str, Any]

SHIPPED = Path(__file__).parents[2] / "dialogs" / "trials" / "interfant-21.yaml"
HEAD = ("format", "id", "version", "about", "source", "pre_check")
PARTS = ("facts", "criteria", "determinations", "consistent")
OUTCOMES = ("passes", "fails", "open", "off", "not_yet")
TEXTS = {"name": {"en": "N"}, "quote": "Q", "plain": {"en": "P."}}


@cache
def read_head() -> Plain:
    """Returns what the shipped definition has besides its facts, criteria and determinations."""
    shipped = parse(SHIPPED.read_text("utf-8")).value
    return {key: shipped[key] for key in HEAD}


def as_text(plain: Plain) -> str:
    """Returns a definition as the loader reads it: JSON is YAML."""
    return json.dumps(plain)


def draw_definition(rng: Random) -> Plain:
    """Returns a definition as plain data; the loader may still refuse it."""
    ground = _draw_ground(rng)
    facts = dict(ground.facts)
    for i, fact_id in enumerate(facts):
        if i and rng.random() < 0.3:
            condition = draw_condition(rng, ground.narrow(i), rng.choice((0, 0, 1)))
            facts[fact_id] = facts[fact_id] | {"applies_if": condition}
    _date_a_result(rng, facts)
    names = [f"d{i}" for i in range(rng.randint(1, 4))]
    criteria = {f"C{i}": _draw_criterion(rng, ground, names) for i in range(rng.randint(2, 5))}
    determinations = _draw_determinations(rng, names, criteria, waits=any(map(_waits, facts.values())))
    plain = read_head() | {"facts": facts, "criteria": criteria, "determinations": determinations}
    if rng.random() < 0.3:
        plain["consistent"] = [{"never": draw_condition(rng, ground, 1), "say": {"en": "That cannot be."}}]
    return plain


def _draw_ground(rng: Random) -> Ground:
    kinds = [rng.choice(KINDS) for _ in range(rng.randint(3, 6))]
    facts = {f"f{i}": draw_fact(rng, kind) for i, kind in enumerate(kinds)}
    partners: dict[str, str] = {}
    if rng.random() < 0.45:
        kind = rng.choice(list(NUMBERS))
        pair = draw_number(
            rng, kind, 4 if kind not in {"decimals", "months_between", "dose_per_area", "daily_dose"} else 2
        )
        one = draw_fact(rng, "yes_no") | pair
        facts |= {"p0": one, "p1": one}
        partners = {"p0": "p1", "p1": "p0"}
    mixed = list(facts.items())
    rng.shuffle(mixed)
    return Ground(dict(mixed), {fact_id: _draw_cuts(rng, fact) for fact_id, fact in mixed}, partners)


def _draw_cuts(rng: Random, fact: Fact) -> list[float]:
    if not is_number(fact):
        return []
    most = fact["range"]["max"]
    cuts = list(range(1, most)) if most > 2 else [1]
    if "clear_from" in fact and rng.random() < 0.6:
        return [fact["clear_from"]]
    return rng.sample(cuts, min(len(cuts), rng.choice((1, 2, 2))))


def _date_a_result(rng: Random, facts: dict[str, Fact]) -> None:
    """Lets the answer to one fact count only for some days, where another one counts such days."""
    counting = [
        fact_id for fact_id, fact in facts.items() if fact["kind"] == "days_between" and "applies_if" not in fact
    ]
    if counting and len(facts) > 1 and rng.random() < 0.6:
        by = rng.choice(counting)
        dated = rng.choice([fact_id for fact_id in facts if fact_id != by])
        facts[dated] = facts[dated] | {"valid_for": rng.randint(1, 3), "dated_by": by}


def _waits(fact: Fact) -> bool:
    return fact["kind"] == "washouts" or "clear_from" in fact


def _draw_criterion(rng: Random, ground: Ground, names: list[str]) -> Plain:
    several = rng.sample(names, rng.randint(1, len(names)))
    leads_to: Any = several if len(several) > 1 and rng.random() < 0.5 else rng.choice(names)
    condition = draw_condition(rng, ground, rng.choice((0, 1, 1, 2)))
    return {"kind": rng.choice(("inclusion", "exclusion")), "determination": leads_to, **TEXTS, "met_when": condition}


def _draw_determinations(rng: Random, names: list[str], criteria: Plain, *, waits: bool) -> Plain:
    determinations: Plain = {}
    led_to = {each for criterion in criteria.values() for each in _list(criterion["determination"])}
    for name in names:
        required = bool(determinations) and (name not in led_to or rng.random() < 0.6)
        words = [*OUTCOMES[:3], *(["off"] if required else []), *(["not_yet"] if waits and rng.random() < 0.6 else [])]
        outcomes = {word: {"code": f"{word}_{name}", "say": {"en": f"It {word} as answered."}} for word in words}
        requires = {"requires": _draw_requires(rng, determinations)} if required else {}
        determinations[name] = {"name": {"en": name}, "asks": {"en": "A?"}, **requires, "outcomes": outcomes}
    return determinations


def _draw_requires(rng: Random, earlier: Plain) -> Plain:
    def draw() -> Plain:
        wanted = {}
        for name in rng.sample(list(earlier), rng.randint(1, min(2, len(earlier)))):
            codes = [each["code"] for word, each in earlier[name]["outcomes"].items() if word != "open"]
            wanted[name] = [codes[0]] if rng.random() < 0.6 else rng.sample(codes, rng.randint(1, len(codes) - 1))
        return wanted

    return {"any": [draw() for _ in range(rng.randint(1, 3))]} if rng.random() < 0.5 else draw()


def _list(one_or_more: str | list[str]) -> list[str]:
    return [one_or_more] if isinstance(one_or_more, str) else one_or_more
