"""What the words around a cue say of its fact: the widest part that its reader takes beyond doubt."""

import re
from collections.abc import Iterator

from dialogs.definition.facts import OptionFact
from dialogs.notes.cue_index import CueRole
from dialogs.notes.note import NoteParts
from dialogs.notes.scanning import NoteMark
from dialogs.notes.text_window import TextWindow, WindowReading, trim
from dialogs.notes.values import read_value, waits
from dialogs.notes.window_words import AROUND, SHOWING, VALUES, collect_known
from dialogs.reading import AskBackReading, Misread, Read, Reading
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.rules.answers import PENDING


def read_window(note: NoteParts, fact_id: str, region: TextWindow, cues: list[NoteMark]) -> WindowReading:
    """Returns what a region says of a fact, the cues of which lie in it.

    The whole is read, then less and less of it. What is left out must hold nothing that could change the meaning.
    """
    tried: list[WindowReading] = []
    seen: set[TextWindow] = set()
    for first, last in _iterate_windows(note, fact_id, region, cues):
        if (first, last) in seen:
            continue
        seen.add((first, last))
        found = WindowReading(_read_plainly(note, fact_id, first, last), first, last)
        if isinstance(found.reading, Read):
            if any(_is_of_time(each.reading) for each in tried):
                break
            if not _leaves_danger(note, region, (first, last)):
                return found
            return WindowReading(AskBackReading("doubt", (found.reading.answer,)), *trim(note, region, cues))
        tried.append(found)
    if (value := read_value(note, fact_id, region, cues)) is not None:
        return value
    if waits(note, fact_id, region, cues, tried):
        return WindowReading(Read(PENDING), *trim(note, region, cues))
    told = [each for each in tried if _is_of_time(each.reading)]
    asked = [each for each in tried if isinstance(each.reading, AskBackReading)]
    return (told or asked or tried)[0]


def _is_of_time(reading: Reading) -> bool:
    return isinstance(reading, Misread) and reading.reason.startswith("time:")


def _read_plainly(note: NoteParts, fact_id: str, first: int, last: int) -> Reading:
    """Reads words as they stand or, where that is not certain, without articles and brackets."""
    text = note.make_readable(first, last)
    reading = note.read(fact_id, text)
    if isinstance(reading, Read) or _is_of_time(reading):
        return reading
    plainer = _ARTICLES.sub("", text)
    plainer = plainer if _FINDING.search(text) else " ".join(_BRACKETS.sub(" ", plainer).split())
    again = note.read(fact_id, plainer) if plainer != text else reading
    return again if isinstance(again, Read) else reading


def _iterate_windows(note: NoteParts, fact_id: str, region: TextWindow, cues: list[NoteMark]) -> Iterator[TextWindow]:
    fact = note.trial.facts[fact_id]
    yield trim(note, region, cues)
    known = collect_known(collect_vocabulary(fact)) if isinstance(fact, OptionFact) else VALUES
    low, high = _widen(note, region, cues, known, known)
    yield trim(note, (low, high), cues)
    yield from _iterate_shorter(note, trim(note, (low, high), cues), cues)
    low, high = _widen(note, region, cues, frozenset(), VALUES)
    denials = [each.first for each in note.list_marks(*region, CueRole.NEGATES) if each.last == low]
    low = min(denials, default=low)
    yield low, high
    own = {place for each in cues for place in range(each.first, each.last)}
    if all(i in own or note.tokens[i].word in AROUND or note.tokens[i].word in SHOWING for i in range(low, high)):
        alone = [note.read(fact_id, note.make_readable(each.first, each.last)) for each in cues]
        answers = {each.answer for each in alone if isinstance(each, Read)}
        yield from ((each.first, each.last) for each in reversed(cues) if len(answers) == 1)


def _iterate_shorter(note: NoteParts, window: TextWindow, cues: list[NoteMark]) -> Iterator[TextWindow]:
    """Yields a window without its last words, one by one; never without a figure or a sign."""
    first, last = window
    for _ in range(_MOST_DROPPED):
        if last <= max(each.last for each in cues) or not note.tokens[last - 1].word.isalpha():
            return
        last -= 1
        yield first, last


def _widen(
    note: NoteParts, region: TextWindow, cues: list[NoteMark], before: frozenset[str], behind: frozenset[str]
) -> TextWindow:
    """Returns the cues with the words of two tables that stand next to them."""
    low, high = min(each.first for each in cues), max(each.last for each in cues)
    while low > region[0] and note.tokens[low - 1].word in before:
        low -= 1
    while high < region[1] and (note.tokens[high].word in behind or note.tokens[high].word.isdecimal()):
        high += 1
    return low, high


def _leaves_danger(note: NoteParts, region: TextWindow, window: TextWindow) -> bool:
    """Whether words that could change the meaning stand in the region, but not in the window."""
    said = note.list_marks(*region, CueRole.DOUBTS, CueRole.TURNS, CueRole.NEGATES)
    return any(
        not (window[0] <= each.first and each.last <= window[1])
        and not (each.first >= window[1] and note.tokens[each.first - 1].word == "for")
        for each in said
    )


_ARTICLES = re.compile(r"\b(?:a|an|the) (?=\w)", re.IGNORECASE)
_BRACKETS = re.compile(r"[()]")
_FINDING = re.compile(r"\w\(\w")
_MOST_DROPPED = 5
