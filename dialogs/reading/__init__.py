"""Reading what a person typed as the answer to one question: an answer, a question back, or neither; and saying so in a sentence.

A wrong reading is worse than a question. Nothing here keeps a person's text, raises for any of it, or reads the number of a button.
"""

from datetime import date

from dialogs.definition.facts import AgeFact, DaysBetweenFact, DosePerAreaFact, Fact, NumberFact, NumericFact
from dialogs.reading.amounts import read_amount
from dialogs.reading.awaited import read_awaited
from dialogs.reading.choices import read_words
from dialogs.reading.cleaning import MAX_CHARACTERS, clean
from dialogs.reading.days import read_days
from dialogs.reading.doses import read_dose
from dialogs.reading.doubts import asked_back, without_doubt
from dialogs.reading.outcome import AskBack, Misread, Read, Reading
from dialogs.reading.sentences import sentence
from dialogs.reading.vocabulary import said_by

__all__ = ["MAX_CHARACTERS", "AskBack", "Misread", "Read", "Reading", "read", "sentence"]


def read(fact: Fact, text: str, today: date) -> Reading:
    """Reads `text` as an answer to `fact`. `today` serves only to refuse dates to come."""
    plain = clean(text)
    if isinstance(plain, Misread):
        return plain
    if said := said_by(fact, plain):
        return said
    certain, doubt = without_doubt(plain)
    if not doubt:
        return _read_by_kind(fact, plain, today)
    reading = said_by(fact, certain) or _read_by_kind(fact, certain, today)
    return asked_back(reading, doubt if isinstance(fact, NumericFact) else "doubt")


def _read_by_kind(fact: Fact, text: str, today: date) -> Reading:
    if not text:
        return Misread("not_an_answer")
    if not text.isdecimal() and (awaited := read_awaited(fact, text, today)):
        return awaited
    if isinstance(fact, AgeFact | DaysBetweenFact):
        reading = read_days(fact, text, today)
    elif isinstance(fact, NumberFact):
        reading = read_amount(fact, text)
    elif isinstance(fact, DosePerAreaFact):
        reading = read_dose(fact, text)
    else:
        return read_words(fact, text)
    has_words_only = isinstance(reading, Misread) and not any(each.isdecimal() for each in text)
    return read_words(fact, text) if has_words_only else reading
