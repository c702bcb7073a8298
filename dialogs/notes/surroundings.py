"""What stands around a statement of a note: its clauses, those beside it, and the tokens that are accounted for."""

from collections.abc import Iterator
from typing import NamedTuple

from dialogs.notes.clauses import NoteClause, find_clauses
from dialogs.notes.cue_index import NAMING, CueRole
from dialogs.notes.finding import NoteFinding
from dialogs.notes.note import NoteParts
from dialogs.notes.qualifiers import QUALIFYING, WordRole


class WordPlaces(NamedTuple):
    """The tokens of a note at which words begin that take something back, qualify it, or leave it open."""

    retracting: frozenset[int]
    qualifying: frozenset[int]
    confirming: frozenset[int]


class Surroundings(NamedTuple):
    """A statement, the places `at` to `end` of its clauses, and their tokens from `first` up to `last`.

    `stated` are the tokens of all statements of the note, `accounted` those of its clauses that are stated, or say
    nothing of this one.
    """

    note: NoteParts
    found: NoteFinding
    at: int
    end: int
    first: int
    last: int
    stated: frozenset[int]
    accounted: frozenset[int]
    words: WordPlaces

    def iterate_rest(self) -> Iterator[int]:
        """Yields the tokens of the clauses that nothing accounts for."""
        yield from (i for i in range(self.first, self.last) if i not in self.accounted)

    def iterate_near(self) -> Iterator[int]:
        """Yields those of them around the statement, up to the words of the next fact."""
        cues = self.note.list_marks(self.first, self.last, *NAMING)
        theirs = {i for each in cues if each.fact != self.found.fact for i in range(each.first, each.last)}
        for places in (range(self.found.first - 1, self.first - 1, -1), range(self.found.last, self.last)):
            for i in places:
                if i in self.stated or i in theirs or self.note.tokens[i].word in _BOUNDS:
                    break
                if i not in self.accounted:
                    yield i

    def iterate_beside(self) -> Iterator[NoteClause]:
        """Yields the clauses next to the statement, in its sentence, up to those that name a fact."""
        clauses = self.note.clauses
        for places in (range(self.at - 1, -1, -1), range(self.end + 1, len(clauses))):
            for each in (clauses[i] for i in places):
                is_same = each.sentence == clauses[self.at].sentence
                if not is_same or self.note.list_marks(each.first, each.last, *NAMING):
                    break
                yield each

    def iterate_following(self) -> Iterator[int]:
        """Yields the tokens of the statement's sentence, and of clauses in the next one that name no fact."""
        sentence = self.note.clauses[self.end].sentence
        for each in self.note.clauses[self.at :]:
            if each.sentence > sentence + 1:
                break
            is_next = each.sentence == sentence + 1 and not self.note.list_marks(each.first, each.last, CueRole.CUE)
            if each.sentence == sentence or is_next:
                yield from range(each.first, each.last)


def find_qualifying(note: NoteParts) -> WordPlaces:
    """Returns where words stand in a note that qualify what is beside them."""
    places: dict[WordRole, set[int]] = {role: set() for role in WordRole}
    said = tuple(each.word for each in note.tokens)
    for at, word in enumerate(said):
        for words, role in QUALIFYING.get(word, ()):
            if said[at : at + len(words)] == words:
                places[role].add(at)
    return WordPlaces(*map(frozenset, places.values()))


def look_around(note: NoteParts, found: NoteFinding, stated: frozenset[int], words: WordPlaces) -> Surroundings:
    """Returns what stands around a statement."""
    own = find_clauses(note.clauses, found.first, found.last)
    first, last = own[0].first, own[-1].last
    marks = [each for each in note.list_marks(first, last, *_ACCOUNTED) if each.fact in {"", found.fact}]
    places = [(each.first, each.last) for each in marks]
    places += [each for each in note.counts if each[0] < last and first < each[1] and not is_within(note, each[0])]
    said = frozenset(i for a, b in places for i in range(a, b))
    accounted = said.union(i for i in range(first, last) if i in stated or i in note.silent)
    return Surroundings(note, found, own[0].at, own[-1].at, first, last, stated, accounted, words)


def is_within(note: NoteParts, count: int) -> bool:
    """Whether a count of days is a time from now, or a time in which: 'in 2 years', 'in the past 4 weeks'."""
    return note.tokens[count - 1].word in _WITHIN


_ACCOUNTED = (
    CueRole.CUE, CueRole.MENTION, CueRole.TIME, CueRole.PATIENT, CueRole.REPORTS, CueRole.OTHERS, CueRole.GROUPS,
)  # fmt: skip
_WITHIN = frozenset({"in", "within", "over", "past", "last", "next"})
_BOUNDS = frozenset({"who", "whose", "presented", "presents", "presenting", "came", "seen", "admitted", "referred"})
"""Words behind which a sentence goes on with something else."""
