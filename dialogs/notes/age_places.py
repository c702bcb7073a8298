"""Which counts of a note are ages: by the words around them, or by where they stand."""

from dialogs.definition.facts import ChoiceFact
from dialogs.notes import age_words
from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import NAMING, OF_OTHERS, CueRole
from dialogs.notes.finding import NoteFinding
from dialogs.notes.note import NoteParts
from dialogs.notes.subjects import NoteSubject


def tells_of_past(note: NoteParts, subjects: list[NoteSubject]) -> bool:
    """Whether the diagnosis of the patient may lie some time back, so that an age now is not that of the diagnosis."""
    about_others = {
        clause.sentence for clause, subject in zip(note.clauses, subjects, strict=True) if subject is NoteSubject.OTHER
    }
    said = [clause for clause in note.clauses if clause.sentence not in about_others]
    return any(
        age_words.PAST.search(
            note.plain, note.tokens[each.first].start, note.tokens[min(each.last + 8, len(note.tokens)) - 1].end
        )
        for each in said
    )


def is_age(note: NoteParts, clause: NoteClause, before: str, count: str, behind: str) -> bool:
    """Whether a count is an age by the words around it, or by standing alone at the beginning of a note."""
    if (
        age_words.IS_OLD.search(count)
        or age_words.IS_AGE_BEFORE.search(before)
        or age_words.IS_AGE_BEHIND.match(behind)
        or (count[0].isalpha() and age_words.LIFE.match(count))
    ):
        return True
    if _follows_age(note, clause, before) and age_words.AS_SAID.match(behind):
        return True
    if age_words.NAMED_BEFORE.search(before) and not age_words.NO_AGE_BEHIND.match(behind):
        return True
    if age_words.WORD.search(before):
        return False
    if clause.first == 0 and not age_words.NO_AGE_BEHIND.match(behind):
        return True
    if age_words.WORD.search(behind):
        return False
    if _stands_among_findings(note, clause):
        return True
    named = note.list_marks(0, clause.first, CueRole.PATIENT)
    return clause.sentence == 0 and bool(named) and named[0].first <= age_words.MOST_BEFORE_NAME


def _follows_age(note: NoteParts, clause: NoteClause, before: str) -> bool:
    """Whether a count begins a clause, and the one before holds another: '10 weeks per letter, 12 weeks per chart'."""
    previous = note.clauses[clause.at - 1]
    is_same = clause.at > 0 and previous.sentence == clause.sentence and not age_words.WORD.search(before)
    return is_same and any(previous.first <= each[0] and each[1] <= previous.last for each in note.counts)


def _stands_among_findings(note: NoteParts, clause: NoteClause) -> bool:
    """Whether a count alone stands in a list of what is known of a patient: 'T-ALL, 9 months'."""
    near = [
        each
        for each in note.clauses[max(0, clause.at - 1) : clause.at + 2]
        if each.sentence == clause.sentence and each != clause
    ]
    before = [each for each in near if each.first < clause.first]
    facts = [{cue.fact for cue in note.list_marks(each.first, each.last, *NAMING)} for each in (before or near)]
    return bool(facts) and bool(facts[0]) and all(_is_timeless(note, fact) for fact in facts[0])


def _is_timeless(note: NoteParts, fact_id: str) -> bool:
    """Whether a fact is a finding, beside which a count of weeks tells nothing of it."""
    fact = note.trial.facts[fact_id]
    return isinstance(fact, ChoiceFact) and not any(
        each.amounts and (each.amounts.durations or each.amounts.ago) for each in fact.options.values()
    )


def names_patient(note: NoteParts, clause: NoteClause, finding: NoteFinding) -> bool:
    """Whether the patient is named just behind an age, before somebody else is: '10-wk girl whose mother'."""
    patient = note.list_marks(finding.last, min(finding.last + 4, clause.last), CueRole.PATIENT)
    others = note.list_marks(clause.first, clause.last, *OF_OTHERS)
    return bool(patient) and all(each.first >= patient[0].last for each in others)
