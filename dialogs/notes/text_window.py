"""Words of a clause that are read together, and what comes of it."""

from typing import NamedTuple

from dialogs.notes.cue_index import CueRole
from dialogs.notes.note import NoteParts
from dialogs.notes.reporters import list_reporters
from dialogs.notes.scanning import NoteMark
from dialogs.notes.window_words import is_idle
from dialogs.reading import Reading

TextWindow = tuple[int, int]
"""The first token of some words, and the one behind their last."""


class WindowReading(NamedTuple):
    """What was read, and in which tokens."""

    reading: Reading
    first: int
    last: int


def trim(note: NoteParts, region: TextWindow, cues: list[NoteMark]) -> TextWindow:
    """Returns the region without words and signs at its edges that say nothing, and with all its cues."""
    first, last = region
    said = [*note.list_marks(*region, CueRole.PATIENT), *_list_reports(note, region)]
    idle = {place for each in said for place in range(each.first, each.last)}
    least, most = min(each.first for each in cues), max(each.last for each in cues)
    while first < least and (is_idle(note.tokens[first].word) or first in idle):
        first += 1
    while last > most and is_idle(note.tokens[last - 1].word):
        last -= 1
    return first, last


def _list_reports(note: NoteParts, region: TextWindow) -> list[NoteMark]:
    """Returns who speaks for the patient, and what they do but deny: 'mum says'."""
    reporters = list_reporters(note, *region)
    denials = {each.first for each in note.list_marks(*region, CueRole.NEGATES)} if reporters else set()
    reports = note.list_marks(*region, CueRole.REPORTS) if reporters else []
    return [*reporters, *(each for each in reports if each.first not in denials)]
