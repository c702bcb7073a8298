"""A phrase cut into segments: what says something, what stands beside it, and what is left over.

At each place the longest word comes first.
"""

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from dialogs.reading.outcome import Misread, Read
from dialogs.reading.phrases.denials import find_denial, find_denial_behind, is_open
from dialogs.reading.phrases.lexicon import CONTRASTING, DENIALS_BEFORE, EXCLUDING, Lexicon
from dialogs.reading.word_readings import Tokens, WordReading


class SegmentRole(Enum):
    """What a segment does."""

    SAYS = auto()
    DENIES = auto()
    BESIDE = auto()
    DOUBTS = auto()
    REST = auto()


class Segment(NamedTuple):
    """Some tokens of a phrase. `said` is what they say or, with the role `DENIES`, what they say it is not.

    With `can_stand_beside` they say it only where nothing else says anything. With `is_bare` it is a finding, or a word
    to be affirmed, that nothing affirms.
    """

    role: SegmentRole
    tokens: Tokens
    said: WordReading | None = None
    can_stand_beside: bool = False
    is_bare: bool = False


def split_segments(lexicon: Lexicon, typed: Tokens) -> list[Segment]:
    """Returns the segments of `typed`, in order; together they are all of it."""
    found: list[Segment] = []
    at = 0
    while at < len(typed):
        here = _find_segment(lexicon, typed, at, found)
        found.append(Segment(SegmentRole.REST, here.tokens) if _denies_before(found, here) else here)
        at += len(here.tokens)
    return found


def _find_segment(lexicon: Lexicon, typed: Tokens, at: int, found: Sequence[Segment]) -> Segment:
    if typed[at] not in lexicon.firsts:
        return Segment(SegmentRole.REST, typed[at : at + 1])
    return (
        _find_composed(lexicon, typed, at)
        or _find_contrast(lexicon, typed, at, found)
        or _find_word(lexicon, typed, at)
    )


def _denies_before(found: Sequence[Segment], here: Segment) -> bool:
    """Whether a lone 'no' may deny what was said just before it: 'negative: no'."""
    if here.tokens not in DENIALS_BEFORE:
        return False
    said = found[:-1] if found and found[-1].tokens == (":",) else found
    return bool(said) and said[-1].role is SegmentRole.SAYS


def _find_contrast(lexicon: Lexicon, typed: Tokens, at: int, found: Sequence[Segment]) -> Segment | None:
    """Finds 'not B' just behind an answer, and 'B excluded' before any; of a list it is not clear what is denied."""
    if length := CONTRASTING.measure(typed, at):
        before = [each for each in found if each.tokens not in _SIGNS]
        if before and before[-1].role is SegmentRole.SAYS:
            word = lexicon.says.measure(typed, at + length)
            end = at + length + word
            return Segment(SegmentRole.DENIES, typed[at:end], lexicon.says[typed[at + length : end]]) if word else None
    word = lexicon.says.measure(typed, at)
    excluding = EXCLUDING.measure(typed, at + word) if word else 0
    if not excluding or any(each.role is SegmentRole.SAYS for each in found):
        return None
    end = at + word + excluding
    return Segment(SegmentRole.DENIES, typed[at:end], lexicon.says[typed[at : at + word]])


def _find_composed(lexicon: Lexicon, typed: Tokens, at: int) -> Segment | None:
    """Returns what is denied or affirmed from `at` on, unless a longer word of the fact begins there."""
    composed = (find_denial(lexicon, typed, at), find_denial_behind(lexicon, typed, at))
    ends = [(end, code) for end, code in composed if code is not None]
    if not ends:
        return None
    end, code = max(ends, key=lambda each: each[0])
    if lexicon.says.measure(typed, at) >= end - at:
        return None
    return Segment(SegmentRole.SAYS, typed[at:end], Read(code))


def _find_word(lexicon: Lexicon, typed: Tokens, at: int) -> Segment:
    says, beside = lexicon.says.measure(typed, at), lexicon.beside.measure(typed, at)
    doubts, own = lexicon.doubts.measure(typed, at), lexicon.beside_of.measure(typed, at)
    length = max(says, beside, doubts, own)
    tokens = typed[at : at + length]
    if not length:
        return Segment(SegmentRole.REST, typed[at : at + 1])
    if says == length:
        return _make_segment(lexicon, typed, at, tokens)
    if length in {beside, doubts}:
        return Segment(SegmentRole.BESIDE if beside == length else SegmentRole.DOUBTS, tokens)
    return Segment(SegmentRole.REST, tokens)


def _make_segment(lexicon: Lexicon, typed: Tokens, at: int, tokens: Tokens) -> Segment:
    """Returns a word that says something; a letter, or a 'no' with a word behind it, may belong to something else."""
    if isinstance(lexicon.says[tokens], Misread):
        return Segment(SegmentRole.SAYS, tokens, lexicon.says[tokens])
    if is_open(typed, at, len(tokens)) or (len(tokens) == 1 and len(tokens[0]) == 1 and tokens[0].isalpha()):
        return Segment(SegmentRole.REST, tokens)
    return Segment(SegmentRole.SAYS, tokens, lexicon.says[tokens], tokens in lexicon.beside, tokens in lexicon.affirmed)


_SIGNS = {(",",), (";",), ("(",), (":",), (".",)}
