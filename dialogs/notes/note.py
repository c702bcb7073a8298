"""A note while it is read: its text, tokens, clauses and marks, and the trial whose facts it is read against."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from dialogs.loading.compiled_trial import Trial
from dialogs.notes.clauses import NoteClause, split_clauses
from dialogs.notes.counts import COUNT
from dialogs.notes.cue_index import CueRole, get_cue_index
from dialogs.notes.days_between import find_spans_between
from dialogs.notes.layout import lay_out
from dialogs.notes.note_text import NoteSpan, NoteToken, find_tokens, make_plain, mask, split_note
from dialogs.notes.scanning import NoteMark, scan
from dialogs.notes.slips import mend_tokens
from dialogs.notes.trial_names import find_elsewhere, iterate_trial_names
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
    is_mended: bool
    "Whether some tokens are not as they were typed."
    counts: list[tuple[int, int]]
    "Tokens that count days, weeks, months or years."
    headings: dict[int, tuple[int, int]]
    "The tokens of the first heading in each sentence that has one."
    elsewhere: frozenset[int]
    "The places of the clauses that name another trial."
    spans_between: list[tuple[int, int]]
    "Tokens that count days from one event to another, and belong to no other fact: '3 weeks before blina'."
    by_roles: dict[tuple[CueRole, ...], tuple[list[int], list[NoteMark]]] = field(default_factory=dict)
    "The marks of some roles, in order, with their first tokens, once they were looked for."
    counts_by_clause: dict[int, list[re.Match[str]]] = field(default_factory=dict, repr=False)
    "The counts of days, weeks, months or years in the clause at a place, once they were looked for."
    readings: dict[tuple[str, str], Reading] = field(default_factory=dict, repr=False)
    "What words were read as, by the fact, once they were."

    def list_marks(self, first: int, last: int, *roles: CueRole) -> list[NoteMark]:
        """Returns the marks of `roles` that lie within the tokens from `first` up to `last`."""
        firsts, marks = self.by_roles.get(roles) or self._collect_marks(roles)
        if not marks or firsts[0] >= last or firsts[-1] < first:
            return []
        low = bisect_left(firsts, first)
        return [each for each in marks[low : bisect_left(firsts, last, low)] if each.last <= last]

    def _collect_marks(self, roles: tuple[CueRole, ...]) -> tuple[list[int], list[NoteMark]]:
        marks = [each for each in self.marks if each.role in roles and each.first not in self.silent]
        self.by_roles[roles] = found = [each.first for each in marks], marks
        return found

    def list_counts(self, clause: NoteClause) -> list[re.Match[str]]:
        """Returns the counts of days, weeks, months or years in a clause, as if the text ended with it."""
        if clause.at not in self.counts_by_clause:
            self.counts_by_clause[clause.at] = [*COUNT.finditer(self.plain, *self.get_place(clause))]
        return self.counts_by_clause[clause.at]

    def read(self, fact_id: str, words: str) -> Reading:
        """Returns what words of the note say of a fact; the same words are read once."""
        key = fact_id, words
        if key not in self.readings:
            self.readings[key] = read(self.trial.facts[fact_id], words, self.today)
        return self.readings[key]

    def find_heading(self, clause: NoteClause) -> tuple[int, int]:
        """Returns the tokens of the heading under which a clause stands, in its sentence; none are (0, 0)."""
        first, body = self.headings.get(clause.sentence, (0, 0))
        return (first, body) if first <= clause.first else (0, 0)

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
        if self.is_mended or not self.silent.isdisjoint(range(first, last)):
            return "".join(self._iterate_readable(first, last)).strip()
        return self.plain[self.tokens[first].start : self.tokens[last - 1].end].strip() if first < last else ""

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
    typed = split_note(plain)
    tokens = [*mend_tokens(index.slips, typed)]
    counts = [each.span() for each in COUNT.finditer(plain)]
    clauses, marks = split_clauses(plain, tokens), scan(index, plain, tokens)
    named = (find_tokens(tokens, *each.span()) for each in iterate_trial_names(trial, plain))
    silent = frozenset(i for places in named for place in places for i in range(*place))
    return NoteParts(
        trial,
        today,
        text,
        plain,
        tokens,
        clauses,
        marks,
        silent,
        tokens != typed,
        [span for each in counts for span in find_tokens(tokens, *each)],
        {each.sentence: (each.first, each.body) for each in reversed(clauses) if each.body > each.first},
        find_elsewhere(trial, plain, [(tokens[each.first].start, tokens[each.last - 1].end) for each in clauses]),
        find_spans_between(trial, plain, tokens, counts),
    )
