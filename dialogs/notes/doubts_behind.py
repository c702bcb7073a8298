"""Statements that the sentence behind them leaves open, without naming what it is about: they are to be asked."""

from collections.abc import Iterable, Iterator

from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole
from dialogs.notes.doubt_patterns import DOUBTED_BEHIND, OF_ANOTHER_TIME
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.note import NoteParts


def find_doubts_behind(note: NoteParts, findings: Iterable[NoteFinding]) -> Iterator[NoteFinding]:
    """Yields, for each statement of a sentence, the words of the next one that leave it open."""
    doubting = _find_doubting(note)
    if not doubting:
        return
    for each in findings:
        if each.kind is FindingKind.SURE:
            sentence = next(clause.sentence for clause in note.clauses if clause.last >= each.last)
            if place := doubting.get(sentence):
                yield NoteFinding(each.fact, FindingKind.DOUBTFUL, *place)


def _find_doubting(note: NoteParts) -> dict[int, tuple[int, int]]:
    """Returns the tokens that doubt, by the sentence that they doubt: the one that ends before them."""
    doubting: dict[int, tuple[int, int]] = {}
    before = -1
    for clauses in _iterate_sentences(note):
        if before >= 0 and (place := _find_doubt(note, clauses)):
            doubting[before] = place
        before = clauses[0].sentence
    return doubting


def _iterate_sentences(note: NoteParts) -> Iterator[list[NoteClause]]:
    sentence: list[NoteClause] = []
    for each in note.clauses:
        if sentence and each.sentence != sentence[0].sentence:
            yield sentence
            sentence = []
        sentence.append(each)
    if sentence:
        yield sentence


def _find_doubt(note: NoteParts, clauses: list[NoteClause]) -> tuple[int, int] | None:
    """Returns the first tokens of a sentence, up to the first clause that names a fact, where they doubt."""
    first = clauses[0].first
    if OF_ANOTHER_TIME.search(note.say(first, clauses[0].last)):
        return first, clauses[0].last
    free = first
    for each in clauses:
        if note.list_marks(each.first, each.last, CueRole.CUE, CueRole.MENTION):
            break
        free = each.last
    said = note.say(first, free)
    return (first, free) if DOUBTED_BEHIND.search(said) else None
