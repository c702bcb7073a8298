"""Whether every word beside what a note states is accounted for: only then a statement stands, or else it is asked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from dialogs.definition.facts import AgeFact, OptionFact
from dialogs.notes.age_neighbours import is_age_qualified
from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.note import NoteParts
from dialogs.notes.phrases import OF_A_TEST
from dialogs.notes.qualifiers import ABBREVIATED, CONFIRMING, GIVEN, HARMLESS, QUALIFYING, RETRACTING, VALUES, WordPlaces
from dialogs.notes.two_patients import names_two_patients
from dialogs.notes.window_words import is_idle
from dialogs.reading import Read, read
from dialogs.reading.word_readings import get_options
from dialogs.rules.answers import PENDING, Known


def hold_to_account(note: NoteParts, findings: Iterable[NoteFinding]) -> list[NoteFinding]:
    """Returns the findings; as doubtful those beside which words stand that no statement accounts for."""
    found = list(findings)
    sure = [each for each in found if each.kind is FindingKind.SURE]
    is_shared = bool(sure) and names_two_patients(note)
    used = frozenset(place for each in sure for place in range(each.first, each.last))
    return [
        _doubt(note, each) if each.kind is FindingKind.SURE and (is_shared or _is_qualified(note, each, used)) else each
        for each in found
    ]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The clauses of a statement, by their places, and the tokens of the note that are accounted for."""

    at: int
    end: int
    first: int
    last: int
    accounted: frozenset[int]


def _doubt(note: NoteParts, found: NoteFinding) -> NoteFinding:
    """Returns a statement as a doubtful one, with all words of its clause."""
    around = next(each for each in note.clauses if each.first <= found.first < each.last)
    first, last = (around.first, around.last) if found.last <= around.last else (found.first, found.last)
    return replace(found, kind=FindingKind.DOUBTFUL, first=first, last=last)


def _is_qualified(note: NoteParts, found: NoteFinding, used: frozenset[int]) -> bool:
    return why(note, found, used) != ""


def why(note: NoteParts, found: NoteFinding, used: frozenset[int]) -> str:
    around = _look_around(note, found, used)
    fact = note.trial.facts[found.fact]
    tokens = note.tokens
    for a, b in _iterate_sentence(note, around):
        if any(each for each in range(a, b) if _says(note, each, RETRACTING)):
            return "retracted"
    if found.answers == (PENDING,):
        return ""
    if _is_bare(note, found, around):
        return "bare"
    if _is_abbreviated_away(note, around):
        return "abbr"
    if any(
        note.tokens[a - 1].word in _AFTER_A_TIME and a - 1 not in used and around.first <= a < around.last and a not in used
        for a, _ in note.counts
    ) and isinstance(fact, OptionFact):
        return "in a time"
    for clause in _iterate_beside(note, around):
        if _qualifies_before(note, clause) if clause.first < found.first else _qualifies_behind(note, clause, isinstance(fact, OptionFact)):
            return "beside:" + note.say(clause.first, clause.last)
    if isinstance(fact, AgeFact):
        return "age" if is_age_qualified(note, found) else ""
    rest = [i for i in range(around.first, around.last) if i not in around.accounted]
    for i in rest:
        if _says(note, i, QUALIFYING):
            return "q:" + tokens[i].word
    if not isinstance(fact, OptionFact):
        return ""
    if _is_taken_otherwise(note, found): return "othertime"
    if not _reads_whole(note, found):
        return "inside"
    if _is_given_after_all(note, found, around): return "given"
    denied = any(each.first >= around.first for each in note.list_marks(found.first, found.last, CueRole.NEGATES))
    for i in _iterate_near(note, found, around, used):
        word = tokens[i].word
        if denied and word in GIVEN - {'yes','y','+'}:
            continue
        if (word in VALUES or word not in HARMLESS and not _is_figure(note, i)) and not (i >= found.last and _goes_with(note, found, i)):
            return "unknown:" + word
    return ""


def _look_around(note: NoteParts, found: NoteFinding, used: frozenset[int]) -> Surroundings:
    own = [i for i, each in enumerate(note.clauses) if each.first < found.last and found.first < each.last]
    first, last = note.clauses[own[0]].first, note.clauses[own[-1]].last
    marks = note.list_marks(first, last, *_ACCOUNTED)
    said = {
        i
        for each in marks
        if each.fact in {"", found.fact}
        for i in range(each.first, each.last)
    }
    said |= {i for a, b in note.counts if note.tokens[a - 1].word not in _AFTER_A_TIME for i in range(a, b)}
    return Surroundings(own[0], own[-1], first, last, used | said | note.silent)


def _iterate_sentence(note: NoteParts, around: Surroundings) -> Iterator[tuple[int, int]]:
    """Yields the places of the clauses of a statement's sentence behind it, and the first of the next sentence."""
    sentence = note.clauses[around.end].sentence
    for clause in note.clauses[around.at:]:
        if clause.sentence == sentence or (
            clause.sentence == sentence + 1 and not note.list_marks(clause.first, clause.last, CueRole.CUE)
        ):
            yield clause.first, clause.last


def _iterate_beside(note: NoteParts, around: Surroundings) -> Iterator[NoteClause]:
    """Yields the clauses next to a statement, in its sentence, up to those that name a fact."""
    for places in (range(around.at - 1, -1, -1), range(around.end + 1, len(note.clauses))):
        for i in places:
            clause = note.clauses[i]
            is_same = clause.sentence == note.clauses[around.at].sentence
            if not is_same or note.list_marks(clause.first, clause.last, CueRole.CUE, CueRole.MENTION):
                break
            yield clause


