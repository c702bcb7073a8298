"""A note cut into clauses: at ends of sentences, commas, lines and some words; never within a karyotype or a number."""

import re
from bisect import bisect_left, bisect_right
from operator import attrgetter
from typing import NamedTuple

from dialogs.definition.wording import words
from dialogs.notes.note_text import HIDDEN, NoteToken
from dialogs.notes.phrases import ABBREVIATIONS, BREAKS, ENDING_ABBREVIATIONS
from dialogs.notes.turns_of_phrase import BRACKETED


class NoteClause(NamedTuple):
    """The tokens from `first` up to `last`, which is not in it. `line` and `sentence` count from 0.

    `body` is its first token behind a heading with a colon, or `first`. `at` is its place among the clauses.
    """

    first: int
    last: int
    line: int
    sentence: int
    body: int
    at: int


def split_clauses(text: str, tokens: list[NoteToken]) -> list[NoteClause]:
    """Returns the clauses of a plain text in which identifiers are masked; none is empty."""
    clauses: list[NoteClause] = []
    line = sentence = first = 0
    at = 0
    for start, end, is_line, is_sentence in _iterate_ends(text):
        while at < len(tokens) and tokens[at].end <= start:
            at += 1
        if at > first:
            clauses.append(NoteClause(first, at, line, sentence, _find_body(tokens, first, at), len(clauses)))
        while at < len(tokens) and tokens[at].start < end:
            at += 1
        first = at
        line += is_line
        sentence += is_line or is_sentence
    return clauses


def find_clauses(clauses: list[NoteClause], first: int, last: int) -> list[NoteClause]:
    """Returns the clauses that hold any of the tokens from one up to another."""
    low = bisect_right(clauses, first, key=attrgetter("last"))
    return clauses[low : bisect_left(clauses, last, low, key=attrgetter("first"))]


def find_sentence(clauses: list[NoteClause], clause: NoteClause) -> list[NoteClause]:
    """Returns the clauses of the sentence in which a clause stands."""
    low = bisect_left(clauses, clause.sentence, key=attrgetter("sentence"))
    return clauses[low : bisect_right(clauses, clause.sentence, low, key=attrgetter("sentence"))]


def _find_body(tokens: list[NoteToken], first: int, last: int) -> int:
    """Returns the place behind a heading, or `first` where there is none."""
    colon = next((i for i in range(first, min(last, first + _MOST_IN_HEADING)) if tokens[i].word == ":"), None)
    return first if colon is None or colon + 1 >= last else colon + 1


def _iterate_ends(text: str) -> list[tuple[int, int, bool, bool]]:
    """Returns where clauses end: the ends of what parts them, and whether a line or a sentence ends there."""
    kept = [found.span() for found in _TOGETHER.finditer(text)]
    found_ends = []
    at = 0
    strokes = {
        line.start() + found.start()
        for line in (_LINE.finditer(text) if " / " in text else ())
        for found in _STROKE.finditer(line[0])
        if line[0].count(" / ") > 1
    }
    for found in _ENDS.finditer(text):
        if found[0] == "/" and found.start() - 1 not in strokes:
            continue
        while at < len(kept) and kept[at][1] <= found.start():
            at += 1
        if at < len(kept) and kept[at][0] <= found.start():
            continue
        said = found[0]
        if said[0] == "." and _is_abbreviated(text, found):
            continue
        start = found.end() if "?" in said or "…" in said else found.start()
        found_ends.append((start, found.end(), "\n" in said, said[0] in ".!?…;•*"))
    return [*found_ends, (len(text), len(text), False, False)]


def _is_abbreviated(text: str, found: re.Match[str]) -> bool:
    before = _LAST_WORD.search(text, max(0, found.start() - _LONGEST_ABBREVIATION), found.start())
    after = text[found.end() : found.end() + _LONGEST_ABBREVIATION].lstrip()
    if before is None or not after or after[0].isupper() or before[0].casefold() not in ABBREVIATIONS:
        return False
    return _DENIAL.match(after) is None or before[0].casefold() not in ENDING_ABBREVIATIONS


_MOST_IN_HEADING = 6
"""Tokens."""
_LONGEST_ABBREVIATION = 8
_DENIAL = re.compile(r"(?:no|not|nil|denies|without)\s|w/o\b", re.IGNORECASE)
"""What begins another sentence in small letters: 'stopped 10 d before dx. no chemo'."""
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_TOGETHER = re.compile(
    r"\([\dXYxypqter;:,./ +?-]+\)|\d[.,:]\d|[)\]],(?=[+-]?\w+[(\[,]|[+-]\d)"
    r"|\d\d(?:[-~]\d\d)?, ?[XYxy]{1,3}(?![^\W_])(?:,\S*[^\s,;.])?"
)
"""What holds together: the brackets of a genetic finding, decimals, karyotypes."""
_LINE, _STROKE = re.compile(r"[^\n]+"), re.compile(r" / ")
"""A stroke between spaces parts a line that holds more than one."""
_EARLIER = "|".join(words(BRACKETED))
_WORDS = "|".join(words(BREAKS))
_ENDS = re.compile(
    rf"\s*\n\s*|[;•|→*{HIDDEN}]+|[.!](?=\s|$|\))|(?<=[a-z+)])\.(?=(?-i:[A-Z]))|[?…](?=\s|$|,)|,|(?<= )/(?= )|"
    rf"(?<=\s)-+(?=\s)|\((?=(?:{_EARLIER})\b)|\b(?:{_WORDS})\b",
    re.IGNORECASE,
)
