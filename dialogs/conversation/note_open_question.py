"""The open question's own answer within a note: words that the note's reader did not use, and the question does."""

from dataclasses import replace
from datetime import date

from dialogs.conversation.ask_backs import YesNoReply, read_yes_no
from dialogs.conversation.note_words import strip_filling
from dialogs.conversation.screening import Screening
from dialogs.conversation.state_machine import find_fact
from dialogs.definition.facts import NumericFact
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.note_reading import DoubtfulWords, NoteReading, Proposal
from dialogs.reading import Read, read
from dialogs.rules.answers import Answer, Answers, Pending, Unknown


def list_known(trial: Trial, screening: Screening, text: str, today: date, meant: Answer | None) -> dict[str, Answer]:
    """Returns the answers beside which a text is read: those that its facts depend on, recorded or on a note's page.

    They count only for a text that one of the linked questions takes as a whole. Any other may tell of other drugs, or
    of another time.
    """
    fact = find_fact(screening.state)
    page = {} if screening.note is None else screening.note.answers
    if screening.note is None:
        is_linked = fact is not None and meant is not None and fact in trial.linked_facts
    else:
        asked = trial.linked_facts & page.keys()
        is_linked = any(isinstance(read(trial.facts[each], strip_filling(text), today), Read) for each in asked)
    if not is_linked:
        return {}
    said = {fact: meant} if screening.note is None and fact is not None and meant is not None else {}
    together = {**screening.answers, **page, **said}
    return {each: answer for each, answer in together.items() if each in trial.linked_facts}


def add_open_answer(
    trial: Trial, fact: str | None, reading: NoteReading, today: date, meant: Answer | None
) -> NoteReading:
    """Returns what a note says with the answer to the open question.

    That is what the whole text is `meant` as, where the note's reader only asks about it. Otherwise it is there where
    just one unused part of the note is an answer. A plain yes or no, a number alone and "not known" are no such part:
    they could be about anything.
    """
    if fact is None or fact in {each.fact for each in reading.proposed}:
        return reading
    doubtful = next((each for each in reading.asked if each.fact == fact), None)
    if doubtful is not None:
        if meant is None or meant not in doubtful.offers:
            return reading
        asked = tuple(each for each in reading.asked if each != doubtful)
        return _propose(trial, replace(reading, asked=asked), Proposal(fact, meant, doubtful.words))
    found = [(words, given) for words in reading.unread if (given := _read_part(trial, fact, words, today)) is not None]
    if len(found) != 1:
        return reading
    ((words, given),) = found
    unread = tuple(each for each in reading.unread if each != words)
    return _propose(trial, replace(reading, unread=unread), Proposal(fact, given.answer, words))


def find_part(trial: Trial, fact: str | None, reading: NoteReading, today: date) -> Proposal | None:
    """Returns the open question's answer in a note, where its words may answer linked questions too."""
    said = next((each for each in reading.proposed if each.fact == fact), None)
    if said is None or said.fact not in trial.linked_facts:
        return None
    return said if isinstance(read(trial.facts[said.fact], said.words, today), Read) else None


def add_linked(trial: Trial, reading: NoteReading, part: NoteReading) -> NoteReading:
    """Returns what a note says with the answers that a part of it gives to questions which depend on others."""
    told = {each.fact for each in reading.proposed} | {each.fact for each in reading.asked}
    for each in part.proposed:
        if each.fact in trial.conditional_facts - told:
            reading = _propose(trial, reading, each)
    return reading


def drop_parents(trial: Trial, reading: NoteReading, known: Answers) -> NoteReading:
    """Returns what a note says without doubts of an answer that is known, and on which rests what the note states."""
    parents = {each for said in reading.proposed for each in trial.list_parents(said.fact)}
    asked = (each for each in reading.asked if each.fact not in parents or known.get(each.fact) not in each.offers)
    return replace(reading, asked=tuple(asked))


def leave_taken(trial: Trial, reading: NoteReading, taken: str) -> NoteReading:
    """Returns what a note says but for what it says of numbers in just the words that the open question took."""

    def is_other(said: Proposal | DoubtfulWords) -> bool:
        return said.words != taken or not isinstance(trial.facts[said.fact], NumericFact)

    return replace(
        reading, proposed=tuple(filter(is_other, reading.proposed)), asked=tuple(filter(is_other, reading.asked))
    )


def tells_more(trial: Trial, news: list[str], fact: str | None) -> bool:
    """Returns whether an answer to the open question tells no more than what depends on it, or belongs beside it."""
    further = [each for each in news if each != fact]
    return bool(further) and trial.conditional_facts.issuperset(further)


def _propose(trial: Trial, reading: NoteReading, said: Proposal) -> NoteReading:
    proposed = {each.fact: each for each in (*reading.proposed, said)}
    return replace(reading, proposed=tuple(proposed[each] for each in trial.facts if each in proposed))


def _read_part(trial: Trial, fact: str, words: str, today: date) -> Read | None:
    if read_yes_no(words) is not YesNoReply.OTHER or not any(map(str.isalpha, words)):
        return None
    given = read(trial.facts[fact], words, today)
    if not isinstance(given, Read) or given.remark or isinstance(given.answer, Unknown | Pending):
        return None
    return given
