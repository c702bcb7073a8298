"""What a note says of a fact beside what it states of it, without a word of the fact: 'Parents refuse the trial'."""

import re
from collections.abc import Iterable, Iterator

from dialogs.definition.facts import Fact, OptionFact, YesNoFact
from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import CueRole, get_cue_index
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.harmless_words import HARMLESS
from dialogs.notes.note import NoteParts
from dialogs.notes.second_patterns import (
    AGAINST,
    AGAINST_BESIDE,
    AGREEING,
    CELLS,
    ELSEWHERE,
    GIVING,
    NOT_WRITTEN,
    OF_ELSE,
    ORDINARY_CARE,
    OTHER_DAY,
    PUNCTURE,
    REACTION,
    SUBSTANCE,
    WITHHELD,
)  # fmt: skip
from dialogs.notes.subjects import NoteSubject
from dialogs.notes.trial_names import names_other_trial
from dialogs.reading import Read
from dialogs.reading.word_readings import get_options
from dialogs.rules.answers import Known


def find_second_words(
    note: NoteParts, subjects: list[NoteSubject], findings: Iterable[NoteFinding]
) -> Iterator[NoteFinding]:
    """Yields a doubtful finding for each clause that speaks of a stated fact, and is no part of the statement."""
    found = list(findings)
    for each in found:
        if each.kind is not FindingKind.SURE or not isinstance(each.answers[0], Known):
            continue
        used = [other for other in found if other.fact == each.fact and other.kind is not FindingKind.VAGUE]
        taken = {place for other in used for place in range(other.first, other.last)}
        for clause, subject in zip(note.clauses, subjects, strict=True):
            rest = [i for i in range(clause.first, clause.last) if i not in taken]
            if _speaks_of(note, clause, subject, each, rest):
                yield NoteFinding(each.fact, FindingKind.DOUBTFUL, clause.first, clause.last)


def _speaks_of(note: NoteParts, clause: NoteClause, subject: NoteSubject, found: NoteFinding, rest: list[int]) -> bool:
    """Whether what is left of a clause may be of the fact that was stated."""
    index, fact = get_cue_index(note.trial), note.trial.facts[found.fact]
    said = " ".join(note.tokens[i].word for i in rest)
    cues = {each.fact for each in note.list_marks(clause.first, clause.last, CueRole.CUE, CueRole.MENTION)}
    is_free = cues <= {found.fact}
    is_same = any(
        each.sentence == clause.sentence and each.first < found.last and found.first < each.last
        for each in note.clauses
    ) or any(each.sentence == clause.sentence for each in note.clauses if each.first <= found.first < each.last)
    if found.fact in index.consents:
        return is_free and _is_against(note, clause, found, said, is_same=is_same)
    if subject is NoteSubject.OTHER or not is_free:
        return False
    if is_denied_treatment(fact, found):
        return not cues and (bool(ELSEWHERE.search(said)) or _names_agent(note, rest, said))
    words = frozenset[str]().union(*index.own[found.fact])
    is_denying = bool(rest) and bool(note.list_marks(rest[0], rest[-1] + 1, CueRole.NEGATES))
    if _OF_FLUID & words and isinstance(fact, OptionFact) and fact.times:
        others = note.list_marks(clause.first, clause.last, CueRole.OTHER_TIME)
        is_other = any(each.fact == found.fact for each in others)
        tells = bool(CELLS.search(said)) and (is_same or bool(PUNCTURE.search(said)))
        asked = any(each.fact == found.fact for each in note.list_marks(clause.first, clause.last, CueRole.TIME))
        is_day = is_same and not asked and OTHER_DAY.fullmatch(said) is not None
        return is_day or (tells and not is_other and not is_denying)
    reacts = bool(_OF_REACTION & words) and bool(REACTION.search(said))
    return reacts and not is_denying and bool(SUBSTANCE.search(said))


def _is_against(note: NoteParts, clause: NoteClause, found: NoteFinding, said: str, *, is_same: bool) -> bool:
    """Whether words speak against what was said of taking part, or of taking part in another trial."""
    refused = note.read(found.fact, "declined")
    if isinstance(refused, Read) and (refused.answer,) == found.answers:
        return bool(AGREEING.search(said))
    is_own = clause.first <= found.first < clause.last
    is_next = any(each.sentence + 1 == clause.sentence for each in note.clauses if each.first < found.last <= each.last)
    whole = " ".join(note.tokens[i].word for i in range(clause.first, clause.last) if i not in note.silent)
    if ((is_own or is_next) and NOT_WRITTEN.search(whole)) or (is_next and OF_ELSE.match(whole)):
        return True
    is_elsewhere = is_same and names_other_trial(note.trial, note.plain, note.get_place(clause))
    is_beside = is_same and bool(AGAINST_BESIDE.search(said))
    return is_elsewhere or is_beside or bool(AGAINST.search(said) or WITHHELD.search(said))


def is_denied_treatment(fact: Fact, found: NoteFinding) -> bool:
    """Whether a statement says that a treatment of some time was not given."""
    if not isinstance(fact, OptionFact) or fact.times is None:
        return False
    options = get_options(fact)
    treats = any(each.dosed or (isinstance(fact, YesNoFact) and each.amounts) for each in options.values())
    answer = found.answers[0]
    option = options.get(str(answer.value)) if isinstance(answer, Known) else None
    return treats and option is not None and not option.dosed and not (isinstance(fact, YesNoFact) and option.amounts)


def _names_agent(note: NoteParts, rest: list[int], said: str) -> bool:
    """Whether words tell that something was given, or name something some days before, that nobody knows."""
    given = GIVING.search(said)
    if not given or note.list_marks(rest[0], rest[-1] + 1, CueRole.NEGATES):
        return False
    idle = {i for role in _IDLE for each in note.list_marks(rest[0], rest[-1] + 1, role) for i in range(*each[2:])}
    idle |= {i for first, last in note.counts for i in range(first, last)}
    words = [note.tokens[i].word for i in rest if i not in idle]
    return any(
        len(word) > 1 and word.isalpha() and word not in HARMLESS and not re.fullmatch(ORDINARY_CARE, word)
        for word in words
        if not GIVING.search(word)
    )


_OF_FLUID = frozenset({"csf"})
_OF_REACTION = frozenset({"anaphylaxis"})
_IDLE = (CueRole.TIME, CueRole.PATIENT, CueRole.REPORTS, CueRole.OTHERS, CueRole.GROUPS)
