"""Checks of facts: no word stands for two answers, and every number fits the range."""

import re
from collections.abc import Iterator

from dialogs.definition.document import KeyPath
from dialogs.definition.facts import (
    Fact,
    NumericFact,
    OptionFact,
    SeveralFact,
    list_option_codes,
)
from dialogs.definition.options import AskBack
from dialogs.definition.spelling import fold
from dialogs.definition.trial import Definition
from dialogs.definition.wording import words
from dialogs.loading.amount_checks import check_amount
from dialogs.loading.condition_checks import check_condition
from dialogs.loading.counting_checks import check_valid_for
from dialogs.loading.day_checks import RESERVED, check_days
from dialogs.loading.limit_checks import LocatedFault, offer_one_of
from dialogs.loading.number_checks import check_numeric
from dialogs.loading.several_checks import check_several
from dialogs.rules.domains import is_whole


def check_fact(definition: Definition, fact_id: str, fact: Fact) -> Iterator[LocatedFault]:
    """Yields the faults of a fact; its condition may name only facts that stand above it."""
    at: KeyPath = ("facts", fact_id)
    if fact_id in RESERVED:
        yield at, f"'{fact_id}' is a word of the format: choose another id for the fact"
    if fact.applies_if is not None:
        earlier = list(definition.facts)[: list(definition.facts).index(fact_id)]
        yield from check_condition(definition, fact.applies_if, (*at, "applies_if"), set(earlier))
    yield from check_valid_for(definition, fact, at)
    if isinstance(fact, OptionFact):
        yield from _check_options(fact, at)
    if isinstance(fact, SeveralFact):
        yield from check_several(fact, at)
    ends = (fact.range.min, fact.range.max) if isinstance(fact, NumericFact) and is_whole(fact) else ()
    if not all(float(each).is_integer() for each in ends):
        remedy = "give whole numbers as min and max, or say 'decimals: true'"
        yield (*at, "range"), f"only whole numbers answer this fact: {remedy}"
    if isinstance(fact, NumericFact):
        yield from check_numeric(fact, at)
        yield from check_amount(fact, at)
    yield from check_days(fact, at)


def _check_options(fact: OptionFact, at: KeyPath) -> Iterator[LocatedFault]:
    codes = list_option_codes(fact)
    for code in codes:
        if code in RESERVED:
            yield (*at, "options", code), f"'{code}' is a word of the format: choose another code for the option"
    for i, entry in enumerate(fact.ask_back):
        for code in set(entry.offer) - {*codes, *_MISSING}:
            message = f"'{code}' is no option of this fact: {offer_one_of([*codes, *_MISSING])}"
            yield (*at, "ask_back", i, "offer"), message
        yield from _check_replies(entry, (*at, "ask_back", i, "replies"))
    yield from _check_words_beside(fact, at)
    read_as: dict[str, KeyPath] = {}
    for way, said in _iterate_said_words(fact):
        for word in said:
            other = read_as.setdefault(fold(word), way)
            if other != way:
                message = f"'{word}' stands for two answers (also at {'.'.join(map(str, other))})"
                yield (*at, *way), f"{message}: keep it in one of them"


def _check_replies(entry: AskBack, at: KeyPath) -> Iterator[LocatedFault]:
    meant: dict[str, str] = {}
    for code, replies in entry.replies.items():
        if code not in entry.offer:
            yield (*at, code), f"'{code}' is not offered here: {offer_one_of(entry.offer)}"
        for word in words(replies):
            if meant.setdefault(fold(word), code) != code:
                yield (*at, code), f"'{word}' is a reply for two offers: keep it at one of them"


def _check_words_beside(fact: OptionFact, at: KeyPath) -> Iterator[LocatedFault]:
    """Yields words that are to say nothing and yet stand for an option, and translocations that are none."""
    meant = {fold(word) for way, said in _iterate_said_words(fact) if way[0] in {"options", "times"} for word in said}
    for key, beside in ((("neutral",), fact.neutral), (("times", "asked"), fact.times.asked if fact.times else None)):
        for word in words(beside):
            if fold(word) in meant:
                yield (*at, *key), _SAID_ELSEWHERE.format(word=word)
    for code, option in fact.options.items():
        for word in words(option.beside):
            if fold(word) in meant:
                yield (*at, "options", code, "beside"), _SAID_ELSEWHERE.format(word=word)
        for i, each in enumerate(option.fusions.translocations if option.fusions else []):
            if _TRANSLOCATION.fullmatch(each) is None:
                message = f"'{each}' is no translocation without bands: write t(4;11)"
                yield (*at, "options", code, "fusions", "translocations", i), message


def _iterate_said_words(fact: OptionFact) -> Iterator[tuple[KeyPath, list[str]]]:
    """Yields what people may say to a fact, with the place as which it is read."""
    for code in list_option_codes(fact):
        option = fact.options.get(code)  # type: ignore[call-overload]  # the two kinds key their options differently
        said = [code]
        if option is not None:
            said += [*option.label.values(), *words(option.synonyms)]
            said += [word for remark in option.remarks for word in words(remark.words)]
        yield ("options", code), said
    for i, entry in enumerate(fact.ask_back):
        yield ("ask_back", i), words(entry.words)
    for i, other in enumerate(fact.times.others if fact.times else []):
        yield ("times", "others", i), words(other.words)
    for key, missing in (("pending", fact.pending), ("unknown", fact.unknown)):
        if missing is not None:
            yield (key,), [*missing.label.values(), *words(missing.synonyms)]


_MISSING = ("pending", "unknown")
_TRANSLOCATION = re.compile(r"t\((\d{1,2}|X|Y);(\d{1,2}|X|Y)\)")
_SAID_ELSEWHERE = "'{word}' says something elsewhere in this fact: keep it there, or here"
