"""Ask-backs of the dialogue: what a text means while one stands open, before it is read as an answer to its question.

Yes and no are meant for the offers, never for the question behind them. Nothing here can record a value that was not
offered.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

from dialogs.conversation.screening import Doubt
from dialogs.definition.facts import Fact
from dialogs.definition.wording import words
from dialogs.reading import AskBackReading, Read, find_reply, read
from dialogs.reading.cleaning import clean
from dialogs.reading.days.durations import UNITS
from dialogs.reading.plain_words import (
    ADDING,
    AROUND_A_REPLY,
    CONFIRMING,
    KEEPING,
    NO,
    NO_WORDS,
    REFUSING,
    YES,
    YES_WORDS,
)
from dialogs.reading.vocabulary import find_reading
from dialogs.rules.answers import Answer, LastDoses, Selected

IMPRECISE = "imprecise"
"""An interval leaves a criterion open."""
DOUBLED = "doubled"
"""The same words came twice within a few seconds, for two questions."""


class YesNoReply(Enum):
    """What a text is to an ask-back, by its yes and no alone."""

    YES = "yes"
    NO = "no"
    BOTH = "both"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ReplyWithRest:
    """A text that begins with a yes or a no and goes on with `rest`; `parted` says whether a sign stands between."""

    reply: YesNoReply
    rest: str
    parted: bool


def read_yes_no(text: str) -> YesNoReply:
    """Returns what a text is by its yes and no; other words may only fill it up, as in 'yes, that is right'."""
    plain = _simplify(text)
    if plain in CONFIRMING or plain in REFUSING:
        return YesNoReply.YES if plain in CONFIRMING else YesNoReply.NO
    said = set(_WORD.findall(plain))
    if not said <= YES_WORDS | NO_WORDS | AROUND_A_REPLY or said <= AROUND_A_REPLY:
        return YesNoReply.OTHER
    if said & YES_WORDS and said & NO_WORDS:
        return YesNoReply.BOTH
    return YesNoReply.YES if said & YES_WORDS else YesNoReply.NO


def read_reply_to_offers(fact: Fact, text: str) -> YesNoReply:
    """Returns what a text is to the offers of an ask-back.

    A word that is an answer too, such as 'right' of a side, is both. But a plain yes or no never means the answer
    there, whatever the question behind it.
    """
    reply = read_yes_no(text)
    plain = _simplify(text)
    if reply is YesNoReply.OTHER or plain in _PLAIN_REPLIES:
        return reply
    return YesNoReply.BOTH if isinstance(find_reading(fact, plain), Read) else reply


def split_leading_reply(fact: Fact, text: str) -> ReplyWithRest | None:
    """Returns the yes or no that a text begins with, and the rest; None without one, or for words of the fact's own."""
    plain = _simplify(text)
    found = _BEGUN.fullmatch(plain)
    if found is None or found[1] not in YES_WORDS | NO_WORDS or isinstance(find_reading(fact, plain), Read):
        return None
    return ReplyWithRest(YesNoReply.YES if found[1] in YES_WORDS else YesNoReply.NO, found[3], bool(found[2].strip()))


def find_chosen_offer(fact: Fact, doubt: Doubt, text: str, today: date) -> int | None:
    """Returns the place of the offer that a text names: 'keep', 'weeks', 'B lineage'; None where it names none."""
    if doubt.reason == IMPRECISE:
        return 0 if is_keeping(fact, doubt.offers[0], text, today) else None
    meant = find_reply(fact, make_ask_back(doubt), text)
    return None if meant is None else doubt.offers.index(meant)


def is_keeping(fact: Fact, answer: Answer, text: str, today: date) -> bool:
    """Says whether a text keeps `answer`: 'keep', 'keep it', or 'keep: 120 days' where that is the answer."""
    plain = _simplify(text)
    kept = plain.removeprefix("keep").lstrip(": ") if plain.startswith("keep") else ""
    return plain in KEEPING or (kept != "" and read(fact, kept, today) == Read(answer))


def is_unasked(fact: Fact, doubt: Doubt, text: str, read: Read) -> bool:
    """Says whether a short reply under an ask-back would be an answer that was not offered.

    Such are a digit, a sign, a text that begins with a no, and a unit alone for the parts of an answer. They may have
    been meant as the number of a choice, or for the ask-back, so they are offered first.
    """
    plain = _simplify(text)
    is_mark = not any(each.isalnum() for each in plain) or (len(plain) == 1 and plain.isdecimal())
    is_unit = bool(doubt.kept) and set(_WORD.findall(plain.replace("m2", "m"))) <= _UNIT_WORDS
    is_more = plain.startswith(_ADDING) or isinstance(find_reading(fact, plain), Read)
    is_word = isinstance(read.answer, Selected) and is_more  # one more, or none
    is_none = read.answer == LastDoses() and bool(doubt.offers)  # none of the offers, or no drug
    begins_with_reply = split_leading_reply(fact, text) is not None
    return read.answer not in doubt.offers and (is_mark or is_unit or is_word or is_none or begins_with_reply)


def keeps_parts(doubt: Doubt) -> bool:
    """Says whether an ask-back holds parts of an answer and waits for the rest: no slip of the finger loses them."""
    return bool(doubt.kept) and not doubt.offers


def make_ask_back(doubt: Doubt) -> AskBackReading:
    """Returns an ask-back as reading made it."""
    return AskBackReading(doubt.reason, doubt.offers, doubt.kept)


_ADDING = tuple(f"{each} " for each in words(ADDING))


def _simplify(text: str) -> str:
    plain = clean(text)
    return plain.casefold() if isinstance(plain, str) else ""


_UNIT_WORDS = frozenset({*UNITS, "mg", "g", "kg", "kilo", "cm", "m", "per", "a", "daily", "square", "metre", "meter"})
"""What a text consists of that is nothing but a unit."""
_PLAIN_REPLIES = frozenset(word for table in (YES, NO) for word in words(table))
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[👍👎]")
_BEGUN = re.compile(r"([^\W\d_]+)( ?[,;:.!-]+ ?| )(\S.*)")
