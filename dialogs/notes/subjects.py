"""Whom each clause of a note is about: the patient, somebody else, or one of them and it is not clear who."""

import re
from enum import Enum, auto

from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import NAMING, CueRole, get_cue_index
from dialogs.notes.note import NoteParts
from dialogs.notes.phrases import HE, ILLNESS, MEN, SHE, WOMEN
from dialogs.notes.reporters import list_others
from dialogs.notes.scanning import NoteMark
from dialogs.notes.trial_names import names_trial_itself

_LABELLED = re.compile(
    r"\b(?:twins?|triplets?|baby|patients?|pt|case|child|infant|sibling)\s+#?([abc]|[123]|i{1,3})(?![\w.,/-]*\w)",
    re.IGNORECASE,
)
"""A label, as of one of two patients."""


class NoteSubject(Enum):
    """Whom words are about."""

    PATIENT = auto()
    OTHER = auto()
    UNCLEAR = auto()


def name_subjects(note: NoteParts) -> list[NoteSubject]:
    """Returns whom each clause is about.

    Somebody else is spoken of until the patient is named or a line ends, under a heading until its sentence ends.
    After a full stop that is not certain. A note about two patients by their labels is about neither.
    """
    named: list[NoteSubject] = []
    if len({found[1].casefold() for found in _LABELLED.finditer(note.plain)}) > 1:
        return [NoteSubject.OTHER] * len(note.clauses)
    now, line, sentence, is_group, other_trial = NoteSubject.PATIENT, 0, 0, False, -1
    outside: NoteSubject | None = None
    for clause in note.clauses:
        if outside and ")" in [each.word for each in note.tokens[clause.first - 2 : clause.first]]:
            now, outside = outside, None
        if note.tokens[clause.first - 1].word == "(":
            outside = now
        if clause.line != line or (is_group and clause.sentence != sentence):
            now, is_group = NoteSubject.PATIENT, False
        elif clause.sentence != sentence and now is NoteSubject.OTHER:
            now = NoteSubject.PATIENT if _returns(note, clause) else NoteSubject.UNCLEAR
        line, sentence = clause.line, clause.sentence
        others = list_others(note, clause.first, clause.last)
        if any(_is_about(note, clause, each) for each in others):
            now, is_group = NoteSubject.OTHER, any(each.role is CueRole.GROUPS for each in others)
        elif (
            not others
            and note.list_marks(clause.first, clause.last, CueRole.PATIENT)
            and not list_others(note, *note.find_heading(clause))
        ):
            now = NoteSubject.PATIENT
        is_elsewhere = clause.at in note.elsewhere
        other_trial = sentence if is_elsewhere else other_trial
        elsewhere = NoteSubject.OTHER if is_elsewhere else NoteSubject.UNCLEAR
        named.append(elsewhere if other_trial == sentence else now)
    return named


def find_governing(note: NoteParts, at: int) -> list[NoteMark]:
    """Returns who else is named in the clause at `at`, or last before it in its sentence."""
    for clause in note.clauses[at::-1]:
        if clause.sentence != note.clauses[at].sentence:
            break
        if others := list_others(note, clause.first, clause.last):
            return others
    return []


def is_safe(note: NoteParts, at: int, fact_id: str) -> bool:
    """Whether what is said of a fact is about the patient, although a sentence before was about somebody else.

    It is where they are no patient themselves, and the same fact was not told of them.
    """
    if any(i < at and note.clauses[i].sentence == note.clauses[at].sentence for i in note.elsewhere):
        return False
    before = [clause for clause in note.clauses[:at] if clause.sentence < note.clauses[at].sentence]
    theirs = {clause.sentence for clause in before if list_others(note, clause.first, clause.last)}
    told = [clause for clause in before if clause.sentence in theirs]
    return not any(
        any(each.fact == fact_id for each in note.list_marks(clause.first, clause.last, *NAMING))
        or ILLNESS & {note.tokens[i].word for i in range(clause.first, clause.last)}
        for clause in told
    )


def may_be_of_other_trial(note: NoteParts, at: int, fact_id: str) -> bool:
    """Whether another trial was named before, and what is said of consent in the clause at `at` may be of that one."""
    others = [i for i in note.elsewhere if i <= at]
    if not others or fact_id not in get_cue_index(note.trial).consents:
        return False
    since = note.clauses[max(others) : at + 1]
    return not any(names_trial_itself(note.trial, note.plain, note.get_place(each)) for each in since)


def concerns(note: NoteParts, fact_id: str, other: NoteMark) -> bool:
    """Whether a fact's own words name the other person, as those of a consent name parents."""
    said = {each.word for each in note.tokens[other.first : other.last]}
    return any(said <= each for each in get_cue_index(note.trial).own[fact_id])


def _is_about(note: NoteParts, clause: NoteClause, other: NoteMark) -> bool:
    """Whether a clause is about the other person: not where each of its facts concerns them."""
    bound = {each.fact for each in note.list_marks(clause.first, clause.last, CueRole.CUE)}
    return not bound or not all(concerns(note, fact, other) for fact in bound)


def _returns(note: NoteParts, clause: NoteClause) -> bool:
    """Whether a sentence returns to the patient: by a heading, or by a 'she' that none of the others can be."""
    first = note.tokens[clause.first].word
    if first in SHE | HE:
        others = {
            note.tokens[i].word
            for each in note.marks
            if each.role is CueRole.OTHERS
            for i in range(each.first, each.last)
        }
        return bool(others) and not others - (MEN if first in SHE else WOMEN)
    return clause.body > clause.first
