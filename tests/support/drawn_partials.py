"""Partial answers to generated definitions, drawn at random: exact, within limits, unknown, pending, and not given."""

from random import Random
from typing import Any

from generated_facts import Fact, get_days_to_wait, is_number, is_whole
from sampled_values import Plain, Samples

from dialogs.rules.answers import PENDING, UNKNOWN, Answer, Interval, Known, LastDose, LastDoses, Selected


def draw_answers(rng: Random, plain: Plain, samples: Samples, compared: set[str]) -> dict[str, Answer]:
    """Returns answers to some of the facts, whether they apply or not: from nearly none to nearly all."""
    gap = rng.choice((0.0, 0.1, 0.25, 0.5, 0.8))
    vague = rng.choice((0.0, 0.2, 0.5))
    answers: dict[str, Answer] = {}
    for fact_id, fact in plain["facts"].items():
        if rng.random() < gap:
            missing = rng.choice((None, None, UNKNOWN, PENDING))
            if missing is not None:
                answers[fact_id] = missing
        else:
            is_compared = fact_id in compared
            answers[fact_id] = _draw_answer(
                rng, fact, samples[fact_id], is_vague=rng.random() < vague, is_compared=is_compared
            )
    return answers


def _draw_answer(rng: Random, fact: Fact, samples: tuple[Any, ...], *, is_vague: bool, is_compared: bool) -> Answer:
    if fact["kind"] == "several":
        return _draw_selected(rng, list(fact["options"]), is_vague=is_vague)
    if fact["kind"] == "washouts":
        return _draw_doses(rng, fact, is_vague=is_vague)
    if not is_number(fact):
        return UNKNOWN if is_vague else Known(rng.choice(samples))
    whole = is_whole(fact)
    grid = [each for each in samples if not is_compared or whole or each * 2 == int(each * 2)]
    if fact["kind"] == "months_between":
        grid = [each for each in grid if each == int(each)]
    if not is_vague:
        value = rng.choice(grid)
        return Known(int(value) if value == int(value) else value)
    return _draw_interval(rng, samples, grid, whole=whole)


def _draw_interval(rng: Random, samples: tuple[Any, ...], grid: list[Any], *, whole: bool) -> Interval:
    """Returns limits among the samples: a number between them lies as one of the samples does.

    A decimal number is bounded by open limits only where these are whole, since limits of conditions are.
    """
    low, high = sorted(rng.sample(range(len(grid)), 2))
    least, most = grid[low], grid[high]
    limits: dict[str, Any] = {}
    is_wide = whole or most - least >= 1
    if rng.random() < 0.8:
        is_open = is_wide and most != least + (1 if whole else 0) and least == int(least) and rng.random() < 0.4
        limits["above" if is_open else "min"] = _tidy(least)
    if rng.random() < 0.8 or not limits:
        is_open = is_wide and ("above" not in limits or most - least >= (3 if whole else 1)) and most == int(most)
        limits["below" if is_open and most > samples[0] and rng.random() < 0.4 else "max"] = _tidy(most)
    return Interval(**limits)


def _tidy(number: float) -> int | float:
    return int(number) if number == int(number) else number


def _draw_selected(rng: Random, options: list[str], *, is_vague: bool) -> Selected:
    codes, untested = [], []
    for code in options:
        if is_vague and rng.random() < 0.5:
            untested.append(code)
        elif rng.random() < 0.4:
            codes.append(code)
    return Selected(tuple(codes), tuple(untested))


def _draw_doses(rng: Random, fact: Fact, *, is_vague: bool) -> LastDoses:
    doses = []
    for drug, each in fact["drugs"].items():
        days = get_days_to_wait(each)
        if rng.random() < 0.6:
            least = max(0, days + rng.choice((-2, -1, 0, 1)))
            most = rng.choice((least + 1, least + 2, None)) if is_vague else least
            doses.append(LastDose(drug, least, most))
    return LastDoses(tuple(doses))
