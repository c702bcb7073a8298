"""Words near to a fact's words: a small slip is read, anything else that names them is at most asked back."""

import re
from collections.abc import Iterable

from rapidfuzz.distance import OSA

from dialogs.answers import Answer, Known
from dialogs.definition.facts import ChoiceFact, Fact, YesNoFact
from dialogs.reading.outcome import AskBack, Misread, Reading
from dialogs.reading.plain_words import NEGATIONS
from dialogs.reading.vocabulary import Entry, Tokens, codes, offers, tokens, vocabulary


def read_words(fact: Fact, text: str) -> Reading:
    """Reads words that are not a fact's own: as one of them with a slip, or asked back if they name one among others."""
    typed = tokens(text)
    return _slip(fact, typed) or _named(fact, typed) or Misread("not_an_answer")


def is_slip(typed: str, word: str, shortest: int) -> bool:
    """Whether two words of at least `shortest` letters differ by one slip: a letter more, less, other, or two swapped."""
    return min(len(typed), len(word)) >= shortest and typed.isalpha() and word.isalpha() and OSA.distance(typed, word, score_cutoff=1) == 1


def _slip(fact: Fact, typed: Tokens) -> Reading | None:
    """Reads `typed` where exactly one long word holds a slip and only one reading is within reach of it.

    A slip in the first letter is asked back: prefixes such as 'un-' and 'a-' turn a word into its opposite.
    """
    if max(map(len, typed), default=0) < _SHORTEST_WITH_SLIP:
        return None
    reached = [each for each in vocabulary(fact).entries if _is_one_slip_away(typed, each.tokens)]
    readings = list(dict.fromkeys(each.reading for each in reached))
    if len(readings) > 1:
        return AskBack("several", _offers(fact, reached))
    if not readings or isinstance(readings[0], AskBack):
        return readings[0] if readings else None
    keeps_first_letters = any(all(a[0] == b[0] for a, b in zip(typed, each.tokens, strict=True)) for each in reached)
    return readings[0] if keeps_first_letters else AskBack("named", _offers(fact, reached))


def _is_one_slip_away(typed: Tokens, word: Tokens) -> bool:
    if len(typed) != len(word):
        return False
    differing = [(a, b) for a, b in zip(typed, word, strict=True) if a != b]
    return len(differing) == 1 and is_slip(*differing[0], _SHORTEST_WITH_SLIP)


def _named(fact: Fact, typed: Tokens) -> Reading | None:
    """Asks back what `typed` names; all options, if it denies something or holds a number that nothing accounts for."""
    found, rest = _found(fact, typed)
    if not found:
        return None
    if isinstance(fact, ChoiceFact | YesNoFact) and any(each in NEGATIONS or each.isdecimal() or _ROMAN.fullmatch(each) for each in rest):
        return AskBack("unclear", tuple(Known(code) for code in codes(fact)))
    kinds = {each.reading for each in found}
    if len(kinds) == 1 and isinstance(found[0].reading, AskBack):
        return found[0].reading
    meant = _offers(fact, found)
    return AskBack("several" if len(meant) > 1 else "named", meant)


def _found(fact: Fact, typed: Tokens) -> tuple[list[Entry], list[str]]:
    """Returns the words of the fact within `typed`, the longest first at each place, and the tokens between them."""
    by_length = sorted((each for each in vocabulary(fact).entries if _is_telling(each.tokens)), key=lambda each: -len(each.tokens))
    found: list[Entry] = []
    rest: list[str] = []
    at = 0
    while at < len(typed):
        here = next((each for each in by_length if typed[at : at + len(each.tokens)] == each.tokens), None)
        if here:
            found.append(here)
        else:
            rest.append(typed[at])
        at += len(here.tokens) if here else 1
    return found, rest


def _is_telling(word: Tokens) -> bool:
    """Whether a word says enough to be looked for among others: 'r', 'im', 'no' and '+' do not."""
    return len("".join(word)) >= _SHORTEST_AMONG_OTHERS


def _offers(fact: Fact, entries: Iterable[Entry]) -> tuple[Answer, ...]:
    """Returns what the entries say or offer: options in the fact's order, then missing answers."""
    answers = {answer for each in entries for answer in offers(each.reading)}
    options = [Known(code) for code in codes(fact)] if isinstance(fact, ChoiceFact | YesNoFact) else []
    ordered: list[Answer] = [option for option in options if option in answers]
    return (*ordered, *sorted(answers.difference(options), key=repr))


_ROMAN = re.compile(r"[ivx]{2,}")
_SHORTEST_WITH_SLIP = 6
"""Letters in the shortest word in which a slip is forgiven."""
_SHORTEST_AMONG_OTHERS = 3
