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


class PieceRole(Enum):
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


class Piece(NamedTuple):
    """Some tokens of a text, with what they do. `code` is that of an option, or the reason for which words are told."""

    role: PieceRole
    tokens: Tokens
    code: str = ""


def split_clauses(fact: SeveralFact, typed: Tokens) -> list[list[Piece]]:
    """Returns the pieces of `typed` by its clauses, without those that say nothing."""
    table = _make_table(collect_vocabulary(fact))
    clauses: list[list[Piece]] = [[]]
    at = 0
    while at < len(typed):
        length = table.measure(typed, at)
        tokens = typed[at : at + (length or 1)]
        role, code = table[tokens] if length else (PieceRole.REST, "")
        if role is PieceRole.PARTS:
            clauses.append([])
        elif role is not PieceRole.BESIDE:
            clauses[-1].append(Piece(role, tokens, code))
        at += len(tokens)
    return [each for each in clauses if each]


def mend_slips(fact: SeveralFact, typed: Tokens) -> Tokens:
    """Returns `typed` with a slip mended in each long word that is near to just one word of an option."""
    table = _make_table(collect_vocabulary(fact))
    known = sorted({token for word, (role, _) in table.items() if role is PieceRole.OPTION for token in word})
    long_words = [each for each in known if each.isalpha() and len(each) >= SHORTEST_WITH_SLIP]
    firsts = {token for word in table for token in word}
    return tuple(token if token in firsts else _mend(token, long_words) for token in typed)


def _mend(token: str, known: list[str]) -> str:
    near = list_near(token, known, SHORTEST_WITH_SLIP)
    return near[0] if len(near) == 1 and near[0][0] == token[0] else token


@lru_cache(maxsize=2_000)
def _make_table(vocabulary: Vocabulary) -> TokenTable[tuple[PieceRole, str]]:
    """Returns what each word does. The first that claims a word has it: an option's before all others."""
    said: dict[Tokens, tuple[PieceRole, str]] = {}
    for role, code, word in _list_words(cast("SeveralFact", vocabulary.fact)):
        said.setdefault(split_tokens(word), (role, code))
    return TokenTable(said)


def _list_words(fact: SeveralFact) -> Iterator[tuple[PieceRole, str, str]]:
    for code in fact.options:
        yield from ((PieceRole.OPTION, code, word) for word in list_several_words(fact, code))
    for i, other in enumerate(fact.times.others if fact.times else []):
        yield from ((PieceRole.TOLD, f"time:{i}", word) for word in words(other.words))
    for i, entry in enumerate(fact.ask_back):
        yield from ((PieceRole.TOLD, f"{ASKED_BACK}{i}", word) for word in words(entry.words))
    own: dict[PieceRole, Iterable[str]] = {
        PieceRole.NONE: [*fact.none.label.values(), *words(fact.none.synonyms)] if fact.none else (),
        PieceRole.UNTESTED: [*fact.not_tested.label.values(), *words(fact.not_tested.synonyms)]
        if fact.not_tested
        else (),
        PieceRole.DOUBTS: (*words(fact.doubts), *HEDGES, "?", "…"),
        PieceRole.BESIDE: (*words(fact.neutral), *words(fact.times.asked if fact.times else None)),
    }
    for role, given in own.items():
        yield from ((role, "", word) for word in given)
    for role, table in _COMMON:
        yield from ((role, "", word) for word in words(table))


ASKED_BACK = "words:"
"""Begins the reason of words that the definition asks back."""
_COMMON: tuple[tuple[PieceRole, WordTable], ...] = (
    (PieceRole.NONE, NONE_OF_THESE),
    (PieceRole.COMPLETE, list_words.NOTHING_MORE),
    (PieceRole.OTHERS, list_words.THE_OTHERS),
    (PieceRole.ALL, list_words.ALL_OF_THESE),
    (PieceRole.ALL_BUT, list_words.ALL_BUT),
    (PieceRole.UNTESTED, list_words.UNTESTED),
    (PieceRole.EITHER, list_words.EITHER),
    (PieceRole.JOINS, list_words.JOINTS),
    (PieceRole.DENIED, list_words.DENIED_BEHIND),
    (PieceRole.DENIES, DENIALS),
    (PieceRole.DENIES, list_words.NEITHER),
    (PieceRole.PARTS, list_words.CONTRASTS),
    (PieceRole.AFFIRMED, AFFIRMATIONS),
    (PieceRole.DOUBTS, list_words.PERHAPS),
    (PieceRole.OPEN, NOT_KNOWN),
    (PieceRole.OPEN, WAITING),
    (PieceRole.ELSEWHERE, list_words.ELSEWHERE),
    (PieceRole.BESIDE, FILLERS),
    (PieceRole.BESIDE, ARTICLES),
)
