"""What is left of the clauses of a note beside all that was found of a fact."""

from collections.abc import Iterator
from typing import NamedTuple

from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import NAMING, get_cue_index
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.note import NoteParts
from dialogs.notes.subjects import NoteSubject


class ClauseRest(NamedTuple):
    """What is left of a clause beside all that was found of a fact: its tokens, and their words.

    `is_named` says whether the clause names the fact, `is_same` whether the statement stands in its sentence.
    """

    clause: NoteClause
    tokens: list[int]
    said: str
    is_named: bool
    is_same: bool = False


def iterate_rests(
    note: NoteParts, subjects: list[NoteSubject], fact_id: str, findings: list[NoteFinding]
) -> Iterator[ClauseRest]:
    """Yields what is left of the clauses that name no other fact; of others' clauses only where it is of a consent."""
    used = [each for each in findings if each.fact == fact_id and each.kind is not FindingKind.VAGUE]
    taken = {place for each in used for place in range(each.first, each.last)}
    is_consent = fact_id in get_cue_index(note.trial).consents
    for clause, subject in zip(note.clauses, subjects, strict=True):
        if subject is not NoteSubject.OTHER or is_consent:
            cues = note.list_marks(clause.first, clause.last, *NAMING)
            if all(each.fact == fact_id for each in cues):
                tokens = [i for i in range(clause.first, clause.last) if i not in taken]
                said = " ".join(note.tokens[i].word for i in tokens)
                yield ClauseRest(clause, tokens, said, bool(cues))
