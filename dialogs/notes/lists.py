"""Lists in a note that share what stands before or behind them: 'no steroids or chemo', 'steroids/chemo: none'."""

import itertools

from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole
from dialogs.notes.note import NoteParts
from dialogs.notes.phrases import FILLERS, PLAIN_NEGATION
from dialogs.notes.scanning import NoteMark
from dialogs.notes.text_window import TextWindow, WindowReading
from dialogs.reading import Read


def find_denied(note: NoteParts, clause: NoteClause, cues: list[NoteMark], *, is_open: bool) -> list[NoteMark]:
    """Returns the cues of a clause to which a denial before an earlier part of a list reaches.

    With `is_open` the clause before ended in such a list.
    """
    denied: list[NoteMark] = []
    for i, cue in enumerate(cues):
        before = cues[i - 1].last if i else clause.first
        if i:
            is_open = (_is_negated(note, clause, cues[i - 1]) or cues[i - 1] in denied) and cue.first > before
        if is_open and _only_joins(note, before, cue.first) and _has_no_tail(note, clause, cues, i):
            is_listed = _is_alternative(note, before, cue.first) or (
                i + 1 < len(cues) and _is_alternative(note, cue.last, cues[i + 1].first)
            )
            if is_listed or not _says_alone(note, cue):
                denied.append(cue)
    return denied


def is_plainly_denied(note: NoteParts, clause: NoteClause, cues: list[NoteMark], own: list[NoteMark]) -> bool:
    """Whether a denial begins the cues of a fact, with at most words such as 'prior' between, and nothing else."""
    at = next(i for i, each in enumerate(cues) if (each.first, each.last) == (own[-1].first, own[-1].last))
    said = [each for each in note.list_marks(clause.first, own[0].last, CueRole.NEGATES) if each.first <= own[0].first]
    if not said or not _only_joins(note, said[-1].last, max(own[0].first, said[-1].last)):
        return False
    gaps = [i for one, other in itertools.pairwise(own) for i in range(one.last, other.first)]
    is_together = all(note.tokens[i].word in FILLERS or note.tokens[i].word in _TAIL for i in gaps)
    return is_together and _has_no_tail(note, clause, cues, at)


def leaves_open(note: NoteParts, clause: NoteClause, cues: list[NoteMark], denied: list[NoteMark]) -> bool:
    """Whether a clause ends in a list that is denied, so that the next clause may go on with it."""
    if not cues or not _has_no_tail(note, clause, cues, len(cues) - 1):
        return False
    return cues[-1] in denied or _is_negated(note, clause, cues[-1])


def read_denied(note: NoteParts, cue: NoteMark) -> WindowReading | None:
    """Returns what a denied cue says of its fact; None where its reader is not sure."""
    text = f"{PLAIN_NEGATION} {note.make_readable(cue.first, cue.last)}"
    reading = note.read(cue.fact, text)
    denials = [each.first for each in note.list_marks(0, cue.last, CueRole.NEGATES) if each.first <= cue.first]
    return WindowReading(reading, denials[-1], cue.last) if isinstance(reading, Read) else None


def read_with_tail(note: NoteParts, cue: NoteMark, tail: TextWindow) -> WindowReading | None:
    """Returns what a cue says with what stands behind the list of which it is a part; None where that is not sure."""
    text = f"{note.make_readable(cue.first, cue.last)} {note.make_readable(*tail)}"
    reading = note.read(cue.fact, text)
    return WindowReading(reading, cue.first, cue.last) if isinstance(reading, Read) else None


def find_tail(note: NoteParts, clause: NoteClause, cues: list[NoteMark], at: int) -> TextWindow | None:
    """Returns what stands behind a list that the cue at `at` is a part of, and not the last."""
    end = at
    while (
        end + 1 < len(cues)
        and cues[end + 1].first > cues[end].last
        and _only_joins(note, cues[end].last, cues[end + 1].first)
    ):
        end += 1
    return (cues[end].last, clause.last) if at < end == len(cues) - 1 and cues[end].last < clause.last else None


def _says_alone(note: NoteParts, cue: NoteMark) -> bool:
    """Whether a cue is an answer by itself, which a denial before a comma does not reach."""
    return isinstance(note.read(cue.fact, note.make_readable(cue.first, cue.last)), Read)


def _is_alternative(note: NoteParts, first: int, last: int) -> bool:
    return any(note.tokens[i].word in {"or", "nor"} for i in range(first, last)) and _only_joins(note, first, last)


def _is_negated(note: NoteParts, clause: NoteClause, cue: NoteMark) -> bool:
    """Whether a denial stands before a cue, with at most a few plain words between, or begins it."""
    for each in note.list_marks(clause.first, cue.last, CueRole.NEGATES):
        if each.first <= cue.first and _is_short(note, each.last, cue.first):
            return True
    return False


def _is_short(note: NoteParts, first: int, last: int) -> bool:
    return last - first <= _MOST_BETWEEN and all(note.tokens[i].word.isalpha() for i in range(first, last))


def _only_joins(note: NoteParts, first: int, last: int) -> bool:
    """Whether words only join: 'or', 'and', a stroke; and words such as 'prior' that belong to what follows."""
    return all(note.tokens[i].word in _JOINING for i in range(first, last))


def _has_no_tail(note: NoteParts, clause: NoteClause, cues: list[NoteMark], at: int) -> bool:
    """Whether behind a cue stands nothing but another cue of the list, a time, or words that say nothing."""
    end = cues[at + 1].first if at + 1 < len(cues) else clause.last
    times = note.list_marks(cues[at].last, end, CueRole.TIME)
    timed = {place for each in times for place in range(each.first, each.last)}
    words = [note.tokens[i].word for i in range(cues[at].last, end) if i not in timed]
    return all(word in _JOINING or word in FILLERS or word in _TAIL for word in words)


_MOST_BETWEEN = 4
_JOINING = frozenset({
    "or", "nor", "and", "/", "&", ",", "any", "other", "prior", "previous", "recent", "known", "no", "the", "further",
    "(", ")", "+",
})  # fmt: skip
_TAIL = frozenset({
    "before", "prior", "previously", "dx", "so", "far", "yet", "ever", ".", "given", "received",
    "exposure", "exposures", "use", "treatment", "therapy", "whatsoever", "at", "all", "recently", "administered",
})  # fmt: skip
