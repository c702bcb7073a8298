"""What each word can do in a phrase that answers one fact: say something, deny, affirm, doubt, or say nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import cast

from dialogs.definition.facts import OptionFact
from dialogs.definition.options import Amounts, Option
from dialogs.definition.wording import words
from dialogs.reading.choices import SHORTEST_WITH_SLIP
from dialogs.reading.outcome import AskBackReading, Read
from dialogs.reading.phrases import marks
from dialogs.reading.phrases.figures_beside import mark_figures
from dialogs.reading.phrases.genetics import Findings, compile_findings
from dialogs.reading.phrases.phrase_words import AFFIRMATIONS as AFFIRMING
from dialogs.reading.phrases.phrase_words import ARTICLES, CONTRASTS, DENIALS, DENIED, EXCLUDED, FILLERS, JOINS
from dialogs.reading.phrases.token_table import TokenTable, make_table
from dialogs.reading.plain_words import HEDGES
from dialogs.reading.vocabulary import Vocabulary
from dialogs.reading.word_readings import Tokens, WordReading, get_options, list_codes, split_tokens
from dialogs.rules.answers import Known


@dataclass(frozen=True)
class Lexicon:
    """The words of one fact by what they do.

    `says` and `beside` may share a word: it says something only where nothing else does.
    """

    says: TokenTable[WordReading]
    beside: TokenTable[None]
    beside_of: TokenTable[frozenset[Known]]
    "The options beside whose own words a word says nothing."
    between: TokenTable[None]
    "What may stand inside a denial: no sign, and no word that denies or affirms."
    denied: TokenTable[Known]
    affirmed: TokenTable[Known]
    doubts: TokenTable[None]
    amounts: dict[Known, Amounts]
    findings: tuple[Findings, ...]
    firsts: frozenset[str]
    "The tokens with which any word begins that does something; others are left over."
    long_words: tuple[str, ...]
    "Words of the fact in which a slip can be forgiven."

    def split_tokens(self, text: str) -> Tokens:
        """Returns the tokens of `text`, with a sign for each genetic finding and each figure that the fact knows."""
        marked = _DASHED.sub(": ", text.casefold().replace("+-", "+/-"))
        for each in self.findings:
            marked = each.mark(marked)
        return split_tokens(mark_figures(marked) if self.amounts else marked)


@lru_cache(maxsize=2_000)
def make_lexicon(vocabulary: Vocabulary) -> Lexicon:
    """Returns what the words of an option fact's vocabulary do; they are sorted once."""
    fact = cast("OptionFact", vocabulary.fact)
    own = get_options(fact)
    says = {each.tokens: each.reading for each in vocabulary.entries} | _read_marks(fact)
    neutral = _split_all(words(fact.neutral), words(fact.times.asked if fact.times else None))
    doubts = _split_all(words(fact.doubts), HEDGES, ("?", "…"))
    denied = {each: Known(code) for code, option in own.items() for each in _split_all(words(option.denied))}
    affirmed = {each: Known(code) for code, option in own.items() for each in _list_affirmed(fact, code, option)}
    beside, beside_of = neutral | _FILLERS | {(marks.NEUTRAL,)}, _list_beside(own)
    doing = (says, beside, beside_of, _ARTICLES, denied, affirmed, doubts, *_CLOSED)
    return Lexicon(
        TokenTable(says),
        make_table(beside),
        TokenTable(beside_of),
        make_table({*(each for each in neutral if len(each) > 1 or each[0].isalnum()), *_ARTICLES, (marks.NEUTRAL,)}),
        TokenTable(denied),
        TokenTable(affirmed),
        make_table(doubts),
        {Known(code): option.amounts for code, option in own.items() if option.amounts is not None},
        tuple(
            compile_findings(option.fusions, _make_sign(fact, code))
            for code, option in own.items()
            if option.fusions is not None
        ),
        frozenset(word[0] for table in doing for word in table if word),
        _list_long_words(says, neutral, denied, affirmed, doubts, DENIALS_BEHIND, AFFIRMATIONS),
    )


def _list_beside(own: dict[str, Option]) -> dict[Tokens, frozenset[Known]]:
    by_code = {code: _split_all(words(option.beside)) for code, option in own.items()}
    return {
        word: frozenset(Known(code) for code, beside in by_code.items() if word in beside)
        for word in frozenset[Tokens]().union(*by_code.values())
    }


def _read_marks(fact: OptionFact) -> dict[Tokens, WordReading]:
    everything = AskBackReading("unclear", tuple(Known(code) for code in list_codes(fact)))
    said: dict[Tokens, WordReading] = {(marks.UNCLEAR,): everything, (marks.NEUTRAL,): everything}
    for code, option in get_options(fact).items():
        said[(_make_sign(fact, code),)] = Read(Known(code))
        if option.dosed:
            said[(marks.DOSE_PER,)] = Read(Known(code))
    return said


def _list_affirmed(fact: OptionFact, code: str, option: Option) -> frozenset[Tokens]:
    signs = {(_make_sign(fact, code),)} if option.fusions is not None else set[Tokens]()
    return _split_all(words(option.affirmed)) | signs


def _make_sign(fact: OptionFact, code: str) -> str:
    return marks.sign_option(list_codes(fact).index(code))


def _split_all(*groups: Iterable[str]) -> frozenset[Tokens]:
    return frozenset(split_tokens(word) for group in groups for word in group)


def _list_long_words(*tables: Iterable[Tokens]) -> tuple[str, ...]:
    found = {
        token
        for table in tables
        for word in table
        for token in word
        if token.isalpha() and len(token) >= SHORTEST_WITH_SLIP
    }
    return tuple(sorted(found))


_FILLERS, _ARTICLES = _split_all(words(FILLERS)), _split_all(words(ARTICLES))
DENIALS_BEFORE, DENIALS_BEHIND, AFFIRMATIONS, CONTRASTING, EXCLUDING, JOINING = (
    make_table(_split_all(words(each))) for each in (DENIALS, DENIED, AFFIRMING, CONTRASTS, EXCLUDED, JOINS)
)
_CLOSED = (DENIALS_BEFORE, DENIALS_BEHIND, AFFIRMATIONS, CONTRASTING, EXCLUDING)
_DASHED = re.compile(r" - (?=(?:no|none|nil|not|yes|negative|neg|positive|pos)\b)")
"""A dash between spaces before a denial or an affirmation is a colon: 'relapse - no'."""
