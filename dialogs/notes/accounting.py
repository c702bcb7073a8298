"""Whether every word beside what a note states is accounted for: only then a statement stands, or else it is asked."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dialogs.definition.facts import OptionFact
from dialogs.definition.wording import words
from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.note import NoteParts
from dialogs.notes.qualifiers import GIVEN, HARMLESS, QUALIFIERS, RETRACTIONS, VALUES
from dialogs.notes.window_words import is_idle
from dialogs.reading import Read, read
from dialogs.reading.plain_words import WordTable
from dialogs.reading.word_readings import Tokens, split_tokens

import os
MODE = os.environ.get("MODE", "a")


def hold_to_account(note: NoteParts, findings: Iterable[NoteFinding]) -> list[NoteFinding]:
    """Returns the findings, those as doubtful beside which words stand that no statement accounts for."""
    found = list(findings)
    sure = [each for each in found if each.kind is FindingKind.SURE]
    if not sure:
        return found
    used = {place for each in sure for place in range(each.first, each.last)}
    return [
        replace(each, kind=FindingKind.DOUBTFUL) if each.kind is FindingKind.SURE and _is_qualified(note, each, used) else each
        for each in found
    ]


def _is_qualified(note: NoteParts, found: NoteFinding, used: set[int]) -> bool:
    own = [i for i, each in enumerate(note.clauses) if each.first < found.last and found.first < each.last]
    return why(note, found, used, own) != ""


def why(note, found, used, own):
    at, end = own[0], own[-1]
    first, last = note.clauses[at].first, note.clauses[end].last
    timed = {i for each in note.list_marks(first, last, CueRole.TIME) if each.fact == found.fact for i in range(each.first, each.last)}
    accounted = used | timed
    for i in range(first, last):
        if i not in accounted and (w := _match(note, i, _QUALIFYING)):
            return "q:" + w
    for i in range(found.first, found.last):
        if _match(note, i, _QUALIFYING) and not _reads_whole(note, found):
            return "inside:" + note.tokens[i].word
    for clause in _iterate_beside(note, at, end):
        for i in range(clause.first, clause.last):
            if w := _match(note, i, _QUALIFYING):
                return "beside:" + w
        w = next((note.tokens[i].word for i in range(clause.first, clause.last) if not is_idle(note.tokens[i].word)), "")
        if w in VALUES and clause.first >= last:
            return "value beside:" + w
    for clause in note.clauses:
        if clause.sentence == note.clauses[end].sentence or (clause.sentence == note.clauses[end].sentence + 1):
            if not note.list_marks(clause.first, clause.last, CueRole.CUE) or clause.sentence == note.clauses[end].sentence:
              for i in range(clause.first, clause.last):
                if w := _match(note, i, _RETRACTING):
                    return "r:" + w
    if found.first < note.clauses[end].first:
        for i in range(note.clauses[end].first, last):
            if i not in used and note.tokens[i].word in GIVEN:
                return "given:" + note.tokens[i].word
    is_option = isinstance(note.trial.facts[found.fact], OptionFact)
    for i in range(first, last):
        w = note.tokens[i].word
        if i not in accounted and w in VALUES and is_option:
            return "value:" + w
    if MODE == "b" or MODE == "c" and is_option:
        for i in range(first, last):
            w = note.tokens[i].word
            if i not in accounted and w not in HARMLESS and not w.isdecimal():
                return "unknown:" + w
    if MODE == "d" and is_option:
        for i in (found.first - 1, found.last):
            if first <= i < last:
                w = note.tokens[i].word
                if i not in accounted and w not in HARMLESS and not w.isdecimal():
                    return "unknown:" + w
    return ""


def _reads_whole(note: NoteParts, found: NoteFinding) -> bool:
    fact = note.trial.facts[found.fact]
    if not isinstance(fact, OptionFact):
        return True
    reading = read(fact, note.make_readable(found.first, found.last), note.today)
    return isinstance(reading, Read) and reading.answer == found.answers[0]


def _iterate_beside(note: NoteParts, at: int, end: int) -> Iterator[NoteClause]:
    """Yields the clauses next to a statement, in its sentence, up to those that name a fact."""
    for places in (range(at - 1, -1, -1), range(end + 1, len(note.clauses))):
        for i in places:
            clause = note.clauses[i]
            if clause.sentence != note.clauses[at].sentence or note.list_marks(clause.first, clause.last, CueRole.CUE, CueRole.MENTION):
                break
            yield clause


def _match(note: NoteParts, at: int, table: dict[str, list[Tokens]]) -> str:
    for each in table.get(note.tokens[at].word, ()):
        if tuple(token.word for token in note.tokens[at : at + len(each)]) == each:
            return " ".join(each)
    return ""


def _index(table: WordTable) -> dict[str, list[Tokens]]:
    indexed: dict[str, list[Tokens]] = {}
    for each in map(split_tokens, words(table)):
        indexed.setdefault(each[0], []).append(each)
    return indexed


_QUALIFYING, _RETRACTING = _index(QUALIFIERS), _index(RETRACTIONS)
