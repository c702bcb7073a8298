"""Answers as a person would say them in a script: words that read as just this answer, whatever was typed before.

Two things cannot be said, and come as near as a script gets. The day on which a waiting window is over (`clear_on`)
follows from dates of the patient, which no script names. The number of days is said without it. And a typed number has
six decimals at most: a computed dose is rounded to six, never onto a rounder number.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from dialogs import phrases
from dialogs.conversation.ask_backs import YesNoReply, read_yes_no
from dialogs.definition.facts import (
    Fact,
    NumericFact,
    SeveralFact,
    WashoutsFact,
    get_option_label,
    list_option_codes,
)
from dialogs.definition.wording import say, words
from dialogs.reading import AskBackReading, Read, read
from dialogs.reading.plain_words import NOT_KNOWN, WAITING
from dialogs.reading.word_readings import list_option_words
from dialogs.rules.answers import Answer, Interval, Known, LastDoses, Pending, Unknown, Value
from dialogs.testing.scripts.recording.amount_texts import list_amount_texts
from dialogs.testing.scripts.recording.said_last_doses import list_last_doses_ways
from dialogs.testing.scripts.recording.said_selections import list_selected_ways


class Unsayable(ValueError):
    """No words read as an answer; the message names the fact, and never the answer."""


def find_text(fact: Fact, answer: Answer, today: date, *, under_ask_back: bool = False) -> str:
    """Returns words that read as `make_sayable(answer)`: a button's label where there is one, else an amount.

    A result that is awaited for a day before `today`, or years away, is asked back, and the answer is the first offer.
    A yes, a no and a lone digit are no answer `under_ask_back`. Raises `Unsayable` for an answer that no person can
    give: a code, a number or an interval that the fact does not have.
    """
    text = next(list_texts(fact, answer, today, under_ask_back=under_ask_back), None)
    if text is None:
        raise Unsayable(f"{say(fact.name)}: no words read as the recorded answer, so no script can say it")
    return text


def list_texts(fact: Fact, answer: Answer, today: date, *, under_ask_back: bool) -> Iterator[str]:
    """Yields the words that `find_text` chooses from, the plainest first."""
    wanted = make_sayable(answer)
    for text in _list_ways(fact, wanted):
        is_digit = len(text) == 1 and text.isdecimal()  # which may be meant for a choice
        is_reply = under_ask_back and (is_digit or read_yes_no(text) is not YesNoReply.OTHER)
        if not is_reply and not _begins_a_block(text) and find_offered(fact, text, today) == wanted:
            yield text


def find_offered(fact: Fact, text: str, today: date) -> Answer | None:
    """Returns the answer that a text is, or the first offer where its expected day is doubtful; else None."""
    reading = read(fact, text, today)
    if isinstance(reading, AskBackReading) and reading.reason == "expected":
        return reading.offers[0]
    return reading.answer if isinstance(reading, Read) else None


def _begins_a_block(text: str) -> bool:
    return any(line.startswith("#") for line in text.splitlines())


def make_sayable(answer: Answer) -> Answer:
    """Returns the answer as a script can say it: without the day of a window's end, and with six decimals at most."""
    if isinstance(answer, Known):
        return Known(_make_sayable_value(answer.value))
    if isinstance(answer, Interval):
        return _make_sayable_interval(answer)
    if isinstance(answer, LastDoses):
        return LastDoses(answer.doses)
    return answer


def _make_sayable_interval(interval: Interval) -> Answer:
    low, high = _round_limit(interval.min), _round_limit(interval.max)
    if low is not None and low == high:
        return Known(low)
    return Interval(low, high, _round_limit(interval.above), _round_limit(interval.below))


def _round_limit(number: float | None) -> int | float | None:
    return None if number is None else _round(number)


def _make_sayable_value(value: Value) -> Value:
    return value if isinstance(value, str) else _round(value)


def _round(number: float) -> int | float:
    """Returns a number to six decimals, of which a rounded one does not end in 0: so none lands on a threshold."""
    if isinstance(number, int):
        return number
    exact = Decimal(repr(number))
    rounded = exact.quantize(_STEP)
    if rounded != exact and not int(rounded.scaleb(_DECIMALS)) % 10:
        rounded += _STEP if exact > rounded else -_STEP
    return int(rounded) if rounded == rounded.to_integral_value() else float(rounded)


def _list_ways(fact: Fact, answer: Answer) -> Iterator[str]:
    """Yields ways to say an answer, the plainest first. Not every kind of fact reads each of them so."""
    if isinstance(answer, Unknown):
        yield from (phrases.UNKNOWN_LABEL if fact.unknown is None else say(fact.unknown.label), *words(NOT_KNOWN))
    elif isinstance(answer, Pending) and answer.expected is None:
        yield from (phrases.PENDING_LABEL if fact.pending is None else say(fact.pending.label), *words(WAITING))
    elif isinstance(answer, Pending):
        yield from (f"{word} {answer.expected}" for word in (*words(WAITING), "expected"))
    elif isinstance(fact, SeveralFact):
        yield from list_selected_ways(fact, answer)
    elif isinstance(fact, WashoutsFact):
        yield from list_last_doses_ways(fact, answer)
    elif isinstance(fact, NumericFact):
        if isinstance(answer, Known | Interval):
            yield from list_amount_texts(fact, answer)
    elif isinstance(answer, Known) and answer.value in list_option_codes(fact):
        yield from (get_option_label(fact, str(answer.value)), *list_option_words(fact, str(answer.value)))


_DECIMALS = 6
_STEP = Decimal(1).scaleb(-_DECIMALS)
