"""What each clause of a note says of the facts that its cues name."""

from collections.abc import Iterator
from dataclasses import dataclass

from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import NAMING, CueRole
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.judging import is_bound, judge
from dialogs.notes.lists import find_denied, find_tail, is_plainly_denied, leaves_open, read_denied, read_with_tail
from dialogs.notes.note import NoteParts
from dialogs.notes.regions import split_regions
from dialogs.notes.scanning import NoteMark
from dialogs.notes.subjects import NoteSubject, concerns, find_governing, is_safe, may_be_of_other_trial
from dialogs.notes.text_window import TextWindow, WindowReading, trim
from dialogs.notes.windows import read_window
from dialogs.reading import Read


@dataclass(frozen=True, slots=True)
class ClauseCues:
    """The cues of a clause, the facts they suffice for, and the places that a denial earlier in a list reaches."""

    marks: list[NoteMark]
    bound: frozenset[str]
    denied: frozenset[TextWindow]


def read_clauses(note: NoteParts, subjects: list[NoteSubject]) -> Iterator[NoteFinding]:
    """Yields what the clauses say of facts with options, in their order."""
    is_open = False
    for at, (clause, subject) in enumerate(zip(note.clauses, subjects, strict=True)):
        cues = _list_cues(note, clause)
        if not cues:
            is_open = False
            continue
        is_same = at > 0 and note.clauses[at - 1].sentence == clause.sentence
        places = _list_places(cues)
        denied = find_denied(note, clause, places, is_open=is_open and is_same)
        is_open = leaves_open(note, clause, places, denied)
        facts = dict.fromkeys(each.fact for each in cues)
        bound = frozenset(fact for fact in facts if is_bound(note, [each for each in cues if each.fact == fact]))
        own = ClauseCues(cues, bound, frozenset((each.first, each.last) for each in denied))
        found = [each for fact_id in facts for each in _read_fact(note, at, subject, fact_id, own)]
        firm = [finding for is_firm, finding in found if is_firm]
        yield from (each for is_firm, each in found if is_firm or not any(_overlap(each, other) for other in firm))


def _list_places(cues: list[NoteMark]) -> list[NoteMark]:
    """Returns one cue for each place, whatever facts share it."""
    return list({(each.first, each.last): each for each in cues}.values())


def _overlap(finding: NoteFinding, other: NoteFinding) -> bool:
    return finding.first < other.last and other.first < finding.last


def _list_cues(note: NoteParts, clause: NoteClause) -> list[NoteMark]:
    facts = note.trial.facts
    found = note.list_marks(clause.first, clause.last, *NAMING)
    return [each for each in found if facts[each.fact].kind in _WITH_OPTIONS]


def _read_fact(
    note: NoteParts, at: int, subject: NoteSubject, fact_id: str, cues: ClauseCues
) -> Iterator[tuple[bool, NoteFinding]]:
    """Yields what a clause says of a fact, and whether its cues are enough for that."""
    clause = note.clauses[at]
    if subject is NoteSubject.OTHER and not _is_theirs(note, at, fact_id):
        yield True, NoteFinding(fact_id, FindingKind.LEFT, clause.first, clause.last)
        return
    for region, own in split_regions(note, clause, fact_id, cues.marks, cues.bound):
        if all(each.role is CueRole.CUE for each in own) and not is_bound(note, own):
            yield from _read_with_clause_before(note, at, subject, region, own)
            continue
        found = _read_region(note, at, region, own, cues)
        is_unsafe = subject is NoteSubject.UNCLEAR and not is_safe(note, at, fact_id)
        if found.kind is FindingKind.SURE and (is_unsafe or may_be_of_other_trial(note, at, fact_id)):
            found = NoteFinding(fact_id, FindingKind.DOUBTFUL, found.first, found.last, found.answers)
        yield is_bound(note, own), found


def _is_theirs(note: NoteParts, at: int, fact_id: str) -> bool:
    """Whether a fact concerns all others who are named, as a consent concerns the parents."""
    others = find_governing(note, at)
    return bool(others) and all(concerns(note, fact_id, each) for each in others)


def _read_with_clause_before(
    note: NoteParts, at: int, subject: NoteSubject, region: TextWindow, own: list[NoteMark]
) -> Iterator[tuple[bool, NoteFinding]]:
    """Yields what a clause says that holds a cue, where the one before holds what must be mentioned: 'none planned'."""
    before, fact_id = note.clauses[at - 1], own[0].fact
    mentions = note.list_marks(before.first, before.last, CueRole.MENTION)
    if at and before.sentence == note.clauses[at].sentence and any(each.fact == fact_id for each in mentions):
        first, last = trim(note, region, own)
        reading = note.read(fact_id, note.make_readable(first, last))
        if isinstance(reading, Read) and subject is NoteSubject.PATIENT:
            yield True, NoteFinding(fact_id, FindingKind.SURE, first, last, (reading.answer,))


def _read_region(note: NoteParts, at: int, region: TextWindow, own: list[NoteMark], cues: ClauseCues) -> NoteFinding:
    reached = [each for each in own if (each.first, each.last) in cues.denied]
    found = read_denied(note, reached[0]) if reached else None
    if reached and found is None:
        return NoteFinding(own[0].fact, FindingKind.DOUBTFUL, *trim(note, region, own))
    if found is None:
        found = read_window(note, own[0].fact, region, own)
    if not isinstance(found.reading, Read) and is_plainly_denied(note, note.clauses[at], _list_places(cues.marks), own):
        denials = (read_denied(note, each) for each in reversed(own))
        found = next((each for each in denials if each), found)
    if not isinstance(found.reading, Read):
        found = _read_further(note, at, region, own, cues.marks) or found
    return judge(note, note.clauses[at], region, own, found)


def _read_further(
    note: NoteParts, at: int, region: TextWindow, own: list[NoteMark], cues: list[NoteMark]
) -> WindowReading | None:
    """Reads a cue with the tail of its list, or with the next clause where that has no cue."""
    clause, fact_id = note.clauses[at], own[0].fact
    places = _list_places(cues)
    place = next(i for i, each in enumerate(places) if (each.first, each.last) == (own[-1].first, own[-1].last))
    tail = find_tail(note, clause, places, place)
    if tail and (found := read_with_tail(note, own[-1], tail)):
        return found
    if region[1] != clause.last or at + 1 >= len(note.clauses):
        return None
    following = note.clauses[at + 1]
    if following.sentence != clause.sentence or note.list_marks(following.first, following.last, *_NEW):
        return None
    found = read_window(note, fact_id, (own[0].first, following.last), own)
    return found if isinstance(found.reading, Read) and found.last > following.first else None


_NEW = (CueRole.CUE, CueRole.MENTION, CueRole.OTHERS, CueRole.GROUPS, CueRole.DOUBTS)
_WITH_OPTIONS = frozenset({"choice", "yes_no"})
