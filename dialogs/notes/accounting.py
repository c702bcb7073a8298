"""Whether every word beside what a note states is accounted for: only then a statement stands, or else it is asked."""

from collections.abc import Iterable
from dataclasses import replace

from dialogs.definition.facts import AgeFact, DosePerAreaFact, OptionFact
from dialogs.notes.age_neighbours import is_age_qualified
from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole
from dialogs.notes.drugs import is_of_other_drug
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.leftovers import has_leftovers
from dialogs.notes.limits import is_limited, is_partial
from dialogs.notes.note import NoteParts
from dialogs.notes.qualifiers import ABBREVIATED, CONFIRMING, GIVEN, QUALIFYING, RETRACTING, VALUES
from dialogs.notes.surroundings import Surroundings, look_around, says
from dialogs.notes.turns_of_phrase import OF_A_TEST
from dialogs.notes.two_patients import names_two_patients
from dialogs.notes.window_words import is_idle
from dialogs.reading import Read
from dialogs.rules.answers import Pending


def hold_to_account(note: NoteParts, findings: Iterable[NoteFinding]) -> list[NoteFinding]:
    """Returns the findings; as doubtful those beside which words stand that no statement accounts for."""
    found = list(findings)
    sure = [each for each in found if each.kind is FindingKind.SURE]
    is_shared = bool(sure) and names_two_patients(note)
    stated = frozenset(place for each in sure for place in range(each.first, each.last))
    return [
        _doubt(note, each)
        if each in sure
        and (is_shared or _runs_into_another(each, sure) or is_qualified(look_around(note, each, stated)))
        else each
        for each in found
    ]


def _runs_into_another(found: NoteFinding, sure: Iterable[NoteFinding]) -> bool:
    """Whether the end of a statement begins another one: the 'no' of 'rearranged no prior chemotherapy'."""
    return any(found.fact != each.fact and found.first < each.first < found.last < each.last for each in sure)


def _doubt(note: NoteParts, found: NoteFinding) -> NoteFinding:
    """Returns a statement as a doubtful one, with all words of its clause."""
    around = next(each for each in note.clauses if each.first <= found.first < each.last)
    first, last = (around.first, around.last) if found.last <= around.last else (found.first, found.last)
    return replace(found, kind=FindingKind.DOUBTFUL, first=first, last=last)


def is_qualified(around: Surroundings) -> bool:
    """Whether words around a statement take it back, qualify it, or are not accounted for."""
    note, found = around.note, around.found
    fact = note.trial.facts[found.fact]
    if any(says(note, i, RETRACTING) for i in around.iterate_following()):
        return True
    if isinstance(found.answers[0], Pending):
        return False
    if _is_abbreviated_away(around) or any(_leaves_open(around, each) for each in around.iterate_beside()):
        return True
    if isinstance(fact, AgeFact):
        return is_age_qualified(note, found)
    if isinstance(fact, DosePerAreaFact) and is_of_other_drug(note, found, fact):
        return True
    if any(says(note, i, QUALIFYING) for i in around.iterate_rest()):
        return True
    return isinstance(fact, OptionFact) and (
        not _is_read_whole(around)
        or _is_given_after_all(around)
        or _is_time_of_other(around)
        or is_limited(around, fact)
        or is_partial(around)
        or _is_reason(around)
        or has_leftovers(around, fact)
    )


def _is_abbreviated_away(around: Surroundings) -> bool:
    """Whether a word with a full stop qualifies the clause behind it: 'excl. T-ALL', 'V.a. B-ALL'."""
    tokens, at = around.note.tokens, around.first - 1
    while at >= 0 and tokens[at].word == ".":
        at -= 1
    return 0 <= at < around.first - 1 and tokens[at].word in ABBREVIATED


def _leaves_open(around: Surroundings, clause: NoteClause) -> bool:
    """Whether a clause beside a statement leaves it open or, behind it, begins with another value."""
    note, places = around.note, range(clause.first, clause.last)
    if any(says(note, i, CONFIRMING) for i in places):
        return True
    said = [note.tokens[i].word for i in places if not is_idle(note.tokens[i].word)]
    if len(said) == 1 and said[0] in _OTHERS:
        return True
    is_behind = clause.first > around.found.first and isinstance(note.trial.facts[around.found.fact], OptionFact)
    is_timed = any(each.fact == around.found.fact for each in note.list_marks(around.first, around.last, CueRole.TIME))
    same = len(said) <= _MOST_BARE or said[1] in (_OF_THE_SAME if is_timed else OF_A_TEST)
    return is_behind and same and bool(VALUES & {*said[:1]})


def _is_read_whole(around: Surroundings) -> bool:
    """Whether qualifying words within a statement, but for what denies it, were read with it."""
    note, found = around.note, around.found
    denials = note.list_marks(found.first, found.last, CueRole.NEGATES)
    denying = {i for each in denials for i in range(each.first, each.last)}
    if not any(i not in denying and says(note, i, QUALIFYING) for i in range(found.first, found.last)):
        return True
    reading = note.read(found.fact, note.make_readable(found.first, found.last))
    return isinstance(reading, Read) and (reading.answer,) == found.answers


def _is_given_after_all(around: Surroundings) -> bool:
    """Whether a denial before a comma reaches a clause that says 'given'."""
    begin = around.note.clauses[around.end].first
    said = {around.note.tokens[i].word for i in range(begin, around.last)}
    return around.found.first < begin and bool(GIVEN & said)


def _is_time_of_other(around: Surroundings) -> bool:
    """Whether a part of a statement is the time of another fact: 'CD19 at relapse neg' says nothing of a relapse."""
    note, found = around.note, around.found
    return any(
        each.fact != found.fact
        and found.first < each.last < found.last
        and VALUES & {note.tokens[i].word for i in range(each.last, found.last)}
        for each in note.list_marks(max(0, found.first - 1), found.last, CueRole.OTHER_TIME)
    )


def _is_reason(around: Surroundings) -> bool:
    """Whether a statement is what something else was given for: 'etoposide for HLH'."""
    note, first = around.note, around.found.first
    if first == 0 or note.tokens[first - 1].word != "for":
        return False
    cues = note.list_marks(max(0, first - _FAR), first - 1, CueRole.CUE)
    return any(each.fact != around.found.fact and each.first >= around.first for each in cues)


_FAR = 5
"""Tokens from what was given to what it was given for."""
_OTHERS = frozenset({"twin", "cotwin", "sibling", "sister", "brother", "mother", "donor"})
"""Who alone in a clause is whom the one beside is about: 'CNS1 (twin)'."""
_MOST_BARE = 2
"""Words of a clause that is no more than another value: 'pos', 'neg now'."""
_OF_THE_SAME = OF_A_TEST - {"after", "later", "now", "today"}
"""What may follow another value that is of the same time."""
