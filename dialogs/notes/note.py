"""A note while it is read: its text, tokens, clauses and marks, and the trial whose facts it is read against."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from dialogs.loading.compiled_trial import Trial
from dialogs.notes.clauses import NoteClause, split_clauses
from dialogs.notes.cue_index import CueRole, get_cue_index
from dialogs.notes.days_between import find_counts, find_spans_between
from dialogs.notes.layout import lay_out
from dialogs.notes.note_text import NoteSpan, NoteToken, make_plain, mask, split_note
from dialogs.notes.scanning import NoteMark, scan
from dialogs.notes.slips import split_glued
from dialogs.notes.trial_names import compile_trial_names
from dialogs.reading import Reading, read


@dataclass(frozen=True, slots=True)
class NoteParts:
    """A note in pieces. `text` is as it was typed, `plain` has other signs in the same places, and no identifier.

    `tokens` are mended where a cue was typed with a slip.
    """

    trial: Trial
    today: date
    text: str = field(repr=False)
    plain: str = field(repr=False)
    tokens: list[NoteToken] = field(repr=False)
    clauses: list[NoteClause]
    marks: list[NoteMark]
    silent: frozenset[int]
    "Tokens that name the trial itself, and say nothing: 'for this trial'."
    counts: list[tuple[int, int]]
    "Tokens that count days, weeks, months or years."
    spans_between: list[tuple[int, int]]
    "Tokens that count days from one event to another, and belong to no other fact: '3 weeks before blina'."
    by_roles: dict[tuple[CueRole, ...], list[NoteMark]] = field(default_factory=dict)
    "The marks of some roles, once they were looked for, in order."
    readings: dict[tuple[str, str], Reading] = field(default_factory=dict, repr=False)
    "What words were read as, by the fact, once they were."

    def list_marks(self, first: int, last: int, *roles: CueRole) -> list[NoteMark]:
        """Returns the marks of `roles` that lie within the tokens from `first` up to `last`."""
        if roles not in self.by_roles:
            self.by_roles[roles] = [each for each in self.marks if each.role in roles and each.first not in self.silent]
        marks = self.by_roles[roles]
        if not marks:
            return []
        low, high = bisect_left(marks, first, key=_get_first), bisect_left(marks, last, key=_get_first)
        return [each for each in marks[low:high] if each.last <= last]

    def read(self, fact_id: str, words: str) -> Reading:
        """Returns what words of the note say of a fact; the same words are read once."""
        key = fact_id, words
        if key not in self.readings:
            self.readings[key] = read(self.trial.facts[fact_id], words, self.today)
        return self.readings[key]

    def find_heading(self, clause: NoteClause) -> tuple[int, int]:
        """Returns the tokens of the heading under which a clause stands, in its sentence; none are (0, 0)."""
        for each in self.clauses:
            if each.sentence == clause.sentence and each.body > each.first:
                return (each.first, each.body) if each.first <= clause.first else (0, 0)
        return 0, 0

    def get_place(self, clause: NoteClause) -> tuple[int, int]:
        """Returns where a clause begins and ends in the text."""
        return self.tokens[clause.first].start, self.tokens[clause.last - 1].end

    def say(self, first: int, last: int) -> str:
        """Returns the words of the note from one token up to another, as they were typed."""
        if first >= last:
            return ""
        start, end = self.tokens[first].start, self.tokens[last - 1].end
        said = self.text[start:end]
        is_open = said.count("(") > said.count(")")
        return self.text[start : end + 1] if is_open and self.text[end : end + 1] == ")" else said

    def make_readable(self, first: int, last: int) -> str:
        """Returns the same words with slips in cues mended, for a reader."""
        return "".join(self._iterate_readable(first, last)).strip()

    def _iterate_readable(self, first: int, last: int) -> Iterator[str]:
        for i in range(first, last):
            token = self.tokens[i]
            if i in self.silent:
                continue
            typed = self.plain[token.start : token.end]
            yield typed if typed.casefold() == token.word else token.word
            if i + 1 < last:
                yield self.plain[token.end : self.tokens[i + 1].start] or _part(token, self.tokens[i + 1])


def _part(token: NoteToken, following: NoteToken) -> str:
    """Returns the space that was left out between two words."""
    return " " if token.word.isalpha() and following.word.isalpha() else ""


def make_note(trial: Trial, text: str, today: date, identifiers: list[NoteSpan]) -> NoteParts:
    """Returns a note in pieces, without its identifiers."""
    index = get_cue_index(trial)
    plain = mask(lay_out(make_plain(text)), identifiers)
    typed = [part for each in split_note(plain) for part in split_glued(index.slips, each)]
    tokens = [NoteToken(index.slips.mend(each.word), each.start, each.end) for each in typed]
    clauses, marks = split_clauses(plain, tokens), scan(trial, index, plain, tokens)
    silent = frozenset(
        i
        for found in compile_trial_names(trial.definition.about.acronym).finditer(plain)
        for i, each in enumerate(tokens)
        if found.start() <= each.start and each.end <= found.end()
    )
    return NoteParts(
        trial,
        today,
        text,
        plain,
        tokens,
        clauses,
        marks,
        silent,
        find_counts(plain, tokens),
        find_spans_between(trial, plain, tokens),
    )


_get_first = attrgetter("first")
