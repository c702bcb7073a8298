"""Numbers and intervals as a person would say them, with and without their units."""

from collections.abc import Iterator
from decimal import Decimal

from dialogs.definition.facts import AgeFact, DailyDoseFact, DaysBetweenFact, GestationFact, NumericFact, get_computed
from dialogs.definition.wording import say, words
from dialogs.reading.computed.part_words import RESULTS
from dialogs.rules.answers import Interval, Known, Value
from dialogs.verdict.answer_words import word_unit


def list_amount_texts(fact: NumericFact, answer: Known | Interval) -> Iterator[str]:
    """Yields ways to say a number or an interval, the plainest first. Not every kind of fact reads each of them so."""
    amounts = [f"{text} {unit}".strip() for text in _list_amounts(answer) for unit in _list_units(fact, text)]
    yield from amounts
    if get_computed(fact) is not None:
        yield from (f"{_MEASURED} {amount}" for amount in amounts)


def _list_amounts(answer: Known | Interval) -> Iterator[str]:
    if isinstance(answer, Known):
        yield _format_number(answer.value)
        return
    limits = (answer.min, answer.max, answer.above, answer.below)
    low, high, above, below = (None if each is None else _format_number(each) for each in limits)
    if None not in (low, high):
        yield f"{low} to {high}"
    for limit, way in ((low, "at least"), (high, "at most"), (above, "more than"), (below, "less than")):
        if limit is not None:
            yield f"{way} {limit}"


def _format_number(value: Value) -> str:
    """Returns a number in digits, however small or large it is."""
    return f"{Decimal(repr(value)):f}" if isinstance(value, float) else str(value)


def _list_units(fact: NumericFact, text: str) -> list[str]:
    one = [say(fact.unit_one)] if fact.unit_one and text.rsplit(maxsplit=1)[-1] == "1" else []
    whole = [word_unit(fact)] if isinstance(fact, DailyDoseFact) else []
    return [
        *one,
        say(fact.unit),
        *whole,
        *(["days"] if isinstance(fact, AgeFact | DaysBetweenFact | GestationFact) else []),
        "",
    ]


_MEASURED = words(RESULTS)[0]
"""By this word a number is the result itself, and none of its parts."""
