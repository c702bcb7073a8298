"""Whether what was typed is a note about a patient, and what it says."""

import re
from collections.abc import Callable
from datetime import date

from dialogs import phrases
from dialogs.conversation.ask_backs import DOUBLED
from dialogs.conversation.interpretation import Chosen, CommandRequest, Interpretation, NoteGiven, Unfit
from dialogs.conversation.note_corrections import find_corrections, is_same
from dialogs.conversation.note_open_question import (
    add_linked,
    add_open_answer,
    drop_parents,
    find_part,
    leave_taken,
    list_known,
    tells_more,
)
from dialogs.conversation.note_words import strip_filling
from dialogs.conversation.screening import Doubt, Screening
from dialogs.conversation.state_machine import find_fact
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.note_reading import NoteReading
from dialogs.reading import Read
from dialogs.rules.answers import Answer, Answers

NoteReader = Callable[[Trial, str, date, Answers], NoteReading]
"""Reads a note against all facts of a trial, beside what is known. The date serves only to refuse dates to come."""

LONGEST_NOTE = 4_000
"""Characters. Telegram's longest message is hardly longer."""

LEAST_FACTS, LEAST_FACTS_OF_AN_ANSWER = 2, 3
"""How many facts make a text a note: one that means nothing else, and one that is an answer by itself."""

LEAST_SIGNS, LEAST_SIGNS_ALONE = 3, 7
"""An answer of fewer spaces and commas is not looked at as a note: each look costs.

The first is for questions that hang together: a dose may come with its days. The second is for any other.
"""


def name_note(text: str) -> str:
    """Returns a text as a person types it who wants it to be read as a note."""
    return f"note: {text}"


class NoteInterpreter:
    """Finds notes in what is typed in screenings of one trial. `read_note` is the reader of them."""

    def __init__(self, trial: Trial, read_note: NoteReader | None = None) -> None:
        self.trial = trial
        self._read_note = read_note

    def read_named(self, screening: Screening, text: str, today: date) -> NoteGiven | Unfit | None:
        """Returns the note that follows the word for it, whatever it says; None for a text that begins otherwise."""
        named = _NAMED.match(text)
        return None if named is None else self._read(screening, text[named.end() :], today)

    def weigh(self, screening: Screening, text: str, meant: Interpretation, today: date) -> Interpretation:
        """Returns what a text means: what it means to the open question, or a note.

        What the question takes or asks back counts, unless the note says much more. A note that answers the question
        itself need not say so much. Words that came twice are asked back, whatever they say. What is recorded just so
        does not count. Where the text means nothing else, doubts alone make a note, so that they are told. On a note's
        page it corrects or adds answers; another note takes its place only where it is called one.
        """
        if (isinstance(meant, Unfit) and meant.refused) or (isinstance(meant, Doubt) and meant.reason == DOUBLED):
            return meant
        is_alone = isinstance(meant, Chosen | Read) and find_fact(screening.state) not in self.trial.linked_facts
        if is_alone and sum(map(text.count, " ,;\n")) < LEAST_SIGNS_ALONE:
            return meant
        note = screening.note
        is_correcting = note is not None and note.opened is None and isinstance(meant, Unfit)
        if len(_PART.findall(text)) < LEAST_FACTS and not is_correcting:
            return meant
        text = text if note is None else strip_filling(text)
        given = self._read(screening, text, today, meant.answer if isinstance(meant, Read) else None)
        if isinstance(given, Unfit):
            return given if isinstance(meant, Unfit) else meant
        is_note = self._is_note(screening, text, meant, given.reading)
        if note is None or not (is_note or is_correcting) or is_same(note, given.reading):
            return given if is_note else meant
        found = find_corrections(self.trial, screening, text, given.reading, today)
        return found or (Unfit(phrases.NOTE_ANOTHER) if is_note else meant)

    def _is_note(self, screening: Screening, text: str, meant: Interpretation, reading: NoteReading) -> bool:
        """Whether a text says so much more than what it is meant as that it is a note."""
        fact = find_fact(screening.state)
        if isinstance(meant, Read | Doubt):
            reading = leave_taken(self.trial, reading, text)
        news = [each.fact for each in reading.proposed if screening.answers.get(each.fact) != each.answer]
        if isinstance(meant, Read) and tells_more(self.trial, news, fact):
            return True
        count = len(news) + len(self._list_doubts(reading, news, fact))
        is_certain = isinstance(meant, Chosen | Read) or (isinstance(meant, CommandRequest) and meant.rest != text)
        is_unread = isinstance(meant, Unfit) and not meant.reopens
        is_answer = is_certain or (isinstance(meant, Doubt) and fact not in news)
        least = LEAST_FACTS_OF_AN_ANSWER if is_answer else LEAST_FACTS
        return count >= least and bool(is_answer or is_unread or news)

    def _list_doubts(self, reading: NoteReading, news: list[str], fact: str | None) -> list[str]:
        """Returns the facts that a note leaves doubtful.

        Where it tells of nothing that is not linked with the open one, what is linked with that does not count.
        """
        is_linked = self.trial.linked_facts.issuperset((*news, fact))
        return [each.fact for each in reading.asked if not is_linked or each.fact not in self.trial.linked_facts]

    def _read(self, screening: Screening, text: str, today: date, meant: Answer | None = None) -> NoteGiven | Unfit:
        if len(text) > LONGEST_NOTE:
            return Unfit(phrases.NOTE_TOO_LONG.format(most=LONGEST_NOTE))
        if self._read_note is None:
            from dialogs.notes.read_note import read_note  # noqa: PLC0415 - few screenings read a note

            self._read_note = read_note
        fact = find_fact(screening.state) if screening.menu is None else None
        known = list_known(self.trial, screening, text, today, meant)
        reading = self._read_note(self.trial, text, today, known)
        reading = add_open_answer(self.trial, fact, reading, today, meant)
        said = find_part(self.trial, fact, reading, today)
        if said is not None and said.words != text:
            known = {**screening.answers, said.fact: said.answer}
            reading = add_linked(self.trial, reading, self._read_note(self.trial, said.words, today, known))
        return NoteGiven(drop_parents(self.trial, reading, known))


_NAMED = re.compile(r"\s*(?:/note\b\s*:?|note\s*:)\s*", re.IGNORECASE)
_PART = re.compile(r"[^\s,;/]+")
