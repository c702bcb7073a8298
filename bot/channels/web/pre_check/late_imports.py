"""What the dialogue imports only once it is needed, imported at the start of a server with an open pre-check.

Its pages are made in several threads. Two of them that first import the same package at one moment may both fail.
"""

from importlib import import_module

LATE = (
    "dialogs.notes.identifiers",
    "dialogs.notes.read_note",
    "dialogs.reading.amounts",
    "dialogs.reading.days.days",
    "dialogs.reading.doses.doses",
    "dialogs.reading.phrases.phrases",
    "rapidfuzz",
    "rapidfuzz.distance",
    "rapidfuzz.process",
)
"""The modules that functions of the dialogue import."""


def import_all() -> None:
    """Imports all of them, in the thread that calls it."""
    for each in LATE:
        import_module(each)
