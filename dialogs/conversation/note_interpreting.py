"""Whether what was typed is a note about a patient, and what it says."""

import re
from collections.abc import Callable
from datetime import date

from dialogs import phrases
from dialogs.conversation.ask_backs import DOUBLED
from dialogs.conversation.interpretation import Chosen, CommandRequest, Interpretation, NoteGiven, Unfit
from dialogs.conversation.note_corrections import find_correction
from dialogs.conversation.note_open_question import add_open_answer
from dialogs.conversation.screening import Doubt, Screening
from dialogs.conversation.state_machine import find_fact
from dialogs.loading.compiled_trial import Trial
from dialogs.notes.note_reading import NoteReading
from dialogs.reading import Read

NoteReader = Callable[[Trial, str, date], NoteReading]
"""Reads a note against all facts of a trial. The date serves only to refuse dates to come."""

LONGEST_NOTE = 4_000
"""Characters. Telegram's longest message is hardly longer."""

LEAST_FACTS, LEAST_FACTS_OF_AN_ANSWER = 2, 3
"""How many facts make a text a note: one that means nothing else, and one that is an answer by itself."""

LEAST_SIGNS = 7
"""An answer of fewer spaces and commas is not looked at as a note: each look costs."""


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
        page it may correct an answer.
        """
        if (isinstance(meant, Unfit) and meant.refused) or (isinstance(meant, Doubt) and meant.reason == DOUBLED):
            return meant
        is_certain = isinstance(meant, Chosen | Read) or (isinstance(meant, CommandRequest) and meant.rest != text)
        note = screening.note
        is_correcting = note is not None and note.opened is None and isinstance(meant, Unfit)
        if len(_PART.findall(text)) < LEAST_FACTS and not is_correcting:
            return meant
        given = self._read(screening, text, today)
        if isinstance(given, Unfit):
            return given if isinstance(meant, Unfit) else meant
        news = [each.fact for each in given.reading.proposed if screening.answers.get(each.fact) != each.answer]
        count = len(news) + len(given.reading.asked)
        is_unread = isinstance(meant, Unfit) and not meant.reopens
        is_answer = is_certain or (isinstance(meant, Doubt) and find_fact(screening.state) not in news)
        least = LEAST_FACTS_OF_AN_ANSWER if is_answer else LEAST_FACTS
        if count >= least and (is_answer or is_unread or news):
            return given
        if note is None or not is_correcting:
            return meant
        return find_correction(self.trial, note, text, given.reading, today) or meant

    def _read(self, screening: Screening, text: str, today: date) -> NoteGiven | Unfit:
        if len(text) > LONGEST_NOTE:
            return Unfit(phrases.NOTE_TOO_LONG.format(most=LONGEST_NOTE))
        if self._read_note is None:
            from dialogs.notes.read_note import read_note  # noqa: PLC0415 - few screenings read a note

            self._read_note = read_note
        fact = find_fact(screening.state) if screening.menu is None else None
        return NoteGiven(add_open_answer(self.trial, fact, self._read_note(self.trial, text, today), today))


_NAMED = re.compile(r"\s*(?:/note\b\s*:?|note\s*:)\s*", re.IGNORECASE)
_PART = re.compile(r"[^\s,;/]+")
