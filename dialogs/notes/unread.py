"""The words of a note that were not used."""

from collections.abc import Iterator

from dialogs.notes.cue_index import CueRole
from dialogs.notes.note import NoteParts
from dialogs.notes.note_text import HIDDEN
from dialogs.notes.phrases import FILLERS


def iterate_unread(note: NoteParts, taken: set[int]) -> Iterator[str]:
    """Yields the words that were not used, clause by clause, without what says nothing by itself."""
    for clause in note.clauses:
        first = clause.first
        for at in range(clause.first, clause.last + 1):
            if at < clause.last and at not in taken and HIDDEN not in note.tokens[at].word:
                continue
            start, end = _strip(note, first, at)
            if start < end and not _is_label(note, start, end):
                yield note.say(start, end)
            first = at + 1


def _strip(note: NoteParts, first: int, last: int) -> tuple[int, int]:
    while first < last and _says_nothing(note.tokens[first].word):
        first += 1
    while first < last and _says_nothing(note.tokens[last - 1].word):
        last -= 1
    return first, last


def _is_label(note: NoteParts, first: int, last: int) -> bool:
    """Whether words are no more than a heading of what was read, or the time that is asked for."""
    times = {i for each in note.list_marks(first, last, CueRole.TIME) for i in range(each.first, each.last)}
    names = {name.casefold() for fact in note.trial.facts.values() for name in fact.name.values()}
    return all(i in times or note.tokens[i].word in _LABELS | names for i in range(first, last))


def _says_nothing(word: str) -> bool:
    return word in FILLERS or not any(map(str.isalnum, word))


_LABELS = frozenset({"dx", "w", "age", "dob", "born"})
"""Headings of what was read."""
