"""Whether a clause tells of another time than the question asks for."""

from dialogs.notes.clauses import NoteClause, find_sentence
from dialogs.notes.cue_index import NAMING, CueRole, get_cue_index
from dialogs.notes.note import NoteParts
from dialogs.notes.reporters import list_reporters
from dialogs.notes.scanning import NoteMark
from dialogs.notes.text_window import TextWindow, WindowReading
from dialogs.reading import Misread


def is_of_other_time(
    note: NoteParts, clause: NoteClause, region: TextWindow, fact_id: str, found: WindowReading
) -> bool:
    """Whether a clause tells of another time than the question asks for.

    Beside the time that is asked for, only the part about the fact is looked at.
    """
    if isinstance(found.reading, Misread) and found.reading.reason.startswith("time:"):
        return True
    first, body = note.find_heading(clause)
    if body and any(each.fact == fact_id for each in note.list_marks(first, body, CueRole.OTHER_TIME)):
        return not any(each.fact == fact_id for each in note.list_marks(*region, CueRole.TIME))
    times = [each for each in note.list_marks(clause.first, clause.last, CueRole.OTHER_TIME) if each.fact == fact_id]
    reporters = {each.first for each in list_reporters(note, clause.first, clause.last)} if times else ()
    return any(
        each.first not in reporters
        and region[0] <= each.last
        and (each.first < region[1] or _goes_on(note, region[1], each))
        and not (found.first <= each.first and each.last <= found.last)
        for each in times
    )


def _goes_on(note: NoteParts, at: int, time: NoteMark) -> bool:
    """Whether words of a time belong to what ends at `at`, such as 'planned' to 'MMR' in 'MMR vaccine planned'."""
    words = [note.tokens[i].word for i in range(at, time.first)]
    own = get_cue_index(note.trial).own[time.fact]
    return (
        time.first <= at + _MOST_LEADING
        and not any(first <= time.first < last for first, last in note.spans_between)
        and note.tokens[at - 1].word not in _PARTING
        and all(any(word in said for said in own) and word not in _JOINING for word in words)
    )


def _ends_and_goes_on(
    note: NoteParts, before: NoteClause, clause: NoteClause, times: list[NoteMark], region: TextWindow
) -> bool:
    """Whether the clause just before ends with another time, and a list goes on: 'prednisone prephase, vincristine'."""
    is_next = clause.at == before.at + 1
    return is_next and times[-1].last >= before.last and not note.list_marks(*region, CueRole.NEGATES)


def follows_other_time(note: NoteParts, clause: NoteClause, region: TextWindow, fact_id: str) -> bool:
    """Whether the sentence began with words of another time, and nothing says that this is over."""
    sentence = find_sentence(note.clauses, clause)
    told = note.list_marks(sentence[0].first, clause.first, CueRole.OTHER_TIME)
    is_told = any(each.fact == fact_id for each in told)
    if not is_told or any(each.fact == fact_id for each in note.list_marks(*region, CueRole.TIME)):
        return False
    for each in note.clauses[sentence[0].at : clause.at]:
        times = note.list_marks(each.first, each.last, CueRole.OTHER_TIME)
        own = [time for time in times if time.fact == fact_id]
        if own and _ends_and_goes_on(note, each, clause, own, region):
            return True
        own = [time for time in own if time.last <= each.first + _MOST_LEADING]
        cues = note.list_marks(each.first, each.last, *NAMING) if own else []
        if own and all(any(time.first < cue.last and cue.first < time.last for time in own) for cue in cues):
            return True
    return False


def is_put_off(note: NoteParts, clause: NoteClause, region: TextWindow) -> bool:
    """Whether what is planned is planned for another time: 'two years after the treatment', 'once she is off it'."""
    waits = note.list_marks(*region, CueRole.WAITS)
    if not waits:
        return False
    if any(note.tokens[i].word in _ONCE for i in range(waits[-1].last, region[1])):
        return True
    behind = [(first, last) for first, last in note.counts if first == region[1]]
    return any(
        note.tokens[first - 1].word == "at" or (last < clause.last and note.tokens[last].word in _LATER)
        for first, last in behind
    )


_ONCE = frozenset({"after", "once", "following", "off", "when"})
_LATER = frozenset({"after", "later", "post", "off", "following", "past", "beyond", "from"})


_PARTING = frozenset({":", "(", ")", ";"})


_JOINING = frozenset({"and", "or", "nor", "then"})


_MOST_LEADING = 4
"""Tokens at the beginning of a clause in which words of a time lead the sentence."""
