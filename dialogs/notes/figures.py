"""Figures in a note: numbers with their unit behind a cue, doses, and days from one event to another."""

import re
from collections.abc import Iterator

from dialogs.definition.facts import (
    AgeFact,
    DaysBetweenFact,
    DoseFact,
    GestationFact,
    MonthsBetweenFact,
    NumberFact,
    NumericFact,
    get_unit_word,
)
from dialogs.notes.clauses import NoteClause
from dialogs.notes.contradictions import find_second_figure
from dialogs.notes.counts import make_count_plain
from dialogs.notes.courses import counts_days, is_course_parted
from dialogs.notes.cue_index import CueRole
from dialogs.notes.days_between import compile_end
from dialogs.notes.figure_findings import limit_finding, make_finding
from dialogs.notes.figure_words import (
    DURATION,
    FIGURE_BEFORE,
    FIGURE_BEHIND,
    UNIT_RUN,
    find_drug,
    find_written_unit,
    is_without_unit,
    list_unit_words,
)
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.note import NoteParts
from dialogs.notes.scanning import NoteMark
from dialogs.notes.subjects import NoteSubject


def read_figures(note: NoteParts, subjects: list[NoteSubject]) -> Iterator[NoteFinding]:
    """Yields what a note says of facts that are answered by a number, but for ages."""
    counted = [first for first, _ in note.counts]
    numbered = [
        (clause, subject, note.list_marks(clause.first, clause.last, CueRole.CUE))
        for clause, subject in zip(note.clauses, subjects, strict=True)
        if _FIGURE.search(note.plain, *note.get_place(clause))
        or any(clause.first <= at < clause.last for at in counted)
    ]
    for fact_id, fact in note.trial.facts.items():
        if not isinstance(fact, NumericFact) or isinstance(fact, AgeFact | MonthsBetweenFact):
            continue  # months in a note may count to another day than is asked for
        for clause, subject, cues in numbered:
            for finding in _read_clause(note, clause, fact_id, fact, cues):
                yield limit_finding(finding, subject)


def _read_clause(
    note: NoteParts, clause: NoteClause, fact_id: str, fact: NumericFact, cues: list[NoteMark]
) -> Iterator[NoteFinding]:
    if isinstance(fact, DaysBetweenFact):
        yield from _read_between(note, clause, fact_id, fact)
        return
    for cue in cues:
        if cue.fact == fact_id:
            yield from _read_at_cue(note, clause, fact, cue)
    if isinstance(fact, NumberFact) and fact.applies_if is not None:
        yield from _read_durations(note, clause, fact_id, fact, cues)


def _read_between(note: NoteParts, clause: NoteClause, fact_id: str, fact: DaysBetweenFact) -> Iterator[NoteFinding]:
    """Yields a count of days before the fact's end: '3 weeks before planned blina'."""
    behind = compile_end(fact)
    _, end = note.get_place(clause)
    for found in note.list_counts(clause):
        if event := behind.match(note.plain, found.end(), end):
            said = f"{make_count_plain(found[0])} before {event[1]}"
            place = (found.start(), event.end())
            yield make_finding(note, clause, fact_id, note.read(fact_id, said), place)


def _read_at_cue(note: NoteParts, clause: NoteClause, fact: NumericFact, cue: NoteMark) -> Iterator[NoteFinding]:
    """Yields the figure behind a cue, or before one that is a unit."""
    start, end = note.get_place(clause)
    fact_id, cue_start, cue_end = cue.fact, note.tokens[cue.first].start, note.tokens[cue.last - 1].end
    units = list_unit_words(fact)
    if note.tokens[cue.first].word in units:
        if before := FIGURE_BEFORE.search(note.plain, start, cue_start):
            unit = UNIT_RUN.match(note.plain, cue_start, end)
            written = unit[0] if unit and isinstance(fact, DoseFact) else get_unit_word(fact)
            said = f"{find_drug(note, clause, fact)}{before[1]} {written}"
            stop = unit.end() if unit else cue_end
            place = (before.start(1), max(stop, cue_end))
            yield make_finding(note, clause, fact_id, note.read(fact_id, said), place)
        return
    if behind := FIGURE_BEHIND.match(note.plain, cue_end, end):
        unit = find_written_unit(note, fact, behind.end(), end)
        said = f"{behind[1]} {unit[1]}" if unit else behind[1]
        place = (cue_start, unit.end() if unit else behind.end())
        finding = make_finding(note, clause, fact_id, note.read(fact_id, said), place)
        if unit is None and isinstance(fact, NumberFact) and fact.ratio_to is not None:
            finding = finding._replace(answers=())  # a bare number is rather the value than a multiple of its limit
        second = find_second_figure(note, clause, fact)
        is_complete = unit is not None or is_without_unit(note, fact, behind.end())
        is_complete = is_complete and not isinstance(fact, GestationFact)
        if second:
            yield NoteFinding(fact_id, FindingKind.DOUBTFUL, *second)
        yield finding if is_complete and not second else limit_finding(finding, NoteSubject.UNCLEAR)


def _read_durations(
    note: NoteParts, clause: NoteClause, fact_id: str, fact: NumberFact, cues: list[NoteMark]
) -> Iterator[NoteFinding]:
    """Yields 'for 10 days' beside a dose per area; only beside a dose that counts is it certain that the days do."""
    parents = note.trial.rules.list_applicability_facts(fact_id) if cues else ()
    named = {each.fact for each in cues}
    is_bare = bool(named) and all(each == fact_id or isinstance(note.trial.facts[each], DoseFact) for each in named)
    if not (is_bare or not named.isdisjoint(parents)) or not list_unit_words(fact) & {"day", "days"}:
        return
    doses = {each: other for each, other in note.trial.facts.items() if isinstance(other, DoseFact)}
    said = [
        found
        for cue in cues
        if cue.fact in doses and "kg" not in [note.tokens[i].word for i in range(cue.first, cue.last)]
        for found in _read_at_cue(note, clause, doses[cue.fact], cue)
    ]
    is_certain = bool(said) and all(counts_days(note.trial, fact_id, each) for each in said)
    is_certain = is_certain and not is_course_parted(note, clause)
    for found in DURATION.finditer(note.plain, *note.get_place(clause)):
        reading = note.read(fact_id, f"{found[1]} days")
        finding = make_finding(note, clause, fact_id, reading, found.span())
        yield finding if is_certain else limit_finding(finding, NoteSubject.UNCLEAR)


_FIGURE = re.compile(r"\d")
