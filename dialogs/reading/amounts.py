"""Numbers in one unit, and intervals of them."""

import re
from itertools import product

from dialogs.definition.facts import NumberFact
from dialogs.definition.wording import words
from dialogs.reading.days import figures_for_words
from dialogs.reading.figures import Figure, figure
from dialogs.reading.intervals import Ends, ends, single
from dialogs.reading.limits import Quantity, exactly, settle
from dialogs.reading.outcome import Misread, Reading


def read_amount(fact: NumberFact, text: str) -> Reading:
    """Reads a number, with or without the fact's unit, or an interval; a number with another unit is refused."""
    lowered = figures_for_words(text.casefold())
    reading = _read_ends(fact, single(lowered))
    if isinstance(reading, Misread) and reading.reason in {"not_an_answer", "unit"} and (shape := ends(lowered)):
        return _read_ends(fact, shape)
    return reading


def pairs(shape: Ends, lows: list[Quantity], highs: list[Quantity]) -> list[tuple[Quantity | None, Quantity | None]]:
    """Returns every pair of readings at the two ends; a lone figure reads the same at both."""
    if shape.low == shape.high:
        return list(zip(lows, highs, strict=True))
    return list(product(lows if shape.low else [None], highs if shape.high else [None]))


def _read_ends(fact: NumberFact, shape: Ends) -> Reading:
    figures: dict[str, Figure] = {"": Figure(())}
    for phrase in shape.phrases:
        read = _figure(fact, phrase)
        if isinstance(read, Misread):
            return read
        figures[phrase] = read
    low, high = ([exactly(each) for each in figures[phrase].readings] for phrase in (shape.low, shape.high))
    doubt = next((each.doubt for each in figures.values() if each.doubt), "")
    return settle(fact, shape, pairs(shape, low, high), doubt)


def _figure(fact: NumberFact, phrase: str) -> Figure | Misread:
    match = _AMOUNT.fullmatch(phrase)
    if match is None:
        return Misread("not_an_answer")
    if match[2] and match[2] not in _units(fact):
        return Misread("unit")
    return figure(match[1], whole=not fact.decimals)


def _units(fact: NumberFact) -> set[str]:
    return {each.casefold() for each in (*fact.unit.values(), *(fact.unit_one or {}).values(), *words(fact.synonyms))}


_AMOUNT = re.compile(r"(-? ?\d[\d.,]*) ?([^\d\s_-].*)?")
