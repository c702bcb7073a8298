"""Whether every word beside what a note states is accounted for: only then a statement stands, or else it is asked."""

from collections.abc import Iterable

from dialogs.definition.facts import AgeFact, DoseFact, OptionFact
from dialogs.notes.age_neighbours import is_age_qualified
from dialogs.notes.beside import is_reason, is_time_of_other
from dialogs.notes.clauses import NoteClause, find_clauses
from dialogs.notes.cue_index import CueRole
from dialogs.notes.drugs import is_of_other_drug
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.leftovers import has_leftovers
from dialogs.notes.limits import is_limited, is_partial
from dialogs.notes.note import NoteParts
from dialogs.notes.qualifiers import ABBREVIATED, GIVEN, VALUES
from dialogs.notes.surroundings import Surroundings, find_qualifying, look_around
from dialogs.notes.turns_of_phrase import OF_A_TEST
from dialogs.notes.two_patients import names_two_patients
from dialogs.notes.window_words import is_idle
from dialogs.reading import Read
from dialogs.rules.answers import Pending


def hold_to_account(note: NoteParts, findings: Iterable[NoteFinding]) -> list[NoteFinding]:
    """Returns the findings; as doubtful those beside which words stand that no statement accounts for."""
    found = list(findings)
    sure = [each for each in found if each.kind is FindingKind.SURE]
    if not sure:
        return found
    is_shared = names_two_patients(note)
    stated = frozenset(place for each in sure for place in range(each.first, each.last))
    beginning: dict[int, list[NoteFinding]] = {}
    for each in sure:
        beginning.setdefault(each.first, []).append(each)
    words = find_qualifying(note)
    return [
        _doubt(note, each)
        if each.kind is FindingKind.SURE
        and (is_shared or _runs_into_another(each, beginning) or is_qualified(look_around(note, each, stated, words)))
        else each
        for each in found
    ]


def _runs_into_another(found: NoteFinding, beginning: dict[int, list[NoteFinding]]) -> bool:
    """Whether the end of a statement begins another one: the 'no' of 'rearranged no prior chemotherapy'."""
    inside = (each for i in range(found.first + 1, found.last) for each in beginning.get(i, ()))
    return any(found.fact != each.fact and found.last < each.last for each in inside)


def _doubt(note: NoteParts, found: NoteFinding) -> NoteFinding:
    """Returns a statement as a doubtful one, with all words of its clause."""
    around = find_clauses(note.clauses, found.first, found.first + 1)[0]
    first, last = (around.first, around.last) if found.last <= around.last else (found.first, found.last)
    return found._replace(kind=FindingKind.DOUBTFUL, first=first, last=last)


def is_qualified(around: Surroundings) -> bool:
    """Whether words around a statement take it back, qualify it, or are not accounted for."""
    note, found = around.note, around.found
    fact = note.trial.facts[found.fact]
    if _meets(around.words.retracting, around.iterate_following()):
        return True
    if isinstance(found.answers[0], Pending):
        return False
    if _is_abbreviated_away(around) or any(_leaves_open(around, each) for each in around.iterate_beside()):
        return True
    if isinstance(fact, AgeFact):
        return is_age_qualified(note, found)
    if isinstance(fact, DoseFact) and is_of_other_drug(note, found, fact):
        return True
    if _meets(around.words.qualifying, around.iterate_rest()):
        return True
    return isinstance(fact, OptionFact) and (
        not _is_read_whole(around)
        or _is_given_after_all(around)
        or is_time_of_other(around)
        or is_limited(around, fact)
        or is_partial(around)
        or is_reason(around)
        or has_leftovers(around, fact)
    )


def _meets(words: frozenset[int], places: Iterable[int]) -> bool:
    return bool(words) and not words.isdisjoint(places)


def _is_abbreviated_away(around: Surroundings) -> bool:
    """Whether a word with a full stop qualifies the clause behind it: 'excl. T-ALL', 'V.a. B-ALL'."""
    tokens, at = around.note.tokens, around.first - 1
    while at >= 0 and tokens[at].word == ".":
        at -= 1
    return 0 <= at < around.first - 1 and tokens[at].word in ABBREVIATED


def _leaves_open(around: Surroundings, clause: NoteClause) -> bool:
    """Whether a clause beside a statement leaves it open or, behind it, begins with another value."""
    note, places = around.note, range(clause.first, clause.last)
    if _meets(around.words.confirming, places):
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
    if not _meets(around.words.qualifying - denying, range(found.first, found.last)):
        return True
    reading = note.read(found.fact, note.make_readable(found.first, found.last))
    return isinstance(reading, Read) and (reading.answer,) == found.answers


def _is_given_after_all(around: Surroundings) -> bool:
    """Whether a denial before a comma reaches a clause that says 'given'."""
    begin = around.note.clauses[around.end].first
    said = {around.note.tokens[i].word for i in range(begin, around.last)}
    return around.found.first < begin and bool(GIVEN & said)


_OTHERS = frozenset({"twin", "cotwin", "sibling", "sister", "brother", "mother", "donor"})
"""Who alone in a clause is whom the one beside is about: 'CNS1 (twin)'."""
_MOST_BARE = 2
"""Words of a clause that is no more than another value: 'pos', 'neg now'."""
_OF_THE_SAME = OF_A_TEST - {"after", "later", "now", "today"}
"""What may follow another value that is of the same time."""
