"""Conditions of generated definitions, drawn at random in every form that the format knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from generated_facts import OVER, RUNNING, Fact, is_number

Condition = dict[str, Any]

WORDS = ("at_least", "above", "at_most", "below")


@dataclass(frozen=True)
class Ground:
    """What conditions are drawn over: the facts, the numbers that their limits take, and which two are compared."""

    facts: Mapping[str, Fact]
    cuts: Mapping[str, Sequence[float]]
    partners: Mapping[str, str] = field(default_factory=dict)

    def narrow(self, above: int) -> "Ground":
        """Returns the ground of the first facts only."""
        facts = dict(list(self.facts.items())[:above])
        partners = {each: other for each, other in self.partners.items() if each in facts and other in facts}
        return Ground(facts, self.cuts, partners)

    def leave_out(self, left_out: set[str]) -> "Ground":
        """Returns the ground of the other facts, of which no two are compared."""
        return Ground({each: fact for each, fact in self.facts.items() if each not in left_out}, self.cuts)


def draw_condition(rng: Random, ground: Ground, depth: int) -> Condition:
    """Returns a condition that nests at most `depth` deep."""
    if depth == 0 or rng.random() < 0.25:
        return draw_leaf(rng, ground)

    def draw() -> Condition:
        return draw_condition(rng, ground, depth - 1)

    form = rng.choice(("all", "any", "not", "count", "if", "all", "any"))
    if form == "not":
        return {"not": draw()}
    if form == "if":
        return {"if": draw(), "then": draw(), "else": draw()}
    if form == "count":
        return {"count": _draw_count(rng, [draw() for _ in range(rng.randint(2, 4))])}
    return {form: [draw() for _ in range(rng.randint(2, 3))]}


def _draw_count(rng: Random, of: list[Condition]) -> Condition:
    least = rng.randint(1, len(of))
    most = rng.randint(0, len(of) - 1)
    words = rng.choice((("at_least",), ("at_least",), ("at_most",), ("at_least", "at_most")))
    counts = {"at_least": min(least, max(most, 1)) if len(words) == 2 else least, "at_most": max(most, len(words) - 1)}
    return {**{word: counts[word] for word in words}, "of": of}


def draw_leaf(rng: Random, ground: Ground) -> Condition:
    """Returns a condition on one fact."""
    fact_id = rng.choice(list(ground.facts))
    fact = ground.facts[fact_id]
    if is_number(fact):
        return {fact_id: _draw_wanted_number(rng, ground, fact_id)}
    if fact["kind"] == "several":
        return {fact_id: _draw_selection(rng, list(fact["options"]))}
    if fact["kind"] == "washouts":
        return {fact_id: rng.choice((OVER, RUNNING, [RUNNING]))}
    codes = ["no", "yes"] if fact["kind"] == "yes_no" else list(fact["options"])
    return {fact_id: rng.choice([*codes, rng.sample(codes, len(codes) - 1)])}


def _draw_selection(rng: Random, codes: list[str]) -> Any:
    def draw() -> list[str]:
        return rng.sample(codes, rng.randint(1, len(codes)))

    if rng.random() < 0.4:
        return rng.choice(["none", rng.choice(codes), draw()])
    words = rng.sample(("any_of", "none_of", "all_of"), rng.choice((1, 1, 2)))
    return {word: draw() for word in words}


def _draw_wanted_number(rng: Random, ground: Ground, fact_id: str) -> Any:
    cuts = ground.cuts[fact_id]
    if rng.random() < 0.1:
        return rng.choice(cuts)
    partner = ground.partners.get(fact_id)
    if len(cuts) == 2 and rng.random() < 0.3:
        words = rng.choice((["at_least", "below"], ["above", "at_most"], ["at_least", "at_most"]))
        limits: list[Any] = sorted(cuts)
        if rng.random() < 0.4:
            place = rng.randrange(2)
            limits[place] = _draw_limit(rng, ground, fact_id, partner, 1)
        return dict(zip(words, limits, strict=True))
    return {rng.choice(WORDS): _draw_limit(rng, ground, fact_id, partner if rng.random() < 0.8 else None, 2)}


def _draw_limit(rng: Random, ground: Ground, fact_id: str, partner: str | None, depth: int) -> Any:
    cuts = list(ground.cuts[fact_id])
    others = ground.leave_out({fact_id, *ground.partners})
    if depth and others.facts and (len(cuts) > 1 or partner is not None) and rng.random() < 0.4:
        rng.shuffle(cuts)
        limits: list[Any] = [*cuts, *([{"fact": partner}] if partner is not None else [])]
        if rng.random() < 0.3:
            limits[0] = _draw_limit(rng, ground, fact_id, partner, depth - 1)
        then, other = rng.sample(limits, 2)
        return {"if": draw_condition(rng, others, rng.choice((0, 0, 1))), "then": then, "else": other}
    return {"fact": partner} if partner is not None else rng.choice(cuts)
