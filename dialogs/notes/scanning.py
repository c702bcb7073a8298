"""Finds in the tokens of a note the words of the trial's facts and the words that all notes use."""

import re
from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from dialogs.notes.cue_index import OF_FACT, CueRole, CueTable
from dialogs.notes.note_text import NoteToken, find_tokens
from dialogs.notes.phrases import ORDINARY


class NoteMark(NamedTuple):
    """What the tokens from `first` up to `last`, which is not in it, do; `fact` is empty for words of all notes."""

    role: CueRole
    fact: str
    first: int
    last: int


def scan(index: CueTable, text: str, tokens: Sequence[NoteToken]) -> list[NoteMark]:
    """Returns the marks of a note in their order. Of words of facts, and of each role, the longest come first."""
    findings = list(_iterate_findings(index, text, tokens))
    taken = {place for each in findings for place in range(each.first, each.last)}
    marks = [*findings, *_iterate_marks(index, text, tokens, taken)]
    return sorted(marks, key=lambda each: (each.first, -each.last))


def _iterate_marks(
    index: CueTable, text: str, tokens: Sequence[NoteToken], taken: Container[int]
) -> Iterator[NoteMark]:
    said = tuple(each.word for each in tokens)
    ends: dict[CueRole | str, int] = {}
    for at, word in enumerate(said):
        if word not in index.lengths:
            continue
        is_small = word in ORDINARY and not text[tokens[at].start : tokens[at].end].isupper()
        here: dict[CueRole | str, int] = {}
        for length in index.lengths[word]:
            last = at + length
            fits = is_small < length and last <= len(said)
            for role, fact in index.entries.get(said[at:last], ()) if fits else ():
                group: CueRole | str = fact if role in OF_FACT else role
                is_taken = role in OF_FACT and at in taken
                if not is_taken and ends.get(group, 0) <= at and here.setdefault(group, last) == last:
                    yield NoteMark(role, fact, at, last)
        ends |= here


def _iterate_findings(index: CueTable, text: str, tokens: Sequence[NoteToken]) -> Iterator[NoteMark]:
    """Yields genetic findings, such as t(4;11)(q21;q23), as cues of the facts that know findings."""
    lowered = text.replace("\u0130", "i").lower()  # of that letter alone two would come
    for fact_id, patterns in index.findings.items():
        for needed, pattern in (("(", _TRANSLOCATED), *patterns):
            for found in pattern.finditer(lowered) if needed in lowered else ():
                start, end = _widen(lowered, *found.span())
                yield from (NoteMark(CueRole.CUE, fact_id, *place) for place in find_tokens(tokens, start, end))


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Returns the places of the whole karyotype in which a finding stands."""
    before = _KARYOTYPE_BEFORE.search(text, max(0, start - _LONGEST_KARYOTYPE), start)
    behind = _KARYOTYPE_BEHIND.match(text, end)
    glued = _ABERRATION_BEFORE.search(text, max(0, start - _LONGEST_KARYOTYPE), start)
    start = glued.start() if glued else start
    return (before.start() if before else start), (behind.end() if behind else end)


_TRANSLOCATED = re.compile(r"(?<![^\W_])t ?\( ?[\dxy]{1,2}(?: ?[;:,/] ?[\dxy]{1,2})+ ?\)(?: ?\([pq\d.;:,/ ]+\))?")
_LONGEST_KARYOTYPE = 120
_ABERRATION_BEFORE = re.compile(r"(?:[a-z]{1,5}\([^()\s]*\))+$")
_KARYOTYPE_BEFORE = re.compile(r"(?<!\w)\d\d(?:[-~]\d\d)?, ?[xy]{1,3},(?:\S*,)?$")
_KARYOTYPE_BEHIND = re.compile(r"(?:,[^\s,;]*[\d)\]])*(?:\[(?:cp)?\d+\])?(?:/\S*\])?")
