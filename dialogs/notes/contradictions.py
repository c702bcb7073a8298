"""What follows an answer in its sentence, names no fact, and contradicts it: 'rearranged by FISH, germline by PCR'."""

import re
from collections.abc import Iterator

from dialogs.definition.facts import ChoiceFact, NumericFact
from dialogs.notes.clauses import NoteClause
from dialogs.notes.cue_index import NAMING
from dialogs.notes.figure_words import FIGURE, list_unit_words
from dialogs.notes.note import NoteParts
from dialogs.notes.turns_of_phrase import CONFLICTS, OF_A_TEST, REFUSALS
from dialogs.notes.window_words import is_idle
from dialogs.reading.outcome import Read
from dialogs.reading.phrases.lexicon import make_lexicon
from dialogs.reading.vocabulary import collect_vocabulary
from dialogs.rules.answers import Answer, Known


def is_contradicted(note: NoteParts, clause: NoteClause, fact_id: str, answer: Answer) -> bool:
    """Whether the words behind a clause say that findings disagree, or begin with another answer to the fact."""
    fact = note.trial.facts[fact_id]
    bare = list(_iterate_bare(note, clause))
    if CONFLICTS & _list_words(note, clause) or any((CONFLICTS | REFUSALS) & _list_words(note, each) for each in bare):
        return True
    return isinstance(fact, ChoiceFact) and any(_begins_otherwise(note, each, fact, answer) for each in bare)


def _list_words(note: NoteParts, clause: NoteClause) -> set[str]:
    return {note.tokens[i].word for i in range(clause.first, clause.last)}


def find_second_figure(note: NoteParts, clause: NoteClause, fact: NumericFact) -> tuple[int, int] | None:
    """Returns the tokens of a clause behind a figure that holds another one with a unit of the same fact."""
    units = "|".join(map(re.escape, sorted(list_unit_words(fact), key=len, reverse=True)))
    for each in _iterate_bare(note, clause):
        if re.search(rf"(?<![\w.,/+-]){FIGURE}[\s-]*(?:{units})(?!\w)", note.say(each.first, each.last), re.IGNORECASE):
            return each.first, each.last
    return None


def _iterate_bare(note: NoteParts, clause: NoteClause) -> Iterator[NoteClause]:
    """Yields the clauses just behind one, in its sentence, as long as none names a fact."""
    for each in note.clauses[clause.at + 1 :]:
        if each.sentence != clause.sentence or note.list_marks(each.first, each.last, *NAMING):
            return
        yield each


def _begins_otherwise(note: NoteParts, clause: NoteClause, fact: ChoiceFact, answer: Answer) -> bool:
    """Whether a clause begins with another answer, and goes on with how or where that was found, or with nothing."""
    lexicon = make_lexicon(collect_vocabulary(fact))
    words = tuple(note.tokens[i].word for i in range(clause.first, clause.last))
    at = 0
    while at < len(words) and is_idle(words[at]):
        at += 1
    length = lexicon.says.measure(words, at)
    said = lexicon.says.get(words[at : at + length])
    if not isinstance(said, Read) or not isinstance(said.answer, Known) or said.answer == answer:
        return False
    behind = words[at + length : at + length + 1]
    return not behind or behind[0] in OF_A_TEST or is_idle(behind[0])
