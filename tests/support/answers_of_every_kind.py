"""Answers to facts of every kind, drawn at random, and how they are typed so that they are taken at once."""

import random
from datetime import date

from dialogs.definition.facts import (
    Fact,
    NumericFact,
    SeveralFact,
    WashoutsFact,
    get_option_label,
    list_option_codes,
)
from dialogs.definition.wording import say
from dialogs.loading.compiled_trial import Trial
from dialogs.rules.answers import Answer, Interval, Known, LastDose, LastDoses, Selected


def draw_value(trial: Trial, fact_id: str, dice: random.Random) -> Answer:
    """Returns an answer that is not missing, many of them at a boundary; a number may be an interval."""
    fact = trial.facts[fact_id]
    if isinstance(fact, SeveralFact):
        return draw_selected(fact, dice)
    if isinstance(fact, WashoutsFact):
        return draw_last_doses(fact, dice)
    if not isinstance(fact, NumericFact):
        return Known(dice.choice(list_option_codes(fact)))
    limits = [int(each.number) for each in trial.thresholds if each.fact == fact_id] or [int(fact.range.min) + 1]
    around = [limit + step for limit in limits for step in (-1, 0, 1)]
    low, high = sorted(min(max(dice.choice(around), fact.range.min), fact.range.max) for _ in "ab")
    if low < high and dice.random() < 0.2:
        return Interval(min=low, max=high)
    is_dated = fact.kind == "days_between" and dice.random() < 0.5
    return Known(low, clear_on=draw_day(dice) if is_dated else None)


def draw_selected(fact: SeveralFact, dice: random.Random) -> Selected:
    """Returns which options are so, and which nobody knows where the fact lets that be said."""
    codes = tuple(code for code in fact.options if dice.random() < 0.3)
    rest = [code for code in fact.options if code not in codes]
    untested = tuple(code for code in rest if fact.not_tested is not None and dice.random() < 0.1)
    return Selected(codes, untested)


def draw_last_doses(fact: WashoutsFact, dice: random.Random) -> LastDoses:
    """Returns last doses around the end of the wait of each drug."""
    given = [code for code in fact.drugs if dice.random() < 0.3]
    doses = []
    for code in given:
        least = max(0, fact.drugs[code].days_to_wait + dice.choice((-3, -1, 0, 1)))
        doses.append(LastDose(code, least, dice.choice((least, least, least + 2))))
    return LastDoses(tuple(doses), draw_day(dice) if doses and dice.random() < 0.5 else None)


def draw_day(dice: random.Random) -> date:
    """Returns a day around that of the tests."""
    return date(2026, dice.choice((11, 12)), dice.randint(1, 28))


def list_typed(fact: Fact) -> list[str]:
    """Returns what can be typed to a fact that is no number so that it is taken at once, and not as a tick."""
    if isinstance(fact, WashoutsFact):
        drugs = [say(drug.label) for drug in fact.drugs.values()]
        return ["none of these", f"{drugs[0]} 3 days, {drugs[-1]} 40 days", *(f"{each} 2 days" for each in drugs)]
    if isinstance(fact, SeveralFact):
        labels = [say(option.label) for option in fact.options.values()]
        return ["none of these", ", ".join(labels[:2]), *(f"{each}, none else" for each in labels)]
    assert not isinstance(fact, NumericFact)
    return [get_option_label(fact, code) for code in list_option_codes(fact)]
