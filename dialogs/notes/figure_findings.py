"""Findings of figures in a note, as their reading and the subject of their clause leave them."""

from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.note import NoteParts
from dialogs.notes.note_text import NoteSpan
from dialogs.notes.subjects import NoteSubject
from dialogs.reading import AskBackReading, Read, Reading


def limit_finding(finding: NoteFinding, subject: NoteSubject) -> NoteFinding:
    """Returns a finding as its subject leaves it."""
    if subject is NoteSubject.PATIENT or (subject is NoteSubject.UNCLEAR and finding.kind is FindingKind.DOUBTFUL):
        return finding
    kind = FindingKind.LEFT if subject is NoteSubject.OTHER else FindingKind.DOUBTFUL
    return NoteFinding(finding.fact, kind, finding.first, finding.last, finding.answers)


def make_finding(note: NoteParts, clause: NoteClause, fact_id: str, reading: Reading, place: NoteSpan) -> NoteFinding:
    """Returns what a reading at a place of a clause finds."""
    start, end = place
    at = [i for i in range(clause.first, clause.last) if start < note.tokens[i].end and note.tokens[i].start < end]
    first, last = at[0], at[-1] + 1
    offers = (
        (reading.answer,)
        if isinstance(reading, Read)
        else reading.offers
        if isinstance(reading, AskBackReading)
        else ()
    )
    near = note.list_marks(max(clause.first, first - 3), min(clause.last, last + 1), CueRole.DOUBTS)
    is_sure = isinstance(reading, Read) and not near
    return NoteFinding(fact_id, FindingKind.SURE if is_sure else FindingKind.DOUBTFUL, first, last, offers)
