"""Whether what stands beside an answer makes it another thing's, or leaves open when it was."""

import re

from dialogs.definition.facts import ChoiceFact, Fact, OptionFact, YesNoFact
from dialogs.notes.clauses import NoteClause, find_sentence
from dialogs.notes.cue_index import CueRole
from dialogs.notes.note import NoteParts
from dialogs.notes.qualifiers import VALUES
from dialogs.notes.surroundings import Surroundings
from dialogs.notes.text_window import WindowReading
from dialogs.reading.word_readings import get_options
from dialogs.rules.answers import Answer, Known


def _is_treatment(fact: Fact) -> bool:
    """Whether an answer may be told with how long something was given."""
    options = get_options(fact).values() if isinstance(fact, OptionFact) else ()
    return any(each.amounts is not None and each.amounts.durations for each in options)


def lacks_time(note: NoteParts, clause: NoteClause, fact_id: str, answer: Answer) -> bool:
    """Whether a clause tells of a treatment without saying when, where the question asks for a time.

    Most treatments that a note tells of came after the diagnosis.
    """
    fact = note.trial.facts[fact_id]
    if not isinstance(fact, OptionFact) or fact.times is None or not isinstance(answer, Known):
        return False
    option = get_options(fact).get(str(answer.value))
    if option is None or not (option.dosed or (isinstance(fact, YesNoFact) and option.amounts is not None)):
        return False
    times = note.list_marks(clause.first, clause.last, CueRole.TIME)
    return not any(each.fact == fact_id for each in times) and not any(
        note.tokens[i].word in _EARLIER for i in range(clause.first, clause.last)
    )


def is_of_something_else(note: NoteParts, clause: NoteClause, fact_id: str, found: WindowReading) -> bool:
    """Whether a reading is of another thing by what stands next to it: 'allergic to ...', 'consent ... for surgery'."""
    if note.list_marks(found.first, found.last, CueRole.NEGATES) or _is_treatment(note.trial.facts[fact_id]):
        return False
    before = note.tokens[found.first - 1].word if found.first > clause.first else ""
    behind = [i for i in range(found.last, min(found.last + 2, clause.last)) if i not in note.silent]
    return before == "to" or (len(behind) > 1 and note.tokens[behind[0]].word in _OF_ELSE)


def is_denied_later(note: NoteParts, clause: NoteClause, fact_id: str, found: WindowReading) -> bool:
    """Whether something is denied of a time after treatment: 'no relapse so far, 2 years after the transplant'."""
    fact = note.trial.facts[fact_id]
    is_denied = isinstance(fact, ChoiceFact) and note.list_marks(found.first, found.last, CueRole.NEGATES)
    if not is_denied or _is_treatment(fact):
        return False
    sentence = find_sentence(note.clauses, clause)
    said = note.say(sentence[0].first, sentence[-1].last)
    return _AFTERWARDS.search(said) is not None


def is_time_of_other(around: Surroundings) -> bool:
    """Whether a part of a statement is the time of another fact: 'CD19 at relapse neg' says nothing of a relapse."""
    note, found = around.note, around.found
    return any(
        each.fact != found.fact
        and found.first < each.last < found.last
        and VALUES & {note.tokens[i].word for i in range(each.last, found.last)}
        for each in note.list_marks(max(0, found.first - 1), found.last, CueRole.OTHER_TIME)
    )


def is_reason(around: Surroundings) -> bool:
    """Whether a statement is what something else was given for: 'etoposide for HLH'."""
    note, first = around.note, around.found.first
    if first == 0 or note.tokens[first - 1].word != "for":
        return False
    cues = note.list_marks(max(0, first - _FAR), first - 1, CueRole.CUE)
    return any(each.fact != around.found.fact and each.first >= around.first for each in cues)


_FAR = 5
"""Tokens from what was given to what it was given for."""
_AFTERWARDS = re.compile(
    r"\b(?:after|since|post|off|following|completed|finished|end of)\b[ -][^.;\n]{0,30}?"
    r"\b(?:treatment|therapy|chemo\w*|"
    r"\w*transplant\w*|hsct|sct|bmt|protocol)\b|\b(?:in|continuous|ongoing|sustained)\b[^.,;\n]{0,20}?\b(?:remission|CR\d?)\b"
    r"|\bfollow[ -]?up\b|\b(?:years?|yrs?|months?|mo) (?:later|off|post)\b",
    re.IGNORECASE,
)
"""What says that the treatment is over."""


_OF_ELSE = frozenset({"for", "to"})


_EARLIER = frozenset({"ago", "last", "prediagnosis"})
