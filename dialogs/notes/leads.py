"""Leads and headings that tell of no state of this patient: criteria, checks, other people's results."""

import re
from collections.abc import Iterator

from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import NAMING, CueRole
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.harmless_words import HARMLESS, LEADING
from dialogs.notes.lead_patterns import (
    BEHIND,
    BEHIND_NEXT,
    ENDING,
    LEADING_TO_LINES,
    NEW_HEADING,
    OF_CHECKS,
    OF_CRITERIA,
    OF_OTHERS,
    TOPICS,
)  # fmt: skip
from dialogs.notes.note import NoteParts
from dialogs.notes.note_text import NoteSpan
from dialogs.rules.answers import Pending


def doubt_what_is_led(note: NoteParts, findings: list[NoteFinding]) -> list[NoteFinding]:
    """Returns the findings; as doubtful those that a lead before them, or words behind them, make no state of this one.

    What is only pending stays so behind a lead that asks for checks.
    """
    sure = [each for each in findings if each.kind is FindingKind.SURE]
    if not sure:
        return findings
    checks = _find_led(note, OF_CHECKS)
    others = [
        *_find_led(note, OF_CRITERIA),
        *_find_led(note, OF_OTHERS),
        *_find_led_back(note),
        *_find_unknown(note, findings),
    ]
    led = []
    for each in sure:
        start, end = note.tokens[each.first].start, note.tokens[each.last - 1].end
        reach = others if isinstance(each.answers[0], Pending) else [*checks, *others]
        led += [each] if any(a < end and start < b for a, b in reach) else []
    return [each._replace(kind=FindingKind.DOUBTFUL) if each in led else each for each in findings]


def _find_led(note: NoteParts, leads: re.Pattern[str]) -> list[NoteSpan]:
    """Returns the places that leads reach: the rest of their sentence or, at the end of a line, of their list."""
    return [(found.start(), _find_end(note, found.end())) for found in leads.finditer(note.plain)]


def _find_unknown(note: NoteParts, findings: list[NoteFinding]) -> Iterator[NoteSpan]:
    """Yields the places under headings of words that nobody knows, and that left their first item to be asked."""
    asked = {each.first for each in findings if each.kind is FindingKind.DOUBTFUL}
    for each in note.clauses:
        if asked.isdisjoint(range(each.first, each.last)) or note.tokens[each.body].word == ":":
            continue
        heading = range(each.first, each.body)
        own = {i for mark in note.list_marks(each.first, each.body, *_KNOWN) for i in range(mark.first, mark.last)}
        words = [note.tokens[i].word for i in heading if i not in own and i not in note.silent]
        facts = note.list_marks(each.first, each.body, *NAMING)
        if not facts and any(word.isalpha() and word not in HARMLESS | LEADING | TOPICS for word in words):
            start = note.tokens[each.body - 1].end
            yield start, _find_end(note, start)


def _find_end(note: NoteParts, at: int) -> int:
    lines = LEADING_TO_LINES.match(note.plain, at)
    if lines is None:
        return _find_sentence_end(note, at)
    following = NEW_HEADING.search(note.plain, lines.end())
    return following.start() if following else len(note.plain)


def _find_sentence_end(note: NoteParts, at: int) -> int:
    """Returns where the sentence of a place ends: semicolons and question marks within a list end none."""
    for each, following in zip(note.clauses, note.clauses[1:], strict=False):
        gap = note.get_place(each)[1], note.get_place(following)[0]
        if gap[1] > at and following.sentence != each.sentence and ENDING.search(note.plain, max(at, gap[0]), gap[1]):
            return gap[0]
    return len(note.plain)


def _find_led_back(note: NoteParts) -> list[NoteSpan]:
    """Returns the places before words that say of them that they are of somebody else, or what is asked for."""
    places = [(_find_sentence_start(note, found.start()), found.end()) for found in BEHIND.finditer(note.plain)]
    for found in BEHIND_NEXT.finditer(note.plain):
        clause = _find_clause(note, found.start())
        before = [each for each in note.clauses if each.first < clause.first and each.line == clause.line]
        before = before or [each for each in note.clauses if each.first < clause.first]
        places += [(_find_sentence_start(note, note.get_place(before[-1])[0]), found.end())] if before else []
    return places


def _find_clause(note: NoteParts, at: int) -> NoteClause:
    return next((each for each in note.clauses if note.get_place(each)[1] > at), note.clauses[-1])


def _find_sentence_start(note: NoteParts, at: int) -> int:
    start = 0
    for each, following in zip(note.clauses, note.clauses[1:], strict=False):
        gap = note.get_place(each)[1], note.get_place(following)[0]
        if gap[1] > at:
            break
        if following.sentence != each.sentence and ENDING.search(note.plain, *gap):
            start = gap[1]
    return start


_KNOWN = (CueRole.PATIENT, CueRole.TIME)
