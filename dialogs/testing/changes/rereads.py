"""The words that two definitions read differently, spelled as they are written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dialogs.definition.facts import Fact, OptionFact, list_option_codes
from dialogs.definition.spelling import fold
from dialogs.loading.compiled_trial import Trial
from dialogs.reading.outcome import Misread, Read
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.reading.word_readings import WordReading, list_offers
from dialogs.rules.answers import Answer
from dialogs.testing.changes import phrases
from dialogs.testing.changes.entries import Rewritten
from dialogs.verdict.answer_words import word_answer


@dataclass(frozen=True)
class Meaning:
    """What a word says as an answer to a fact: the answers that it is, or may be, and how they are said.

    Two are equal with the same answers, whatever the definitions call them.
    """

    manner: str
    answers: tuple[Answer, ...] = ()
    words: str = field(default="", compare=False)


NO_WORD = Meaning(phrases.NO_WORD, words=phrases.NO_WORD)


@dataclass(frozen=True)
class Reread:
    """A word that is read differently as an answer to a fact, as it is written."""

    fact: str
    word: str
    old: Meaning
    new: Meaning


def find_reread(old: Trial, new: Trial) -> Iterator[Reread]:
    """Yields the words that facts of both definitions read differently."""
    for fact, known in new.facts.items():
        if fact in old.facts and old.facts[fact] != known:
            yield from _find_in_fact(fact, old.facts[fact], known)


def is_told(reread: Reread, rewritten: Iterable[Rewritten]) -> bool:
    """Says whether an entry tells of a word already: it adds the word, or takes it away, and no more comes of it."""
    if NO_WORD not in {reread.old, reread.new}:
        return False
    within = (each for each in rewritten if each.path[:2] == ("facts", reread.fact))
    return any(fold(reread.word) in _list_words(each) for each in within)


def _find_in_fact(fact: str, old: Fact, new: Fact) -> Iterator[Reread]:
    before, after = collect_vocabulary(old).readings, collect_vocabulary(new).readings
    spelled = _spell_words(old) | _spell_words(new)
    for word in dict.fromkeys((*after, *before)):
        one, other = _describe(old, before.get(word)), _describe(new, after.get(word))
        if one != other:
            yield Reread(fact, spelled[word], one, other)


def _spell_words(fact: Fact) -> dict[str, str]:
    """Returns the words of a fact by their folded form: as they are written first, and no code where a word is one."""
    written = collect_vocabulary(fact).written
    codes = set(list_option_codes(fact)) if isinstance(fact, OptionFact) else set()
    return {fold(word): word for word in (*codes, *(each for each in reversed(written) if each not in codes))}


def _describe(fact: Fact, said: WordReading | None) -> Meaning:
    if said is None:
        return NO_WORD
    answers = list_offers(said)
    if isinstance(said, Misread):
        manner = phrases.ASKED_AGAIN
    elif isinstance(said, Read):
        manner = phrases.REMARKED if said.remark else phrases.READ_AS
    else:
        manner = phrases.ASKED_BACK
    words = manner.format(answers=", ".join(word_answer(fact, each) for each in answers))
    return Meaning(manner, answers, words)


def _list_words(rewritten: Rewritten) -> set[str]:
    """Returns the words that an entry holds on either side, in folded form."""
    if rewritten.change == "reordered":
        return set()
    words = _list_texts(rewritten.old), _list_texts(rewritten.new), (str(rewritten.path[-1]),)
    return {fold(word) for side in words for word in side}


def _list_texts(plain: Any) -> Iterator[str]:
    if isinstance(plain, dict):
        for key, value in plain.items():
            yield str(key)
            yield from _list_texts(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _list_texts(value)
    elif isinstance(plain, str):
        yield plain
