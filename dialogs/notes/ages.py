"""Ages in a note: which of them is the age that a trial asks for, and which belongs to another event or person."""

import itertools
import re
from collections.abc import Iterator
from functools import cache, partial

from dialogs.definition.facts import AgeFact
from dialogs.definition.wording import words
from dialogs.notes import age_words
from dialogs.notes.age_places import is_age, names_patient, tells_of_past
from dialogs.notes.clauses import NoteClause
from dialogs.notes.counts import make_count_plain
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.harmless_words import LEAD_INS, LEADING
from dialogs.notes.note import NoteParts
from dialogs.notes.note_text import NoteSpan, find_tokens
from dialogs.notes.phrases import ELLIPSIS
from dialogs.notes.subjects import NoteSubject
from dialogs.reading import AskBackReading, Read, Reading
from dialogs.rules.answers import Answer, Known


def read_ages(note: NoteParts, subjects: list[NoteSubject], identifiers: list[NoteSpan]) -> Iterator[NoteFinding]:
    """Yields what a note says of each age that the trial asks for.

    Where it asks for several, an age is doubtful that is not said to be at the end of one.
    """
    is_only = sum(isinstance(fact, AgeFact) for fact in note.trial.facts.values()) == 1
    for fact_id, fact in note.trial.facts.items():
        if isinstance(fact, AgeFact):
            dated = list(_read_dates(note, fact_id, identifiers))
            found = list(_read_counts(note, subjects, fact_id, fact))
            exact = [each for _, each in found if each.kind is FindingKind.SURE]
            at_end = [each for is_at_end, each in found if is_at_end]
            if dated:
                yield from dated
                yield from at_end
            elif at_end and exact:
                yield from at_end
            else:
                unplaced = (*(each for is_at_end, each in found if not is_at_end), *_read_bare(note, subjects, fact_id))
                yield from at_end
                yield from unplaced if is_only else map(_doubt, unplaced)


def _read_dates(note: NoteParts, fact_id: str, identifiers: list[NoteSpan]) -> Iterator[NoteFinding]:
    """Yields the days between two dates that stand near each other, each with its label; the dates are not shown."""
    for (start, first_end), (second, end) in itertools.pairwise(identifiers):
        before = age_words.LABEL_BEFORE.search(note.text, max(0, start - age_words.LONGEST_LABEL), start)
        between = note.text[first_end:second]
        if before is None or len(between) > age_words.LONGEST_BETWEEN or "\n\n" in between:
            continue
        said = f"{before[0]}{note.text[start:end]}"
        reading = note.read(fact_id, said)
        at = find_tokens(note.tokens, before.start(), end)
        if isinstance(reading, Read) and isinstance(reading.answer, Known) and at:
            shown = f"{before[0]}{ELLIPSIS}{between}{ELLIPSIS}".strip()
            yield NoteFinding(fact_id, FindingKind.SURE, *at[0], (reading.answer,), shown)


def _read_counts(
    note: NoteParts, subjects: list[NoteSubject], fact_id: str, fact: AgeFact
) -> Iterator[tuple[bool, NoteFinding]]:
    """Yields the counts that are ages, and whether each is said to be the age at the fact's end."""
    may_be_past = cache(partial(tells_of_past, note, subjects))
    before_pattern, behind_pattern = age_words.compile_ends((*fact.end.values(), *words(fact.end_words)))
    for clause, subject in zip(note.clauses, subjects, strict=True):
        start, end = note.get_place(clause)
        for found in note.list_counts(clause):
            before, behind = note.plain[start : found.start()], note.plain[found.end() : end]
            if age_words.IS_OLD.search(found[0]) or age_words.IS_AGE_BEHIND.match(behind):
                before = _drop_heading(note, clause, before)
            is_at_end = bool(before_pattern.search(before) or behind_pattern.match(behind))
            if not is_at_end and not is_age(note, clause, before, found[0], behind):
                continue
            if not is_at_end and age_words.ELSEWHERE.search(before):
                continue
            finding = _read_count(note, fact_id, found, before, behind)
            kind = finding.kind
            if is_at_end and _names_another(note, fact_id, found.start()):
                kind = FindingKind.DOUBTFUL
            if subject is NoteSubject.OTHER and not names_patient(note, clause, finding):
                kind = FindingKind.LEFT
            elif subject is NoteSubject.UNCLEAR or (not is_at_end and may_be_past()):
                kind = FindingKind.DOUBTFUL
            yield is_at_end, NoteFinding(fact_id, kind, finding.first, finding.last, finding.answers)