def _qualifies_before(note: NoteParts, clause: NoteClause) -> bool:
    """Whether a clause ends in words that qualify what follows it."""
    return any(_says(note, i, CONFIRMING) for i in range(clause.first, clause.last))


def _qualifies_behind(note: NoteParts, clause: NoteClause, is_option: bool) -> bool:
    """Whether a clause behind a statement leaves it open, or begins with another value."""
    if any(_says(note, i, CONFIRMING) for i in range(clause.first, clause.last)):
        return True
    said = [note.tokens[i].word for i in range(clause.first, clause.last) if not is_idle(note.tokens[i].word)]
    behind = said[1:2]
    return is_option and bool(said) and said[0] in VALUES and (not behind or behind[0] in OF_A_TEST - _AT_OTHER_TIMES)


def _iterate_near(note: NoteParts, found: NoteFinding, around: Surroundings, used: frozenset[int]) -> Iterator[int]:
    """Yields the tokens around a statement that nothing accounts for, up to those of the next fact in its clause."""
    cues = note.list_marks(around.first, around.last, CueRole.CUE, CueRole.MENTION)
    theirs = {i for each in cues if each.fact != found.fact for i in range(each.first, each.last)}
    for places in (range(found.first - 1, around.first - 1, -1), range(found.last, around.last)):
        for i in places:
            if i in used or i in theirs or note.tokens[i].word in _BOUNDS:
                break
            if i not in around.accounted:
                yield i


def _is_bare(note: NoteParts, found: NoteFinding, around: Surroundings) -> bool:
    """Whether a clause holds no more than the name of what may have been given, which is an illness too."""
    fact, answer = note.trial.facts[found.fact], found.answers[0]
    option = get_options(fact).get(str(answer.value)) if isinstance(fact, OptionFact) and isinstance(answer, Known) else None
    if option is None or option.dosed or option.amounts is None or not option.amounts.ago:
        return False
    names = {(each.first, each.last) for each in note.list_marks(found.first, found.last, CueRole.CUE)}
    rest = [i for i in range(around.first, around.last) if not (found.first <= i < found.last)]
    return (found.first, found.last) in names and all(is_idle(note.tokens[i].word) for i in rest)


def _is_abbreviated_away(note: NoteParts, around: Surroundings) -> bool:
    """Whether a word with a full stop qualifies the clause behind it: 'excl. T-ALL', 'V.a. B-ALL'."""
    at = around.first - 1
    while at >= 0 and note.tokens[at].word == ".":
        at -= 1
    return 0 <= at < around.first - 1 and note.tokens[at].word in ABBREVIATED


def _goes_with(note: NoteParts, found: NoteFinding, at: int) -> bool:
    """Whether a statement says the same with the words up to a token."""
    fact, text = note.trial.facts[found.fact], note.make_readable(min(found.first, at), max(found.last, at + 1))
    reading = read(fact, text, note.today)
    return isinstance(reading, Read) and (reading.answer,) == found.answers


def _is_given_after_all(note: NoteParts, found: NoteFinding, around: Surroundings) -> bool:
    """Whether a denial before a comma reaches a clause that says 'given'."""
    begin = note.clauses[around.end].first
    return found.first < begin and any(note.tokens[i].word in GIVEN for i in range(begin, around.last))


def _is_taken_otherwise(note: NoteParts, found: NoteFinding) -> bool:
    """Whether a part of a statement is the time of another fact's: 'CD19 at relapse neg' says nothing of a relapse."""
    return any(
        each.fact != found.fact and found.first < each.last < found.last and VALUES & {note.tokens[i].word for i in range(each.last, found.last)}
        for each in note.list_marks(max(0, found.first - 1), found.last, CueRole.OTHER_TIME)
    )


def _reads_whole(note: NoteParts, found: NoteFinding) -> bool:
    """Whether qualifying words within a statement were read with it."""
    denials = {i for each in note.list_marks(found.first, found.last, CueRole.NEGATES) for i in range(each.first, each.last)}
    if not any(i not in denials and _says(note, i, QUALIFYING) for i in range(found.first, found.last)):
        return True
    reading = read(note.trial.facts[found.fact], note.make_readable(found.first, found.last), note.today)
    return found.answers == (PENDING,) or (isinstance(reading, Read) and (reading.answer,) == found.answers)


def _is_figure(note: NoteParts, at: int) -> bool:
    """Whether a token is a figure, or letters with one at once behind them: 'CD10', '215'."""
    token = note.tokens[at]
    behind = note.tokens[at + 1] if at + 1 < len(note.tokens) else token
    return token.word.isdecimal() or (len(token.word) > 1 and behind.word.isdecimal() and behind.start == token.end)


def _says(note: NoteParts, at: int, table: WordPlaces) -> bool:
    """Whether words of a table begin at a token."""
    return any(
        tuple(token.word for token in note.tokens[at : at + len(each)]) == each
        for each in table.get(note.tokens[at].word, ())
    )


_ACCOUNTED = (
    CueRole.CUE, CueRole.MENTION, CueRole.TIME, CueRole.PATIENT, CueRole.REPORTS, CueRole.OTHERS, CueRole.GROUPS,
)  # fmt: skip
_AFTER_A_TIME = frozenset({"in", "within", "over", "past", "last", "next"})
_AT_OTHER_TIMES = frozenset({"after", "later", "now", "today"})
_BOUNDS = frozenset({"who", "whose", "presented", "presents", "presenting", "came", "seen", "admitted", "referred"})
"""Words behind which a sentence goes on with something else."""
