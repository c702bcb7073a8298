"""Leads and headings that tell of no state of this patient: criteria, checks, other people's results."""

import re

from dialogs.notes.clauses import NoteClause
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.lead_patterns import (
    BEHIND, BEHIND_NEXT, ENDING, LEADING_TO_LINES, NEW_HEADING, OF_CHECKS, OF_CRITERIA, OF_OTHERS,
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
    others = [*_find_led(note, OF_CRITERIA), *_find_led(note, OF_OTHERS), *_find_led_back(note)]
    led = []
    for each in sure:
        start, end = note.tokens[each.first].start, note.tokens[each.last - 1].end
        reach = others if isinstance(each.answers[0], Pending) else [*checks, *others]
        led += [each] if any(a < end and start < b for a, b in reach) else []
    return [
        NoteFinding(each.fact, FindingKind.DOUBTFUL, each.first, each.last, each.answers, each.said)
        if each in led
        else each
        for each in findings
    ]


def _find_led(note: NoteParts, leads: re.Pattern[str]) -> list[NoteSpan]:
    """Returns the places that leads reach: the rest of their sentence or, where their line ends there, of their list."""
    return [(found.start(), _find_end(note, found.end())) for found in leads.finditer(note.plain)]


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
