"""Reading what a person typed as the answer to one question: an answer, a question back, or neither; and saying so in a sentence.

A wrong reading is worse than a question. Nothing here keeps a person's text, raises for any of it, or reads the number of a button.
"""

from datetime import date

from dialogs.definition.facts import AgeFact, DaysBetweenFact, DosePerAreaFact, Fact, NumberFact, NumericFact, OptionFact
from dialogs.reading.amounts import read_amount
from dialogs.reading.awaited import read_awaited
from dialogs.reading.choices import read_words
from dialogs.reading.cleaning import MAX_CHARACTERS, clean
from dialogs.reading.days import read_days
from dialogs.reading.doses import read_dose
from dialogs.reading.doubts import asked_back, doubts_in, with_doubts, without_any_doubt, without_doubt
from dialogs.reading.outcome import AskBack, Kept, Misread, Read, Reading
from dialogs.reading.phrases import read_phrase
from dialogs.reading.replies import count_said, reply_to
from dialogs.reading.sentences import sentence
from dialogs.reading.vocabulary import said_by

__all__ = ["MAX_CHARACTERS", "AskBack", "Kept", "Misread", "Read", "Reading", "read", "reply_to", "sentence"]


def read(fact: Fact, text: str, today: date, kept: Kept = ()) -> Reading:
    """Reads `text` as an answer to `fact`. `today` serves only to refuse dates to come.

    `kept` are the coded parts of the text before, where that was asked back and the ask-back stands open.
    """
    plain = clean(text)
    if isinstance(plain, Misread):
        return plain
    if said := said_by(fact, plain):
        return said
    if isinstance(fact, OptionFact):
        certain, doubt = without_doubt(plain)
        reading = (said_by(fact, certain) if doubt else None) or read_awaited(fact, certain, today)
        return asked_back(reading, "doubt" if doubt else "") if reading else read_phrase(fact, plain)
    certain, doubts = without_any_doubt(plain)
    counted = None if isinstance(fact, DosePerAreaFact) else count_said(kept, certain)
    if counted:
        return with_doubts(_read_by_kind(fact, counted, today, ()), (*doubts, *doubts_in(kept)) or ("named",))
    reading = (said_by(fact, certain) if doubts else None) or _read_by_kind(fact, certain, today, kept)
    return with_doubts(reading, (*doubts, *(doubts_in(kept) if isinstance(fact, DosePerAreaFact) else ())))


def _read_by_kind(fact: NumericFact, text: str, today: date, kept: Kept) -> Reading:
    if not text:
        return Misread("not_an_answer")
    if not text.isdecimal() and (awaited := read_awaited(fact, text, today)):
        return awaited
    if isinstance(fact, AgeFact | DaysBetweenFact):
        reading = read_days(fact, text, today)
    elif isinstance(fact, NumberFact):
        reading = read_amount(fact, text)
    else:
        reading = read_dose(fact, text, kept)
    has_words_only = (
        isinstance(reading, Misread) and reading.reason in {"not_an_answer", "unit"} and not any(each.isdecimal() for each in text)
    )
    return read_words(fact, text) if has_words_only else reading
