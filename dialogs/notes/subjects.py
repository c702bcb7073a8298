"""Whom each clause of a note is about: the patient, somebody else, or one of them and it is not clear who."""

import re
from enum import Enum, auto

from dialogs.definition.facts import OptionFact
from dialogs.definition.wording import words
from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole
from dialogs.notes.note import Note
from dialogs.notes.own_words import list_words
from dialogs.notes.scanning import NoteMark
from dialogs.reading.word_readings import split_tokens


class NoteSubject(Enum):
    """Whom words are about."""

    PATIENT = auto()
    OTHER = auto()
    UNCLEAR = auto()


def name_subjects(note: Note) -> list[NoteSubject]:
    """Returns whom each clause is about.

    Somebody else is spoken of until the patient is named or a line ends. After a full stop that is not certain.
    """
    named: list[NoteSubject] = []
    now, line, sentence, is_group, other_trial = NoteSubject.PATIENT, 0, 0, False, -1
    for clause in note.clauses:
        if clause.line != line or (is_group and clause.sentence != sentence):
            now, is_group = NoteSubject.PATIENT, False
        elif clause.sentence != sentence and now is NoteSubject.OTHER:
            now = NoteSubject.PATIENT if clause.body > clause.first else NoteSubject.UNCLEAR
        line, sentence = clause.line, clause.sentence
        others = list_others(note, clause)
        if any(_is_about(note, clause, each) for each in others):
            now, is_group = NoteSubject.OTHER, any(each.role is CueRole.GROUPS for each in others)
        elif not others and note.list_marks(clause.first, clause.last, CueRole.PATIENT):
            now = NoteSubject.PATIENT
        if _names_other_trial(note, clause):
            other_trial = sentence
        elsewhere = NoteSubject.OTHER if _names_other_trial(note, clause) else NoteSubject.UNCLEAR
        named.append(elsewhere if other_trial == sentence else now)
    return named


def list_others(note: Note, clause: NoteClause) -> list[NoteMark]:
    """Returns who else is named in a clause, but for those who only tell of the patient."""
    said = note.list_marks(clause.first, clause.last, CueRole.OTHERS, CueRole.GROUPS)
    reports = {each.first for each in note.list_marks(clause.first, clause.last, CueRole.REPORTS)}
    return [
        each
        for each in said
        if not reports & {each.last, each.last + 1}
        and not (each.first and note.tokens[each.first - 1].word in _TOLD_BY)
    ]


def find_governing(note: Note, at: int) -> list[NoteMark]:
    """Returns who else is named in the clause at `at`, or last before it in its sentence."""
    for clause in note.clauses[at::-1]:
        if clause.sentence != note.clauses[at].sentence:
            break
        if others := list_others(note, clause):
            return others
    return []


def concerns(note: Note, fact_id: str, other: NoteMark) -> bool:
    """Whether a fact's own words name the other person, as those of a consent name parents."""
    fact = note.trial.facts[fact_id]
    own = [*list_words(fact), *(words(fact.neutral) if isinstance(fact, OptionFact) else [])]
    said = [each.word for each in note.tokens[other.first : other.last]]
    return any(set(said) <= set(split_tokens(word)) for word in own)


def _is_about(note: Note, clause: NoteClause, other: NoteMark) -> bool:
    """Whether a clause is about the other person: not where each of its facts concerns them."""
    bound = {each.fact for each in note.list_marks(clause.first, clause.last, CueRole.CUE)}
    return not bound or not all(concerns(note, fact, other) for fact in bound)


def _names_other_trial(note: Note, clause: NoteClause) -> bool:
    """Whether a clause names another trial than the one that is asked about."""
    about = note.trial.definition.about
    own = {
        re.sub(r"\W", "", each or "").casefold()
        for each in (about.acronym, note.trial.definition.source.registry_number)
    }
    start, end = note.tokens[clause.first].start, note.tokens[clause.last - 1].end
    stem = re.escape(re.sub(r"[\W\d]+$", "", about.acronym or "")) or "(?!)"
    named = re.compile(rf"\b{stem}[ -]?\d+|{_TRIALS.pattern}", re.IGNORECASE)
    return any(re.sub(r"\W", "", found[0]).casefold() not in own for found in named.finditer(note.plain, start, end))


_TOLD_BY = {"per"}
_TRIALS = re.compile(
    r"\bNCT\d{8}|\b(?:AALL|ACNS|AAML|UKALL|EsPhALL|ALLTogether|AIEOP|BFM|CoALL|COG|SJ|POG|CCG|JPLSG|MLL|Interfant)[ -]?\d{2,4}\w*\b|"
    r"\bA2G\b|\b(?:an)?other (?:clinical )?(?:trial|study|protocol)|\bprevious (?:clinical )?(?:trial|study|protocol)"
    r"|\bdifferent (?:trial|study|protocol)|\bbiobank\w*|\bobservational study|\bregistry study"
)
"""Trials and studies that notes name beside the one that is asked about."""