def _names_another(note: NoteParts, fact_id: str, at: int) -> bool:
    """Whether the end of another age is named before a count, since the count before: 'at diagnosis 5 m at relapse'."""
    others = [
        end
        for other, fact in note.trial.facts.items()
        if isinstance(fact, AgeFact) and other != fact_id
        for end in (*fact.end.values(), *words(fact.end_words))
    ]
    *_, begin = (0, *(found.end() for found in _PART.finditer(note.plain, 0, at)))
    said = note.plain[begin:at].casefold()
    if note.plain[:begin][-1:].isdigit() and "," in said:  # what stands before the comma is said of the count before
        said = said.partition(",")[2]
    return any(re.search(rf"(?<!\w){re.escape(end.casefold())}", said) for end in others)


def _drop_heading(note: NoteParts, clause: NoteClause, before: str) -> str:
    """Returns what stands before an age, without a heading that says only what kind of note it is: 'Ward round:'."""
    heading = [each.word for each in note.tokens[clause.first : max(clause.first, clause.body - 1)]]
    is_lead_in = bool(heading) and heading[-1] in LEAD_INS and LEADING.issuperset(heading)
    return before.partition(":")[2] if is_lead_in else before


def _read_bare(note: NoteParts, subjects: list[NoteSubject], fact_id: str) -> Iterator[NoteFinding]:
    """Yields what is called an age and cannot be read as one: without a unit, or corrected."""
    for clause, subject in zip(note.clauses, subjects, strict=True):
        start, end = note.tokens[clause.first].start, note.tokens[clause.last - 1].end
        for found in age_words.BARE_AGE.finditer(note.plain, start, end):
            reading = note.read(fact_id, found[1]) if found[1] else None
            offers = reading.offers if isinstance(reading, AskBackReading) else ()
            kind = FindingKind.LEFT if subject is NoteSubject.OTHER else FindingKind.DOUBTFUL
            yield NoteFinding(fact_id, kind, *find_tokens(note.tokens, *found.span())[0], offers)
        for found in age_words.UNIT_BEFORE.finditer(note.plain, start, end):
            reading = note.read(fact_id, f"{found[2]} {found[1]}")
            is_sure = isinstance(reading, Read) and subject is NoteSubject.PATIENT and not tells_of_past(note, subjects)
            kind = FindingKind.SURE if is_sure else FindingKind.DOUBTFUL
            kind = FindingKind.LEFT if subject is NoteSubject.OTHER else kind
            yield NoteFinding(fact_id, kind, *find_tokens(note.tokens, *found.span())[0], _list_offers(reading))


def _read_count(note: NoteParts, fact_id: str, found: re.Match[str], before: str, behind: str) -> NoteFinding:
    reading = note.read(fact_id, make_count_plain(found[0]))
    offers = _list_offers(reading)
    is_doubted = age_words.DOUBT_BEFORE.search(before) or age_words.DOUBT_BEHIND.match(behind)
    kind = FindingKind.SURE if isinstance(reading, Read) and not is_doubted else FindingKind.DOUBTFUL
    label, old = age_words.AGE_LABEL.search(before), age_words.OLD.match(behind)
    start, end = found.start() - (len(label[0]) if label else 0), found.end() + (len(old[0]) if old else 0)
    return NoteFinding(fact_id, kind, *find_tokens(note.tokens, start, end)[0], offers)


_PART = re.compile(r"[.;\n]|\d")


def _doubt(finding: NoteFinding) -> NoteFinding:
    return finding._replace(kind=FindingKind.DOUBTFUL) if finding.kind is FindingKind.SURE else finding


def _list_offers(reading: Reading) -> tuple[Answer, ...]:
    if isinstance(reading, Read):
        return (reading.answer,)
    return reading.offers if isinstance(reading, AskBackReading) else ()
