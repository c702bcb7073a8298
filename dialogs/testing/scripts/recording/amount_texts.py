"""Numbers and intervals as a person would say them, with and without their units."""

from collections.abc import Iterator

from dialogs.definition.facts import (
    AgeFact,
    DailyDoseFact,
    DaysBetweenFact,
    GestationFact,
    NumericFact,
    get_computed,
    get_unit_word,
)
from dialogs.definition.wording import say, words
from dialogs.reading.computed.part_words import RESULTS
from dialogs.rules.answers import Interval, Known
from dialogs.testing.scripts.recording.said_amounts import list_amounts
from dialogs.verdict.answer_words import word_unit


def list_amount_texts(fact: NumericFact, answer: Known | Interval) -> Iterator[str]:
    """Yields ways to say a number or an interval, the plainest first. Not every kind of fact reads each of them so."""
    amounts = [f"{text} {unit}".strip() for text in list_amounts(answer) for unit in _list_units(fact, text)]
    yield from amounts
    yield from (f"{text} to {text}" for text in list_amounts(answer) if isinstance(answer, Known))
    if get_computed(fact) is not None:
        yield from (f"{_MEASURED} {amount}" for amount in amounts)


def _list_units(fact: NumericFact, text: str) -> list[str]:
    one = [say(fact.unit_one)] if fact.unit_one and text.rsplit(maxsplit=1)[-1] == "1" else []
    whole = [word_unit(fact)] if isinstance(fact, DailyDoseFact) else []
    return [
        *one,
        get_unit_word(fact),
        *whole,
        *(["days"] if isinstance(fact, AgeFact | DaysBetweenFact | GestationFact) else []),
        "",
    ]


_MEASURED = words(RESULTS)[0]
"""By this word a number is the result itself, and none of its parts."""
