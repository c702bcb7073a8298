"""What the words around a cue say of its fact: the widest part that its reader takes beyond doubt."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from dialogs.definition.facts import ChoiceFact, Fact, OptionFact
from dialogs.notes.cue_index import CueRole
from dialogs.notes.note import Note
from dialogs.notes.phrases import FILLERS
from dialogs.notes.scanning import NoteMark
from dialogs.reading import AskBackReading, Misread, Read, Reading, read
from dialogs.reading.phrases.lexicon import AFFIRMATIONS, DENIALS_BEFORE, DENIALS_BEHIND, make_lexicon
from dialogs.reading.vocabulary import Vocabulary, collect_vocabulary
from dialogs.reading.word_readings import split_tokens
from dialogs.rules.answers import PENDING

TextWindow = tuple[int, int]
"""The first token of some words, and the one behind their last."""


@dataclass(frozen=True, slots=True)
class WindowReading:
    """What was read, and in which tokens."""

    reading: Reading
    first: int
    last: int


def read_window(note: Note, fact_id: str, region: TextWindow, cues: list[NoteMark]) -> WindowReading:
    """Returns what a region says of a fact, the cues of which lie in it.

    The whole is read, then less and less of it. What is left out must hold nothing that could change the meaning.
    """
    fact = note.trial.facts[fact_id]
    tried: list[WindowReading] = []
    for first, last in dict.fromkeys(_iterate_windows(note, fact_id, region, cues)):
        found = WindowReading(_read_plainly(note, fact, first, last), first, last)
        if isinstance(found.reading, Read):
            if any(_is_of_time(each.reading) for each in tried):
                break
            if not _leaves_danger(note, region, (first, last)):
                return found
            return WindowReading(AskBackReading("doubt", (found.reading.answer,)), *trim(note, region, cues))
        tried.append(found)
    if (value := _read_value(note, fact_id, region, cues)) is not None:
        return value
    if _waits(note, fact_id, region, cues, tried):
        return WindowReading(Read(PENDING), *trim(note, region, cues))
    told = [each for each in tried if _is_of_time(each.reading)]
    asked = [each for each in tried if isinstance(each.reading, AskBackReading)]
    return (told or asked or tried)[0]


def _is_of_time(reading: Reading) -> bool:
    return isinstance(reading, Misread) and reading.reason.startswith("time:")


def _read_plainly(note: Note, fact: Fact, first: int, last: int) -> Reading:
    """Reads words as they stand or, where that is not certain, without articles and brackets."""
    text = note.make_readable(first, last)
    reading = read(fact, text, note.today)
    if isinstance(reading, Read) or _is_of_time(reading):
        return reading
    plainer = _ARTICLES.sub("", text)
    plainer = plainer if _FINDING.search(text) else " ".join(_BRACKETS.sub(" ", plainer).split())
    again = read(fact, plainer, note.today) if plainer != text else reading
    return again if isinstance(again, Read) else reading


def trim(note: Note, region: TextWindow, cues: list[NoteMark]) -> TextWindow:
    """Returns the region without words and signs at its edges that say nothing, and with all its cues."""
    first, last = region
    patient = note.list_marks(*region, CueRole.PATIENT)
    idle = {place for each in patient for place in range(each.first, each.last)}
    while first < min(each.first for each in cues) and (_is_idle(note.tokens[first].word) or first in idle):
        first += 1
    while last > max(each.last for each in cues) and _is_idle(note.tokens[last - 1].word):
        last -= 1
    return first, last


def _iterate_windows(note: Note, fact_id: str, region: TextWindow, cues: list[NoteMark]) -> Iterator[TextWindow]:
    fact = note.trial.facts[fact_id]
    yield trim(note, region, cues)
    known = _collect_known(collect_vocabulary(fact)) if isinstance(fact, OptionFact) else _VALUES
    low, high = _widen(note, region, cues, known, known)
    yield trim(note, (low, high), cues)
    yield from _iterate_shorter(note, trim(note, (low, high), cues), cues)
    low, high = _widen(note, region, cues, frozenset(), _VALUES)
    denials = [each.first for each in note.list_marks(*region, CueRole.NEGATES) if each.last == low]
    low = min(denials, default=low)
    yield low, high
    own = {place for each in cues for place in range(each.first, each.last)}
    if all(i in own or note.tokens[i].word in _AROUND for i in range(low, high)):
        for each in reversed(cues):
            yield each.first, each.last


def _iterate_shorter(note: Note, window: TextWindow, cues: list[NoteMark]) -> Iterator[TextWindow]:
    """Yields a window without its last words, one by one; never without a figure or a sign."""
    first, last = window
    for _ in range(_MOST_DROPPED):
        if last <= max(each.last for each in cues) or not note.tokens[last - 1].word.isalpha():
            return
        last -= 1
        yield first, last


def _widen(
    note: Note, region: TextWindow, cues: list[NoteMark], before: frozenset[str], behind: frozenset[str]
) -> TextWindow:
    """Returns the cues with the words of two tables that stand next to them."""
    low, high = min(each.first for each in cues), max(each.last for each in cues)
    while low > region[0] and note.tokens[low - 1].word in before:
        low -= 1
    while high < region[1] and (note.tokens[high].word in behind or note.tokens[high].word.isdecimal()):
        high += 1
    return low, high


def _read_value(note: Note, fact_id: str, region: TextWindow, cues: list[NoteMark]) -> WindowReading | None:
    """Reads what stands before or behind a cue that is no word of the fact's answers: 'FLT3: wt', 'no prior chemo'."""
    fact = note.trial.facts[fact_id]
    lexicon = make_lexicon(collect_vocabulary(fact))
    first, last = min(each.first for each in cues), max(each.last for each in cues)
    said = tuple(note.tokens[i].word for i in range(first, last))
    own = (lexicon.says, lexicon.beside, lexicon.beside_of, lexicon.denied, lexicon.affirmed)
    if len({each.first for each in cues}) > 1:
        return None
    named = _PLAIN | {token for name in fact.name.values() for token in split_tokens(name)}
    before = [i for i in range(region[0], first) if not _is_idle(note.tokens[i].word) and note.tokens[i].word not in named]
    behind = [i for i in range(last, region[1]) if not _is_idle(note.tokens[i].word)]
    place = before or behind
    words = {note.tokens[i].word for i in place}
    is_own = any(said in table for table in own)
    if isinstance(read(fact, note.make_readable(first, last), note.today), Read):
        return None
    if bool(before) == bool(behind) or (is_own and (words & _BARE or not behind)):
        return None
    reading = read(fact, note.make_readable(place[0], place[-1] + 1), note.today)
    if not isinstance(reading, Read):
        return None
    return WindowReading(reading, min(place[0], first), max(place[-1] + 1, last))


