"""What each clause of a note says of the facts that its cues name."""

from collections.abc import Iterator

from dialogs.definition.facts import Fact, OptionFact
from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.judging import is_bound, judge
from dialogs.notes.lists import find_denied, find_tail, is_plainly_denied, leaves_open, read_denied, read_with_tail
from dialogs.notes.note import Note
from dialogs.notes.scanning import NoteMark
from dialogs.notes.subjects import NoteSubject, concerns, find_governing, is_safe
from dialogs.notes.windows import TextWindow, WindowReading, read_window, trim
from dialogs.reading import Read, read
from dialogs.reading.word_readings import get_options


def read_clauses(note: Note, subjects: list[NoteSubject]) -> Iterator[NoteFinding]:
    """Yields what the clauses say of facts with options, in their order."""
    is_open = False
    for at, (clause, subject) in enumerate(zip(note.clauses, subjects, strict=True)):
        cues = _list_cues(note, clause)
        is_same = at > 0 and note.clauses[at - 1].sentence == clause.sentence
        places = _list_places(cues)
        denied = find_denied(note, clause, places, is_open=is_open and is_same)
        is_open = leaves_open(note, clause, places, denied)
        reached = {(each.first, each.last) for each in denied}
        found = [
            each
            for fact_id in dict.fromkeys(each.fact for each in cues)
            for each in _read_fact(note, at, subject, fact_id, cues, reached)
        ]
        firm = [finding for is_firm, finding in found if is_firm]
        yield from (each for is_firm, each in found if is_firm or not any(_overlap(each, other) for other in firm))


def _list_places(cues: list[NoteMark]) -> list[NoteMark]:
    """Returns one cue for each place, whatever facts share it."""
    return list({(each.first, each.last): each for each in cues}.values())


def _overlap(finding: NoteFinding, other: NoteFinding) -> bool:
    return finding.first < other.last and other.first < finding.last


def _list_cues(note: Note, clause: NoteClause) -> list[NoteMark]:
    facts = note.trial.facts
    found = note.list_marks(clause.first, clause.last, CueRole.CUE, CueRole.MENTION)
    return [each for each in found if facts[each.fact].kind in _WITH_OPTIONS]


def _read_fact(
    note: Note, at: int, subject: NoteSubject, fact_id: str, cues: list[NoteMark], denied: set[TextWindow]
) -> Iterator[tuple[bool, NoteFinding]]:
    """Yields what a clause says of a fact, and whether its cues are enough for that."""
    clause = note.clauses[at]
    others = find_governing(note, at)
    is_theirs = bool(others) and all(concerns(note, fact_id, each) for each in others)
    if subject is NoteSubject.OTHER and not is_theirs:
        yield True, NoteFinding(fact_id, FindingKind.LEFT, clause.first, clause.last)
        return
    for region, own in _split_regions(note, clause, fact_id, cues):
        if all(each.role is CueRole.CUE for each in own) and not is_bound(note, own):
            yield from _read_with_clause_before(note, at, subject, region, own)
            continue
        found = _read_region(note, at, region, own, cues, denied)
        if subject is NoteSubject.UNCLEAR and found.kind is FindingKind.SURE and not is_safe(note, at, fact_id):
            found = NoteFinding(fact_id, FindingKind.DOUBTFUL, found.first, found.last, found.answers)
        yield is_bound(note, own), found


def _read_with_clause_before(
    note: Note, at: int, subject: NoteSubject, region: TextWindow, own: list[NoteMark]
) -> Iterator[tuple[bool, NoteFinding]]:
    """Yields what a clause says that holds a cue, where the one before holds what must be mentioned: 'none planned'."""
    before, fact_id = note.clauses[at - 1], own[0].fact
    mentions = note.list_marks(before.first, before.last, CueRole.MENTION)
    if at and before.sentence == note.clauses[at].sentence and any(each.fact == fact_id for each in mentions):
        first, last = trim(note, region, own)
        reading = read(note.trial.facts[fact_id], note.make_readable(first, last), note.today)
        if isinstance(reading, Read) and subject is NoteSubject.PATIENT:
            yield True, NoteFinding(fact_id, FindingKind.SURE, first, last, (reading.answer,))


def _split_regions(
    note: Note, clause: NoteClause, fact_id: str, cues: list[NoteMark]
) -> Iterator[tuple[TextWindow, list[NoteMark]]]:
    """Yields the parts of a clause about one fact: up to the cues of others, with the cues in each part."""
    mine = {(each.first, each.last) for each in cues if each.fact == fact_id}
    stops = [
        (each.first, each.last)
        for each in cues
        if each.fact != fact_id
        and not any(first < each.last and each.first < last for first, last in mine)
        and (each.role is CueRole.MENTION or is_bound(note, [other for other in cues if other.fact == each.fact]))
    ]
    if not _takes_times(note.trial.facts[fact_id]):
        stops += [each for each in note.counts if clause.first <= each[0] and each[1] <= clause.last]
    stops += [each for each in note.spans_between if clause.first <= each[0] and each[1] <= clause.last]
    first = clause.first
    for stop_first, stop_last in [*sorted(stops), (clause.last, clause.last)]:
        own = [each for each in cues if each.fact == fact_id and first <= each.first and each.last <= stop_first]
        if own:
            denials = note.list_marks(own[-1].last, stop_first, CueRole.NEGATES)
            is_of_next = bool(denials) and denials[-1].last == stop_first < clause.last
            yield (first, denials[-1].first if is_of_next else stop_first), own
        first = max(first, stop_last)


def _takes_times(fact: Fact) -> bool:
    """Whether a count of days may stand beside the answers to a fact."""
    options = get_options(fact).values() if isinstance(fact, OptionFact) else ()
    return any(each.amounts and (each.amounts.durations or each.amounts.ago or each.amounts.doses) for each in options)


def _read_region(
    note: Note, at: int, region: TextWindow, own: list[NoteMark], cues: list[NoteMark], denied: set[TextWindow]
) -> NoteFinding:
    reached = [each for each in own if (each.first, each.last) in denied]
    found = read_denied(note, reached[0]) if reached else None
    if reached and found is None:
        return NoteFinding(own[0].fact, FindingKind.DOUBTFUL, *trim(note, region, own))
    if found is None:
        found = read_window(note, own[0].fact, region, own)
    if not isinstance(found.reading, Read) and is_plainly_denied(note, note.clauses[at], _list_places(cues), own):
        denials = (read_denied(note, each) for each in reversed(own))
        found = next((each for each in denials if each), found)
    if not isinstance(found.reading, Read):
        found = _read_further(note, at, region, own, cues) or found
    return judge(note, note.clauses[at], region, own, found)


def _read_further(
    note: Note, at: int, region: TextWindow, own: list[NoteMark], cues: list[NoteMark]
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
