"""Reads what a person types as an answer to one question: an answer, an ask-back, or neither. Says which in a sentence.

A wrong reading is worse than a question. Nothing here keeps a person's text, raises for any of it, or reads the number
of a button.
"""

# ruff: noqa: PLC0415 - a kind of answer is slow to import, with its patterns: it is when it is first read

from datetime import date
from functools import partial

from dialogs.definition.facts import (
    AgeFact,
    DaysBetweenFact,
    DoseFact,
    Fact,
    GestationFact,
    MonthsBetweenFact,
    NumberFact,
    NumericFact,
    OptionFact,
    SeveralFact,
    WashoutsFact,
    get_computed,
)
from dialogs.reading.awaited import read_awaited
from dialogs.reading.choices import read_words
from dialogs.reading.cleaning import MAX_CHARACTERS, clean, join_lines
from dialogs.reading.doubts import add_doubts, ask_back_for, find_doubts, strip_all_doubts, strip_doubt
from dialogs.reading.numbers.worded_numbers import read_worded
from dialogs.reading.outcome import AskBackReading, CodedParts, Misread, Read, Reading
from dialogs.reading.own_name import find_named_reading
from dialogs.reading.replies import find_reply, restate_count
from dialogs.reading.vocabulary import find_reading

__all__ = [
    "MAX_CHARACTERS",
    "AskBackReading",
    "CodedParts",
    "Misread",
    "Read",
    "Reading",
    "find_reply",
    "make_sentence",
    "read",
]


def read(fact: Fact, text: str, today: date, earlier: CodedParts = ()) -> Reading:
    """Reads `text` as an answer to `fact`. `today` serves only to refuse dates to come.

    `earlier` are the coded parts of the text before, where that was asked back and the ask-back stands open.
    """
    plain = clean(join_lines(text) if isinstance(fact, WashoutsFact) else text)
    if isinstance(plain, Misread):
        return plain
    if said := find_reading(fact, plain) or find_named_reading(fact, plain):
        return said
    if isinstance(fact, SeveralFact):
        from dialogs.reading.several.several import read_several

        return read_awaited(fact, plain, today) or read_several(fact, plain)
    if isinstance(fact, WashoutsFact):
        return _read_washouts(fact, plain, today, earlier)
    if isinstance(fact, OptionFact):
        certain, doubt = strip_doubt(plain)
        reading = (find_reading(fact, certain) if doubt else None) or read_awaited(fact, certain, today)
        if reading:
            return ask_back_for(reading, "doubt" if doubt else "")
        from dialogs.reading.phrases.phrases import read_phrase

        return read_phrase(fact, plain)
    if worded := read_worded(fact, plain):
        return worded
    certain, doubts = (plain, ()) if _begins_with_part(fact, plain) else strip_all_doubts(plain)
    counted = None if isinstance(fact, DoseFact) else restate_count(earlier, certain)
    if counted:
        return add_doubts(_read_by_kind(fact, counted, today, ()), (*doubts, *find_doubts(earlier)) or ("named",))
    said = find_reading(fact, certain) if doubts else None
    said = said or (read_worded(fact, certain) if certain != plain else None)
    reading = said or _read_by_kind(fact, certain, today, earlier)
    return add_doubts(reading, (*doubts, *(find_doubts(earlier) if _has_parts(fact) else ())))


def make_sentence(fact: Fact, outcome: Misread | AskBackReading) -> str:
    """Returns one line: what fits after a `Misread`; what is doubtful and what is offered after an `AskBackReading`."""
    from dialogs.reading.sentences.sentences import make_sentence

    return make_sentence(fact, outcome)


def _has_parts(fact: Fact) -> bool:
    """Says whether an answer to the fact may come in parts, in several messages."""
    return isinstance(fact, DoseFact) or getattr(fact, "ratio_to", None) is not None or get_computed(fact) is not None


def _read_washouts(fact: WashoutsFact, text: str, today: date, earlier: CodedParts) -> Reading:
    if not earlier and (awaited := read_awaited(fact, text, today)):
        return awaited  # beside drugs that were named it would lose them
    from dialogs.reading.washouts.washouts import read_washouts

    reading = read_washouts(fact, text, today, earlier)
    is_unread = isinstance(reading, Misread) and reading.reason == "not_an_answer" and not earlier
    return read_words(fact, text) if is_unread else reading


def _read_by_kind(fact: NumericFact, text: str, today: date, earlier: CodedParts) -> Reading:
    if not text:
        return Misread("not_an_answer")
    if not text.isdecimal() and (awaited := read_awaited(fact, text, today)):
        return awaited
    if isinstance(fact, AgeFact | DaysBetweenFact | MonthsBetweenFact):
        from dialogs.reading.days.days import read_days

        reading = read_days(fact, text, today)
    elif isinstance(fact, NumberFact | GestationFact) and fact.computed is not None:
        from dialogs.reading.computed.computing import read_computed

        reading = read_computed(fact, fact.computed, text, partial(_read_number, fact), earlier)
    elif isinstance(fact, NumberFact | GestationFact):
        reading = _read_number(fact, text, earlier)
    else:
        from dialogs.reading.doses.doses import read_dose

        reading = read_dose(fact, text, earlier)
    has_words_only = (
        isinstance(reading, Misread)
        and reading.reason in {"not_an_answer", "unit", "units"}
        and not any(each.isdecimal() for each in text)
    )
    return read_words(fact, text) if has_words_only else reading


def _begins_with_part(fact: Fact, text: str) -> bool:
    if get_computed(fact) is None:
        return False
    from dialogs.reading.computed.computing import begins_with_part

    return begins_with_part(fact, text)


def _read_number(fact: NumberFact | GestationFact, text: str, earlier: CodedParts = ()) -> Reading:
    if isinstance(fact, GestationFact):
        from dialogs.reading.days.gestations import read_gestation

        return read_gestation(fact, text)
    from dialogs.reading.amounts import read_amount

    return read_amount(fact, text, earlier)
