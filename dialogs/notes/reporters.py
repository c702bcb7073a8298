"""Others who are named in a note: those it tells about, and those who only tell of the patient or are told."""

from dialogs.notes.cue_index import OF_OTHERS, CueRole
from dialogs.notes.note import NoteParts
from dialogs.notes.scanning import NoteMark
from dialogs.notes.turns_of_phrase import CONTACTS, HISTORIES, OWN


def list_others(note: NoteParts, first: int, last: int) -> list[NoteMark]:
    """Returns who else is named in some tokens, but for those who only tell of the patient or are told."""
    others = note.list_marks(first, last, *OF_OTHERS)
    reporters = {each.first for each in list_reporters(note, first, last)} if others else ()
    return [
        each
        for each in others
        if each.first not in reporters
        and not CONTACTS & {note.tokens[i].word for i in range(max(0, each.first - 2), each.first)}
    ]


def list_reporters(note: NoteParts, first: int, last: int) -> list[NoteMark]:
    """Returns who speaks for the patient in some tokens: 'mum denies', but neither 'mum: denies' nor 'for herself'."""
    others = note.list_marks(first, last, *OF_OTHERS)
    said = {each.first for each in note.list_marks(first, last, CueRole.REPORTS)} if others else ()
    if not said or OWN & {note.tokens[i].word for i in range(first, last)}:
        return []
    return [
        each
        for each in others
        if (each.last in said or each.last + 1 in said)
        and note.tokens[each.last].word != ":"
        and note.tokens[each.last - 1].word not in HISTORIES
    ]