def _waits(
    note: Note, fact_id: str, region: TextWindow, cues: list[NoteMark], tried: list[WindowReading]
) -> bool:
    """Whether a region says nothing but that the result of its cue is still to come."""
    if not isinstance(note.trial.facts[fact_id], ChoiceFact) or _is_told(tried[0].reading):
        return False
    waits = note.list_marks(*region, CueRole.WAITS)
    timed = [each for each in note.list_marks(*region, CueRole.TIME) if each.fact == fact_id]
    said = {place for each in (*waits, *timed, *cues) for place in range(each.first, each.last)}
    counted = {place for first, last in note.counts for place in range(first, last)}
    rest = [note.tokens[i].word for i in range(*region) if i not in said | counted]
    return bool(waits) and all(_is_idle(word) or word in _OF_RESULTS for word in rest)


def _is_told(reading: Reading) -> bool:
    return not isinstance(reading, Read) and reading.reason.startswith(("time:", "words:"))


def _leaves_danger(note: Note, region: TextWindow, window: TextWindow) -> bool:
    """Whether words that could change the meaning stand in the region, but not in the window."""
    said = note.list_marks(*region, CueRole.DOUBTS, CueRole.TURNS, CueRole.NEGATES)
    return any(
        not (window[0] <= each.first and each.last <= window[1])
        and not (each.first >= window[1] and note.tokens[each.first - 1].word == "for")
        for each in said
    )


def _is_idle(word: str) -> bool:
    return word in _AROUND or word in FILLERS


@lru_cache(maxsize=2_000)
def _collect_known(vocabulary: Vocabulary) -> frozenset[str]:
    lexicon = make_lexicon(vocabulary)
    tables = (lexicon.says, lexicon.beside, lexicon.beside_of, lexicon.denied, lexicon.affirmed, lexicon.doubts)
    return frozenset(token for table in tables for word in table for token in word) | _DENYING | _VALUES


_PLAIN = frozenset({"prior", "previous", "any", "recent", "known"})
_OF_RESULTS = frozenset({
    "result", "results", "status", "report", "studies", "testing", "analysis", "test", "panel",
    "expected", "on", "this", "week", "soon", "friday", "monday", "tuesday", "wednesday", "thursday", "saturday", "sunday",
})  # fmt: skip
_DENYING = frozenset(token for word in DENIALS_BEFORE for token in word)
_ARTICLES = re.compile(r"\b(?:a|an|the) (?=\w)", re.IGNORECASE)
_BRACKETS = re.compile(r"[()]")
_FINDING = re.compile(r"\w\(\w")
_MOST_DROPPED = 5
_AROUND = frozenset({",", ";", ":", ".", "(", ")", "&", "/", "[", "]", "*", "'", '"', "=", "#"})
"""Signs that say nothing at the edges of words."""
_VALUES = frozenset(token for table in (DENIALS_BEHIND, AFFIRMATIONS) for word in table for token in word) | {
    "%", "-", "+", ":", "=", "not", "mg", "kg", "/", "m2", "m²", "m", "pending", "awaited", "day", "d",
}  # fmt: skip
"""Words that may be what is said of a cue, or a part of it."""
_BARE = _VALUES | {"yes", "no", "y", "n", "r", "given", "received", "none", "nil"}
