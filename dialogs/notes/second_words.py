"""What a note says of a fact beside what it states of it, without a word of the fact: 'Parents refuse the trial'."""

import re
from collections.abc import Callable, Iterable, Iterator

from dialogs.definition.facts import Fact, OptionFact, YesNoFact
from dialogs.notes.clauses import find_clauses
from dialogs.notes.cue_index import CueRole, get_cue_index
from dialogs.notes.finding import FindingKind, NoteFinding
from dialogs.notes.harmless_words import HARMLESS
from dialogs.notes.note import NoteParts
from dialogs.notes.rests import ClauseRest, iterate_rests
from dialogs.notes.second_patterns import (
    AGAINST,
    AGAINST_BESIDE,
    AGREEING,
    CELLS,
    ELSEWHERE,
    GENE_RESULT,
    GENE_TEST,
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
from dialogs.reading import Read
from dialogs.reading.word_readings import get_options
from dialogs.rules.answers import Known


def find_second_words(
    note: NoteParts, subjects: list[NoteSubject], findings: Iterable[NoteFinding]
) -> Iterator[NoteFinding]:
    """Yields a doubtful finding for each clause that speaks of a stated fact, and is no part of the statement."""
    found = list(findings)
    rests: dict[str, list[ClauseRest]] = {}
    for each in found:
        speaks_of = _choose_test(note, each)
        if speaks_of is None:
            continue
        if each.fact not in rests:
            rests[each.fact] = [*iterate_rests(note, subjects, each.fact, found)]
        sentences = {clause.sentence for clause in find_clauses(note.clauses, each.first, each.last)}
        for left in rests[each.fact]:
            if speaks_of(note, each, left._replace(is_same=True) if left.clause.sentence in sentences else left):
                yield NoteFinding(each.fact, FindingKind.DOUBTFUL, left.clause.first, left.clause.last)


def _choose_test(note: NoteParts, found: NoteFinding) -> Callable[[NoteParts, NoteFinding, ClauseRest], bool] | None:
    """Returns how words are known that speak of a stated fact without a word of it; of most facts there are none."""
    if found.kind is not FindingKind.SURE or not isinstance(found.answers[0], Known):
        return None
    index, fact = get_cue_index(note.trial), note.trial.facts[found.fact]
    if found.fact in index.consents:
        return _is_against
    if is_denied_treatment(fact, found):
        return _names_agent
    if found.fact in index.findings:
        return _tells_of_gene
    if _OF_FLUID & index.tokens[found.fact] and isinstance(fact, OptionFact) and fact.times:
        return _tells_of_fluid
    return _tells_of_reaction if _OF_REACTION & index.tokens[found.fact] else None


def _is_against(note: NoteParts, found: NoteFinding, left: ClauseRest) -> bool:
    """Whether words speak against what was said of taking part, or of taking part in another trial."""
    refused = note.read(found.fact, "declined")
    if isinstance(refused, Read) and (refused.answer,) == found.answers:
        return bool(AGREEING.search(left.said))
    clause = left.clause
    is_own = clause.first <= found.first < clause.last
    ends = find_clauses(note.clauses, found.last - 1, found.last)
    is_next = any(each.sentence + 1 == clause.sentence for each in ends)
    whole = " ".join(note.tokens[i].word for i in range(clause.first, clause.last) if i not in note.silent)
    if ((is_own or is_next) and NOT_WRITTEN.search(whole)) or (is_next and OF_ELSE.match(whole)):
        return True
    is_elsewhere = left.is_same and clause.at in note.elsewhere
    is_beside = left.is_same and bool(AGAINST_BESIDE.search(left.said))
    return is_elsewhere or is_beside or bool(AGAINST.search(left.said) or WITHHELD.search(left.said))


def _tells_of_fluid(note: NoteParts, found: NoteFinding, left: ClauseRest) -> bool:
    """Whether words tell of cells in the fluid of a puncture, or of another day than the one that is asked for."""
    clause = left.clause
    times = note.list_marks(clause.first, clause.last, CueRole.TIME, CueRole.OTHER_TIME)
    roles = {each.role for each in times if each.fact == found.fact}
    if left.is_same and CueRole.TIME not in roles and OTHER_DAY.fullmatch(left.said):
        return True
    tells = bool(CELLS.search(left.said)) and (left.is_same or bool(PUNCTURE.search(left.said)))
    return tells and CueRole.OTHER_TIME not in roles and not _is_denying(note, left)


def _tells_of_gene(_note: NoteParts, _found: NoteFinding, left: ClauseRest) -> bool:
    """Whether words tell what another test of the gene found, or that one is awaited."""
    return bool(GENE_TEST.search(left.said)) and bool(GENE_RESULT.search(left.said))


def _tells_of_reaction(note: NoteParts, _found: NoteFinding, left: ClauseRest) -> bool:
    """Whether words tell of a reaction to something."""
    reacts = bool(REACTION.search(left.said)) and bool(SUBSTANCE.search(left.said))
    return reacts and not _is_denying(note, left)


def _is_denying(note: NoteParts, left: ClauseRest) -> bool:
    return bool(left.tokens) and bool(note.list_marks(left.tokens[0], left.tokens[-1] + 1, CueRole.NEGATES))


def is_denied_treatment(fact: Fact, found: NoteFinding) -> bool:
    """Whether a statement says that a treatment of some time was not given."""
    if not isinstance(fact, OptionFact) or fact.times is None:
        return False
    options = get_options(fact)
    treats = any(each.dosed or (isinstance(fact, YesNoFact) and each.amounts) for each in options.values())
    answer = found.answers[0]
    option = options.get(str(answer.value)) if isinstance(answer, Known) else None
    return treats and option is not None and not option.dosed and not (isinstance(fact, YesNoFact) and option.amounts)


def _names_agent(note: NoteParts, _found: NoteFinding, left: ClauseRest) -> bool:
    """Whether words tell that something was given, or name something some days before, that nobody knows."""
    if not left.is_named and ELSEWHERE.search(left.said):
        return True
    if left.is_named or not GIVING.search(left.said) or _is_denying(note, left):
        return False
    first, last = left.tokens[0], left.tokens[-1] + 1
    idle = {i for each in note.list_marks(first, last, *_IDLE) for i in range(each.first, each.last)}
    idle |= {i for a, b in note.counts for i in range(a, b)}
    words = [note.tokens[i].word for i in left.tokens if i not in idle]
    return any(
        len(word) > 1 and word.isalpha() and word not in HARMLESS and not re.fullmatch(ORDINARY_CARE, word)
        for word in words
        if not GIVING.search(word)
    )


_OF_FLUID = frozenset({"csf"})
_OF_REACTION = frozenset({"anaphylaxis"})
_IDLE = (CueRole.TIME, CueRole.PATIENT, CueRole.REPORTS, CueRole.OTHERS, CueRole.GROUPS)
