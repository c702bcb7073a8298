"""A phrase cut into segments, the longest words first at each place: what says something, what stands beside it, and what is left over."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from dialogs.reading.lexicon import AFFIRMATIONS, CONTRASTING, DENIALS_BEFORE, DENIALS_BEHIND, EXCLUDING, Lexicon
from dialogs.reading.outcome import Misread, Read
from dialogs.reading.vocabulary import Tokens, WordReading
from dialogs.rules.answers import Known


class SegmentRole(Enum):
    """What a segment does."""

    SAYS = auto()
    DENIES = auto()
    BESIDE = auto()
    DOUBTS = auto()
    REST = auto()


@dataclass(frozen=True, slots=True)
class Segment:
    """Some tokens of a phrase. `said` is what they say or, with the role `DENIES`, what they say it is not.

    With `can_stand_beside` they say it only where nothing else says anything; with `is_bare` it is a finding, or a word
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
        here = (
            _find_composed(lexicon, typed, at)
            or _find_contrast(lexicon, typed, at, found)
            or _find_word(lexicon, typed, at)
        )
        found.append(Segment(SegmentRole.REST, here.tokens) if _denies_before(found, here) else here)
        at += len(here.tokens)
    return found


def _denies_before(found: Sequence[Segment], here: Segment) -> bool:
    """Whether a lone 'no' may deny what was said just before it: 'negative: no'."""
    said = found[:-1] if found and found[-1].tokens == (":",) else found
    return here.tokens in DENIALS_BEFORE and bool(said) and said[-1].role is SegmentRole.SAYS


def _find_contrast(lexicon: Lexicon, typed: Tokens, at: int, found: Sequence[Segment]) -> Segment | None:
    """Finds 'not B' just behind an answer, and 'B excluded' before any: of a list, it would not be clear what is denied."""
    before = [each for each in found if each.tokens not in _SIGNS]
    if before and before[-1].role is SegmentRole.SAYS and (length := _measure_longest(CONTRASTING, typed, at)):
        word = _measure_longest(lexicon.says, typed, at + length)
        end = at + length + word
        return Segment(SegmentRole.DENIES, typed[at:end], lexicon.says[typed[at + length : end]]) if word else None
    if any(each.role is SegmentRole.SAYS for each in found) or not (word := _measure_longest(lexicon.says, typed, at)):
        return None
    end = at + word + _measure_longest(EXCLUDING, typed, at + word)
    return Segment(SegmentRole.DENIES, typed[at:end], lexicon.says[typed[at : at + word]]) if end > at + word else None


def _find_composed(lexicon: Lexicon, typed: Tokens, at: int) -> Segment | None:
    """Returns what is denied or affirmed from `at` on, unless a longer word of the fact begins there."""
    ends = [
        (end, code)
        for end, code in (_find_denial(lexicon, typed, at), _find_denial_behind(lexicon, typed, at))
        if code is not None
    ]
    if not ends:
        return None
    end, code = max(ends, key=lambda each: each[0])
    return (
        None
        if _measure_longest(lexicon.says, typed, at) >= end - at
        else Segment(SegmentRole.SAYS, typed[at:end], Read(code))
    )


def _find_denial(lexicon: Lexicon, typed: Tokens, at: int) -> tuple[int, Known | None]:
    """Finds 'no ... word': a denial, at most words that say nothing between, a word that can be denied and begins no longer one."""
    length = _measure_longest(DENIALS_BEFORE, typed, at)
    if not length or isinstance(lexicon.says.get(typed[at : at + length]), Misread):
        return at, None
    for place in _iterate_places_behind(lexicon, typed, at + length):
        if word := _measure_longest(lexicon.denied, typed, place):
            is_whole = _measure_longest(lexicon.says, typed, place) <= word
            return place + word, lexicon.denied[typed[place : place + word]] if is_whole else None
    return at, None


def _find_denial_behind(lexicon: Lexicon, typed: Tokens, at: int) -> tuple[int, Known | None]:
    """Finds 'word ... not detected' and 'word ... positive', with at most words that say nothing, or a colon, between."""
    for start in _iterate_places_behind(lexicon, typed, at):
        for table, closing in ((lexicon.denied, DENIALS_BEHIND), (lexicon.affirmed, AFFIRMATIONS)):
            word = _measure_longest(table, typed, start)
            places = _iterate_places_behind(lexicon, typed, start + word) if word else ()
            for place in places:
                after = place + (typed[place : place + 1] == (":",))
                length = _measure_longest(closing, typed, after)
                asks = isinstance(lexicon.says.get(typed[after : after + length]), Misread)
                if length and not asks and not _is_open(typed, after, length):
                    return after + length, table[typed[start : start + word]]
    return at, None


def _iterate_places_behind(lexicon: Lexicon, typed: Tokens, at: int) -> Iterator[int]:
    """Yields `at`, and the place behind each of the first words that say nothing."""
    yield at
    for _ in range(_MOST_BETWEEN):
        length = _measure_longest(lexicon.between, typed, at)
        if not length:
            return
        at += length
        yield at


def _find_word(lexicon: Lexicon, typed: Tokens, at: int) -> Segment:
    tables = (lexicon.says, lexicon.beside, lexicon.doubts, lexicon.beside_of)
    says, beside, doubts, own = (_measure_longest(table, typed, at) for table in tables)
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
    if _is_open(typed, at, len(tokens)) or (len(tokens) == 1 and len(tokens[0]) == 1 and tokens[0].isalpha()):
        return Segment(SegmentRole.REST, tokens)
    return Segment(SegmentRole.SAYS, tokens, lexicon.says[tokens], tokens in lexicon.beside, tokens in lexicon.affirmed)


def _is_open(typed: Tokens, at: int, length: int) -> bool:
    """Whether the words are a 'no' that may deny the word behind it."""
    follows = typed[at + length : at + length + 1]
    return typed[at : at + length] in DENIALS_BEFORE and bool(follows) and (follows[0].isalnum() or follows[0] == "-")


def _measure_longest(table: Container[Tokens], typed: Tokens, at: int) -> int:
    """Returns how many tokens from `at` on are the longest word of `table`; 0 for none."""
    return next((end - at for end in range(min(len(typed), at + _MOST_TOKENS), at, -1) if typed[at:end] in table), 0)


_SIGNS = {(",",), (";",), ("(",), (":",), (".",)}
_MOST_BETWEEN = 4
"""More words between a denial and what it denies make the sentence another one; and looking for more would take
long."""
_MOST_TOKENS = 16
"""No word of a definition is looked for that has more tokens."""
