"""How sure a reading of a clause is: by its time, by doubts beside it, and by whether its cues are enough."""

from dialogs.definition.facts import ChoiceFact
from dialogs.notes.beside import is_denied_later, is_of_something_else, lacks_time
from dialogs.notes.clauses import NoteClause
from dialogs.notes.contradictions import is_contradicted
from dialogs.notes.cue_index import CueRole
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.note import NoteParts
from dialogs.notes.scanning import NoteMark
from dialogs.notes.text_window import TextWindow, WindowReading, trim
from dialogs.notes.times import follows_other_time, is_of_other_time, is_put_off
from dialogs.reading import AskBackReading, Read
from dialogs.rules.answers import Answer, Known


def judge(
    note: NoteParts, clause: NoteClause, region: TextWindow, own: list[NoteMark], found: WindowReading
) -> NoteFinding:
    """Returns what was found of a fact, and how sure it is."""
    fact_id, reading = own[0].fact, found.reading
    if is_of_other_time(note, clause, region, fact_id, found):
        return NoteFinding(fact_id, FindingKind.LEFT, *trim(note, region, own))
    if isinstance(reading, Read):
        is_sure = (
            (is_bound(note, own) or _is_bound_before(note, clause, own))
            and not _is_doubted(note, clause, own, found)
            and not follows_other_time(note, clause, region, fact_id)
            and not is_of_something_else(note, clause, fact_id, found)
            and not lacks_time(note, clause, fact_id, reading.answer)
            and not is_contradicted(note, clause, fact_id, reading.answer)
            and not is_put_off(note, clause, region)
            and not is_denied_later(note, clause, fact_id, found)
        )
        kind = FindingKind.SURE if is_sure else FindingKind.DOUBTFUL
        return NoteFinding(fact_id, kind, found.first, found.last, (reading.answer,))
    if others := _list_others_than_denied(note, region, own):
        return NoteFinding(fact_id, FindingKind.VAGUE, *trim(note, region, own), others)
    offers = reading.offers if isinstance(reading, AskBackReading) else ()
    is_turned = bool(note.list_marks(*region, CueRole.DOUBTS, CueRole.TURNS, CueRole.NEGATES))
    is_vague = not is_turned and (reading.reason.startswith("words:") or not offers)
    kind = FindingKind.VAGUE if is_vague else FindingKind.DOUBTFUL
    return NoteFinding(fact_id, kind, *trim(note, region, own), offers)


def _list_others_than_denied(note: NoteParts, region: TextWindow, own: list[NoteMark]) -> tuple[Answer, ...]:
    """Returns the other options where a region does nothing but deny one: 'not T-ALL', 'no systemic steroids'."""
    fact = note.trial.facts[own[0].fact]
    first, last = trim(note, region, own)
    said = [
        each
        for each in note.list_marks(*region, CueRole.NEGATES, CueRole.TURNS)
        if each.first <= first < each.last and (each.role is CueRole.NEGATES or note.tokens[each.first].word == "not")
    ]
    if not said or not isinstance(fact, ChoiceFact) or min(each.last for each in said) >= last:
        return ()
    denied = note.read(own[0].fact, note.make_readable(min(each.last for each in said), last))
    if not isinstance(denied, Read) or not isinstance(denied.answer, Known):
        return ()
    return tuple(Known(code) for code in fact.options if Known(code) != denied.answer)


def is_bound(note: NoteParts, own: list[NoteMark]) -> bool:
    """Whether cues are enough to answer their fact: one that has mentions needs both."""
    roles = {each.role for each in own}
    return CueRole.CUE in roles and (CueRole.MENTION in roles or note.trial.facts[own[0].fact].mentions is None)


def _is_bound_before(note: NoteParts, clause: NoteClause, own: list[NoteMark]) -> bool:
    """Whether the clause before, in the same sentence, or the heading holds the cue that a mention needs."""
    before = note.clauses[clause.at - 1] if clause.at else clause
    places = [(before.first, before.last)] if before.sentence == clause.sentence else []
    cues = [each for place in [*places, note.find_heading(clause)] for each in note.list_marks(*place, CueRole.CUE)]
    return any(each.fact == own[0].fact for each in cues)


def _is_doubted(note: NoteParts, clause: NoteClause, own: list[NoteMark], found: WindowReading) -> bool:
    """Whether words before a reading, or in it, say that it is not certain, and are no part of a cue."""
    return any(
        not any(each.first <= doubt.first and doubt.last <= each.last and each != doubt for each in own)
        for doubt in note.list_marks(clause.first, found.last, CueRole.DOUBTS)
    )
