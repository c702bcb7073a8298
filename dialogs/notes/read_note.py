"""Reads a note about a patient against all facts of a trial."""

from datetime import date

from dialogs.loading.compiled_trial import Trial
from dialogs.notes.accounting import hold_to_account
from dialogs.notes.ages import read_ages
from dialogs.notes.clause_reading import read_clauses
from dialogs.notes.coming_days import drop_coming_days
from dialogs.notes.courses import doubt_days_that_count_not
from dialogs.notes.doubts_behind import find_doubts_behind
from dialogs.notes.figures import read_figures
from dialogs.notes.gathering import gather
from dialogs.notes.identifier_naming import name_kinds
from dialogs.notes.identifiers import find_identifiers
from dialogs.notes.leads import doubt_what_is_led
from dialogs.notes.note import make_note
from dialogs.notes.note_reading import NoteReading
from dialogs.notes.second_words import find_second_words
from dialogs.notes.subjects import name_subjects
from dialogs.rules.answers import Answers

MAX_NOTE = 20_000
"""Characters. A longer text is no note about one patient, and nothing is read of it."""


def read_note(trial: Trial, text: str, today: date, known: Answers | None = None) -> NoteReading:
    """Returns what a note says of the trial's facts. `today` serves only to refuse dates to come.

    What is `known` already makes facts apply that depend on it. It never raises for any text, and keeps none.
    """
    if len(text) > MAX_NOTE:
        return NoteReading()
    identifiers = drop_coming_days(text, find_identifiers(text), today)
    note = make_note(trial, text, today, identifiers)
    subjects = name_subjects(note)
    findings = [
        *read_ages(note, subjects, identifiers),
        *read_clauses(note, subjects),
        *read_figures(note, subjects),
    ]
    found = doubt_what_is_led(note, hold_to_account(note, doubt_days_that_count_not(trial, findings)))
    second = [*find_second_words(note, subjects, found), *find_doubts_behind(note, found)]
    return gather(note, [*found, *second], name_kinds(text, identifiers), known or {})
