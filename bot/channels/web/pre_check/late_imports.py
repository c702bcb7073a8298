"""What the dialogue imports only once it is needed, imported at the start of a server with an open pre-check.

Its pages are made in several threads. Two of them that first import the same package at one moment may both fail.
"""

from importlib import import_module

LATE = (
    "dialogs.definition.unreadable",
    "dialogs.loading.schema_faults",
    "dialogs.loading.wrong_words",
    "dialogs.notes.identifiers",
    "dialogs.notes.read_note",
    "dialogs.reading.amounts",
    "dialogs.reading.computed.computing",
    "dialogs.reading.days.days",
    "dialogs.reading.days.gestations",
    "dialogs.reading.doses.doses",
    "dialogs.reading.phrases.phrases",
    "dialogs.reading.sentences.sentences",
    "dialogs.reading.several.pieces",
    "dialogs.reading.several.several",
    "dialogs.reading.washouts.washouts",
    "rapidfuzz",
    "rapidfuzz.distance",
    "rapidfuzz.process",
)
"""The modules that functions of the dialogue import."""


def import_all() -> None:
    """Imports all of them, in the thread that calls it."""
    for each in LATE:
        import_module(each)
