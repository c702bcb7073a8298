"""Words by what they do around a cue: those that may be its value, those that say nothing at the edges."""

from functools import lru_cache

from dialogs.notes.phrases import FILLERS
from dialogs.reading.phrases.lexicon import AFFIRMATIONS, DENIALS_BEFORE, DENIALS_BEHIND, make_lexicon
from dialogs.reading.vocabulary import Vocabulary


def is_idle(word: str) -> bool:
    """Returns whether a word says nothing at the edges of others."""
    return word in AROUND or word in FILLERS


@lru_cache(maxsize=2_000)
def collect_known(vocabulary: Vocabulary) -> frozenset[str]:
    """Returns the words that may stand in an answer to a fact, each by itself."""
    lexicon = make_lexicon(vocabulary)
    tables = (lexicon.says, lexicon.beside, lexicon.beside_of, lexicon.denied, lexicon.affirmed, lexicon.doubts)
    return frozenset(token for table in tables for word in table for token in word) | DENYING | VALUES


PLAIN = frozenset({"prior", "previous", "any", "recent", "known"})


OF_RESULTS = frozenset({
    "result", "results", "status", "report", "studies", "testing", "analysis", "test", "panel",
    "expected", "on", "this", "week", "soon", "friday", "monday", "tuesday", "wednesday", "thursday", "saturday",
    "sunday",
})  # fmt: skip


DENYING = frozenset(token for word in DENIALS_BEFORE for token in word)


AROUND = frozenset({",", ";", ":", ".", "(", ")", "&", "/", "[", "]", "*", "'", '"', "=", "#"})
"""Signs that say nothing at the edges of words."""


VALUES = frozenset(token for table in (DENIALS_BEHIND, AFFIRMATIONS) for word in table for token in word) | {
    "%", "-", "+", ":", "=", "not", "mg", "kg", "/", "m2", "m²", "m", "pending", "awaited", "day", "d",
}  # fmt: skip
"""Words that may be what is said of a cue, or a part of it."""


BARE = VALUES | {"yes", "no", "y", "n", "r", "given", "received", "none", "nil"}


SHOWING = (FILLERS - {"or", "nor"}) | {
    "revealed", "reveals", "showed", "shows", "showing", "shown", "demonstrated", "demonstrates", "confirmed",
    "confirms",
    "identified", "identifies", "detected", "detects", "found", "analysis", "also",
}  # fmt: skip
