"""The name of what is asked, repeated before its answer: 'INR 1.1', 'SpO2: 93 %', 'HBsAg negative'."""

import re
from collections.abc import Container

from dialogs.definition.facts import Fact, OptionFact
from dialogs.definition.wording import words
from dialogs.reading.vocabulary import find_reading
from dialogs.reading.word_readings import WordReading


def strip_own_name(fact: Fact, text: str, others: Container[str] = ()) -> str:
    """Returns a text in small letters without the name or a cue of the fact before a number.

    `others` are names of something else, such as the parts of a formula, that are kept.
    """
    for name in sorted((*fact.name.values(), *words(fact.cues)), key=len, reverse=True):
        said = name.casefold()
        bare = text.removeprefix("the ")
        if said not in others and bare.startswith(said) and (found := _BEFORE_NUMBER.match(bare, len(said))):
            return bare[found.end() :]
    return text


def find_named_reading(fact: Fact, text: str) -> WordReading | None:
    """Returns what a word of options says behind the name of their fact; None where more is said, or less.

    Cues are no names: 'no vaccine' is one, and 'given' behind it is no answer.
    """
    for name in fact.name.values() if isinstance(fact, OptionFact) else ():
        rest = text[len(name) :]
        if text[: len(name)].casefold() == name.casefold() and rest.startswith((" ", ":", "=")):
            return find_reading(fact, rest.lstrip(" :="))
    return None


_BEFORE_NUMBER = re.compile(
    r"(?: is| was| of)?[ :=]+(?=[\d<>≤≥]|(?:less|more|below|above|under|over|at (?:most|least)) )"
)
