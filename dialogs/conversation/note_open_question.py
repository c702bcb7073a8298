"""The open question's own answer within a note: words that the note's reader did not use, and the question does."""

from dataclasses import replace
from datetime import date

from dialogs.conversation.ask_backs import YesNoReply, read_yes_no
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.note_reading import NoteReading, Proposal
from dialogs.reading import Read, read
from dialogs.rules.answers import Pending, Unknown


def add_open_answer(trial: Trial, fact: str | None, reading: NoteReading, today: date) -> NoteReading:
    """Returns what a note says with the answer to the open question, where just one unused part of it is one.

    A plain yes or no, a number alone and "not known" are no such part: they could be about anything.
    """
    if fact is None or fact in {each.fact for each in reading.proposed} | {each.fact for each in reading.asked}:
        return reading
    found = [(words, given) for words in reading.unread if (given := _read_part(trial, fact, words, today)) is not None]
    if len(found) != 1:
        return reading
    ((words, given),) = found
    proposed = {each.fact: each for each in (*reading.proposed, Proposal(fact, given.answer, words))}
    unread = tuple(each for each in reading.unread if each != words)
    return replace(reading, proposed=tuple(proposed[each] for each in trial.facts if each in proposed), unread=unread)


def _read_part(trial: Trial, fact: str, words: str, today: date) -> Read | None:
    if read_yes_no(words) is not YesNoReply.OTHER or not any(map(str.isalpha, words)):
        return None
    given = read(trial.facts[fact], words, today)
    if not isinstance(given, Read) or given.remark or isinstance(given.answer, Unknown | Pending):
        return None
    return given
