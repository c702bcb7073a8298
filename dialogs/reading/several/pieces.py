"""A text that lists options, cut into pieces: options, what denies, doubts or joins them, and what is left over.

At each place the longest word comes first.
"""

from collections.abc import Iterable, Iterator
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple, cast

from dialogs.definition.facts import SeveralFact
from dialogs.definition.wording import words
from dialogs.reading.choices import SHORTEST_WITH_SLIP, list_near
from dialogs.reading.phrases.phrase_words import AFFIRMATIONS, ARTICLES, DENIALS, FILLERS
from dialogs.reading.phrases.token_table import TokenTable
from dialogs.reading.plain_words import HEDGES, NONE_OF_THESE, NOT_KNOWN, WAITING, WordTable
from dialogs.reading.several import list_words
from dialogs.reading.vocabulary import Vocabulary, collect_vocabulary
from dialogs.reading.word_readings import Tokens, list_several_words, split_tokens


class ClaimRole(Enum):
    """What a piece does."""

    OPTION = auto()
    TOLD = auto()
    NONE = auto()
    COMPLETE = auto()
    OTHERS = auto()
    ALL = auto()
    ALL_BUT = auto()
    UNTESTED = auto()
    DENIES = auto()
    DENIED = auto()
    AFFIRMED = auto()
    DOUBTS = auto()
    EITHER = auto()
    JOINS = auto()
    PARTS = auto()
    OPEN = auto()
    ELSEWHERE = auto()
    BESIDE = auto()
    REST = auto()


class ClaimPiece(NamedTuple):
    """Some tokens of a text, with what they do. `code` is that of an option, or the reason for which words are told."""

    role: ClaimRole
    tokens: Tokens
    code: str = ""


def split_clauses(fact: SeveralFact, typed: Tokens) -> list[list[ClaimPiece]]:
    """Returns the pieces of `typed` by its clauses, without those that say nothing."""
    table = _make_table(collect_vocabulary(fact))
    clauses: list[list[ClaimPiece]] = [[]]
    at = 0
    while at < len(typed):
        length = table.measure(typed, at)
        tokens = typed[at : at + (length or 1)]
        role, code = table[tokens] if length else (ClaimRole.REST, "")
        if role is ClaimRole.PARTS:
            clauses.append([])
        elif role is not ClaimRole.BESIDE:
            clauses[-1].append(ClaimPiece(role, tokens, code))
        at += len(tokens)
    return [each for each in clauses if each]


def list_named(fact: SeveralFact, text: str) -> set[str]:
    """Returns the options that a text names, whatever it says of them."""
    return {
        each.code
        for clause in split_clauses(fact, split_tokens(text))
        for each in clause
        if each.role is ClaimRole.OPTION
    }


def mend_slips(fact: SeveralFact, typed: Tokens) -> Tokens:
    """Returns `typed` with a slip mended in each long word that is near to just one word of an option."""
    table = _make_table(collect_vocabulary(fact))
    known = sorted({token for word, (role, _) in table.items() if role is ClaimRole.OPTION for token in word})
    long_words = [each for each in known if each.isalpha() and len(each) >= SHORTEST_WITH_SLIP]
    firsts = {token for word in table for token in word}
    return tuple(token if token in firsts else _mend(token, long_words) for token in typed)


def _mend(token: str, known: list[str]) -> str:
    near = list_near(token, known, SHORTEST_WITH_SLIP)
    return near[0] if len(near) == 1 and near[0][0] == token[0] else token


@lru_cache(maxsize=2_000)
def _make_table(vocabulary: Vocabulary) -> TokenTable[tuple[ClaimRole, str]]:
    """Returns what each word does. The first that claims a word has it: an option's before all others."""
    said: dict[Tokens, tuple[ClaimRole, str]] = {}
    for role, code, word in _list_words(cast("SeveralFact", vocabulary.fact)):
        said.setdefault(split_tokens(word), (role, code))
    return TokenTable(said)


def _list_words(fact: SeveralFact) -> Iterator[tuple[ClaimRole, str, str]]:
    for code in fact.options:
        yield from ((ClaimRole.OPTION, code, word) for word in list_several_words(fact, code))
    for i, other in enumerate(fact.times.others if fact.times else []):
        yield from ((ClaimRole.TOLD, f"time:{i}", word) for word in words(other.words))
    for i, entry in enumerate(fact.ask_back):
        yield from ((ClaimRole.TOLD, f"{ASKED_BACK}{i}", word) for word in words(entry.words))
    own: dict[ClaimRole, Iterable[str]] = {
        ClaimRole.NONE: [*fact.none.label.values(), *words(fact.none.synonyms)] if fact.none else (),
        ClaimRole.UNTESTED: [*fact.not_tested.label.values(), *words(fact.not_tested.synonyms)]
        if fact.not_tested
        else (),
        ClaimRole.DOUBTS: (*words(fact.doubts), *HEDGES, "?", "…"),
        ClaimRole.BESIDE: (*words(fact.neutral), *words(fact.times.asked if fact.times else None)),
    }
    for role, given in own.items():
        yield from ((role, "", word) for word in given)
    for role, table in _COMMON:
        yield from ((role, "", word) for word in words(table))


ASKED_BACK = "words:"
"""Begins the reason of words that the definition asks back."""
_COMMON: tuple[tuple[ClaimRole, WordTable], ...] = (
    (ClaimRole.NONE, NONE_OF_THESE),
    (ClaimRole.COMPLETE, list_words.NOTHING_MORE),
    (ClaimRole.OTHERS, list_words.THE_OTHERS),
    (ClaimRole.ALL, list_words.ALL_OF_THESE),
    (ClaimRole.ALL_BUT, list_words.ALL_BUT),
    (ClaimRole.UNTESTED, list_words.UNTESTED),
    (ClaimRole.EITHER, list_words.EITHER),
    (ClaimRole.JOINS, list_words.JOINTS),
    (ClaimRole.DENIED, list_words.DENIED_BEHIND),
    (ClaimRole.DENIES, DENIALS),
    (ClaimRole.DENIES, list_words.NEITHER),
    (ClaimRole.PARTS, list_words.CONTRASTS),
    (ClaimRole.AFFIRMED, AFFIRMATIONS),
    (ClaimRole.AFFIRMED, list_words.AFFIRMED_BEHIND),
    (ClaimRole.DOUBTS, list_words.PERHAPS),
    (ClaimRole.OPEN, NOT_KNOWN),
    (ClaimRole.OPEN, WAITING),
    (ClaimRole.ELSEWHERE, list_words.ELSEWHERE),
    (ClaimRole.ELSEWHERE, list_words.DASHES),
    (ClaimRole.BESIDE, FILLERS),
    (ClaimRole.BESIDE, ARTICLES),
)
