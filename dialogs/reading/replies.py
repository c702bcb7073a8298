"""Replies to an ask-back: words that mean one of its offers while it stands open, and only then."""

import re

from dialogs.definition.facts import Fact, OptionFact
from dialogs.definition.spelling import fold
from dialogs.definition.wording import words
from dialogs.reading.cleaning import clean
from dialogs.reading.days.dates import DAY_FIRST, MONTH_FIRST
from dialogs.reading.days.durations import UNITS
from dialogs.reading.doubts import find_doubts
from dialogs.reading.outcome import DOUBT, AskBackReading, CodedParts, Misread
from dialogs.reading.plain_words import PART_UNITS
from dialogs.reading.word_readings import make_answer
from dialogs.rules.answers import Answer


def find_reply(fact: Fact, asked: AskBackReading, text: str) -> Answer | None:
    """Returns the offer that `text` means as a reply to an ask-back; None where it means none.

    A reply is the unit for which the ask-back asks, or words of the definition.
    """
    plain = clean(text)
    if isinstance(plain, Misread):
        return None
    reason, _, detail = asked.reason.partition(":")
    said = plain.casefold()
    if find_doubts(asked.coded):
        return None
    if names := name_offers(asked):
        name = _find_name(said)
        meant = [offer for offer, (known, _) in zip(asked.offers, names, strict=True) if known == name]
        return meant[0] if len(meant) == 1 else None
    if reason == "bare_part":
        return asked.offers[0] if said in PART_UNITS.get(detail, ()) else None
    chosen = _find_meant(fact, detail, plain) if reason == "words" and isinstance(fact, OptionFact) else None
    return chosen if chosen in asked.offers else None


def name_offers(asked: AskBackReading) -> CodedParts:
    """Returns what each offer is called and counts, such as ('weeks', '12'); empty where the offers have no names."""
    names = tuple(each for each in asked.coded if each[0] in _NAMES)
    return names if len(names) == len(asked.offers) == sum(name != DOUBT for name, _ in asked.coded) else ()


def restate_count(coded: CodedParts, text: str) -> str:
    """Returns the number of an ask-back with the unit that `text` gives it, such as '12 weeks'; else nothing."""
    unit = _find_name(text.casefold())
    counts = dict.fromkeys(count for name, count in coded if name in _UNIT_NAMES)
    own = [count for name, count in coded if name == unit]
    possible = own or list(counts)
    return f"{possible[0]} {unit}" if unit in _UNIT_NAMES and len(possible) == 1 else ""


def _find_name(said: str) -> str:
    bare = _AROUND_NAME.sub("", said)
    return UNITS.get(bare) or next((name for name, own in _ORDER_WORDS.items() if bare in own), "")


def _find_meant(fact: OptionFact, index: str, plain: str) -> Answer | None:
    if not index.isdecimal():
        return None
    replies = [each.replies for each in fact.ask_back][int(index) : int(index) + 1]
    said = fold(plain)
    meant = [code for each in replies for code, own in each.items() if said in map(fold, words(own))]
    return make_answer(meant[0]) if meant else None


_ORDER_WORDS = {
    DAY_FIRST: frozenset({
        "day first", "dd/mm", "dd/mm/yyyy", "dd.mm.yyyy", "dd-mm-yyyy", "d/m/y", "day/month", "day/month/year",
        "day then month",
    }),
    MONTH_FIRST: frozenset({
        "month first", "mm/dd", "mm/dd/yyyy", "mm-dd-yyyy", "m/d/y", "month/day", "month/day/year", "month then day",
    }),
}  # fmt: skip
_UNIT_NAMES = frozenset(UNITS.values())
_NAMES = _UNIT_NAMES | {DAY_FIRST, MONTH_FIRST}
_AROUND_NAME = re.compile(
    r"^(?:(?:in|it(?: is|'s| was)|they (?:are|were)|that(?: is|'s| was)|i mean(?:t)?|the|as|of) )+"
    r"|(?: (?:old|of age|completed|please))+$"
)
