"""Denials and affirmations in a phrase: 'no ... word', 'word ... not detected', 'word ... positive'."""

from collections.abc import Iterator

from dialogs.reading.outcome import Misread
from dialogs.reading.phrases.lexicon import AFFIRMATIONS, DENIALS_BEFORE, DENIALS_BEHIND, Lexicon
from dialogs.reading.word_readings import Tokens
from dialogs.rules.answers import Known


def find_denial(lexicon: Lexicon, typed: Tokens, at: int) -> tuple[int, Known | None]:
    """Finds 'no ... word': a denial, at most words that say nothing, and a whole word that can be denied."""
    length = DENIALS_BEFORE.measure(typed, at)
    if not length or isinstance(lexicon.says.get(typed[at : at + length]), Misread):
        return at, None
    for place in _iterate_places_behind(lexicon, typed, at + length):
        if word := lexicon.denied.measure(typed, place):
            is_whole = lexicon.says.measure(typed, place) <= word
            return place + word, lexicon.denied[typed[place : place + word]] if is_whole else None
    return at, None


def find_denial_behind(lexicon: Lexicon, typed: Tokens, at: int) -> tuple[int, Known | None]:
    """Finds 'word ... not detected' and 'word ... positive', with at most a colon or words that say nothing between."""
    if _CLOSING.isdisjoint(typed):
        return at, None
    for start in _iterate_places_behind(lexicon, typed, at):
        for table, closing in ((lexicon.denied, DENIALS_BEHIND), (lexicon.affirmed, AFFIRMATIONS)):
            word = table.measure(typed, start)
            places = _iterate_places_behind(lexicon, typed, start + word) if word else ()
            for place in places:
                after = place + (typed[place : place + 1] == (":",))
                length = closing.measure(typed, after)
                asks = isinstance(lexicon.says.get(typed[after : after + length]), Misread)
                if length and not asks and not is_open(typed, after, length):
                    return after + length, table[typed[start : start + word]]
    return at, None


def _iterate_places_behind(lexicon: Lexicon, typed: Tokens, at: int) -> Iterator[int]:
    """Yields `at`, and the place behind each of the first words that say nothing."""
    yield at
    for _ in range(_MOST_BETWEEN):
        length = lexicon.between.measure(typed, at)
        if not length:
            return
        at += length
        yield at


def is_open(typed: Tokens, at: int, length: int) -> bool:
    """Whether the words are a 'no' that may deny the word behind it."""
    follows = typed[at + length : at + length + 1]
    return typed[at : at + length] in DENIALS_BEFORE and bool(follows) and (follows[0].isalnum() or follows[0] == "-")


_CLOSING = frozenset(word[0] for table in (DENIALS_BEHIND, AFFIRMATIONS) for word in table)
_MOST_BETWEEN = 4
"""More words between a denial and what it denies make another sentence, and looking for more would take long."""
