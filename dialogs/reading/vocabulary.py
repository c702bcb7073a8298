"""The words of one fact and what each says: codes, labels, synonyms, remarks, words to ask back, missing answers."""

import re
from dataclasses import dataclass

from dialogs.definition.facts import ChoiceFact, Fact, OptionFact, SeveralFact, YesNoFact
from dialogs.definition.spelling import fold
from dialogs.definition.wording import say, words
from dialogs.reading.outcome import AskBackReading, Misread, Read
from dialogs.reading.plain_words import NEARLY, NOT_KNOWN, NOT_YET, WAITING
from dialogs.reading.several_words import collect_several, list_missing_words, list_selections
from dialogs.reading.word_readings import (
    Tokens,
    WordReading,
    get_options,
    list_codes,
    list_offers,
    list_option_words,
    make_answer,
    split_tokens,
)
from dialogs.rules.answers import PENDING, UNKNOWN, Known, Selected


@dataclass(frozen=True, slots=True)
class VocabularyEntry:
    """A word, or several, in tokens, with what it says."""

    tokens: Tokens
    reading: WordReading


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """What a fact's words say, by their folded form, and the same words in tokens, by their number, and as written.

    Two are never equal: each belongs to one fact.
    """

    fact: Fact
    readings: dict[str, WordReading]
    entries: tuple[VocabularyEntry, ...]
    written: tuple[str, ...]
    options: tuple[Known, ...]
    "The answers that are options of the fact, in their order."


def collect_vocabulary(fact: Fact) -> Vocabulary:
    """Returns the words of `fact`; they are collected once for each fact that is loaded."""
    known = _COLLECTED.get(id(fact))
    if known is None:
        if len(_COLLECTED) >= _MAX_COLLECTED:
            _COLLECTED.clear()
        known = _COLLECTED[id(fact)] = _collect(fact)
    return known


def find_reading(fact: Fact, text: str) -> WordReading | None:
    """Returns what `text` says if it is one of the fact's words, in whatever case and with whatever spaces and hyphens.

    Two numbers are never joined to a third ('CNS I-II' is not CNS III), nor a 'no' to what stands behind a dash.
    """
    known = collect_vocabulary(fact)
    said = known.readings.get(fold(text))
    if (
        said
        and not text.isalnum()
        and _APART.search(text)
        and split_tokens(text) not in {each.tokens for each in known.entries}
    ):
        return None
    return said


def _collect(fact: Fact) -> Vocabulary:
    said: list[tuple[str, WordReading]] = []
    if isinstance(fact, SeveralFact):
        said += collect_several(fact)
    if isinstance(fact, ChoiceFact | YesNoFact):
        said += _collect_options(fact)
    if isinstance(fact, ChoiceFact | YesNoFact | SeveralFact):
        said += [(word, make_ask_back(fact, i)) for i, each in enumerate(fact.ask_back) for word in words(each.words)]
        others = fact.times.others if fact.times else []
        said += [(word, Misread(f"time:{i}")) for i, each in enumerate(others) for word in words(each.words)]
    if isinstance(fact, YesNoFact):
        said += [(word, AskBackReading("several", (Known("no"), PENDING))) for word in words(NOT_YET)]
        said += [
            (word, AskBackReading("doubt", (Known(code),))) for code, nearly in NEARLY.items() for word in words(nearly)
        ]
    said += [(word, Read(UNKNOWN)) for word in (*list_missing_words(fact.unknown), *words(NOT_KNOWN))]
    said += [(word, Read(PENDING)) for word in (*list_missing_words(fact.pending), *words(WAITING))]
    readings: dict[str, WordReading] = {}
    for word, reading in said:  # the first to claim a word has it, but for two options that claim the same one
        held = readings.setdefault(fold(word), reading)
        if _compete(held, reading):
            readings[fold(word)] = AskBackReading("several", (*list_offers(held), *list_offers(reading)))
    entries = {split_tokens(word): VocabularyEntry(split_tokens(word), readings[fold(word)]) for word, _ in said}
    options = tuple(map(Known, list_codes(fact))) if isinstance(fact, ChoiceFact | YesNoFact) else ()
    return Vocabulary(fact, readings, tuple(entries.values()), tuple(word for word, _ in said), options)


def make_ask_back(fact: OptionFact | SeveralFact, index: int) -> AskBackReading | Misread:
    """Returns what the words of the fact's ask-back at `index` say: its offers, or without any the question again."""
    offered = fact.ask_back[index].offer
    offers = list_selections(fact, offered) if isinstance(fact, SeveralFact) else tuple(map(make_answer, offered))
    return AskBackReading(f"words:{index}", offers) if offers else Misread(f"words:{index}")


def find_own_sentence(fact: Fact, reason: str) -> str | None:
    """Returns what the definition says to words of the reasons 'words:0' and 'time:0'; None for any other reason."""
    table, _, index = reason.partition(":")
    if not isinstance(fact, ChoiceFact | YesNoFact | SeveralFact) or not index.isdecimal():
        return None
    told = {
        "words": [each.say for each in fact.ask_back],
        "time": [each.say for each in fact.times.others] if fact.times else [],
    }
    own = told.get(table, [])
    return say(own[int(index)]) if int(index) < len(own) else None


def _collect_options(fact: OptionFact) -> list[tuple[str, WordReading]]:
    said: list[tuple[str, WordReading]] = [
        (word, Read(Known(code))) for code in list_codes(fact) for word in list_option_words(fact, code)
    ]
    for code, option in get_options(fact).items():
        for remark in option.remarks:
            said += [(word, Read(Known(code), say(remark.say))) for word in words(remark.words)]
    return said


def _compete(held: WordReading, reading: WordReading) -> bool:
    both = {
        each.answer for each in (held, reading) if isinstance(each, Read) and isinstance(each.answer, Known | Selected)
    }
    return len(both) > 1


_COLLECTED: dict[int, Vocabulary] = {}
"""By the identity of the fact, which the value keeps alive: a fact holds dictionaries and cannot be hashed."""
_MAX_COLLECTED = 2_000

_APART = re.compile(r"\d[ _-]+\d|(?<![^\W\d_])[ivx]+[ _-]+[ivx]+(?![^\W\d_])|\bnot? - ", re.IGNORECASE)
"""Two numbers, Arabic or Roman, or a 'no' and a dash: joined, they would say something else."""
