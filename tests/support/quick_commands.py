"""Lets commands that run again in one process of tests read each definition and each option once.

Reading them takes longer than what most commands do. A trial never changes, and the same text under the same name is
the same trial; faults are found anew each time.
What a trial's dialogue can reach, and the scripts that reach it, are made once, too.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from typing import TypeVar
from unittest.mock import patch

import typer.main

from bot.cli import trials
from bot.config import dialogue_registry, trial_catalogue
from bot.documents.screening_log import known_trials
from bot.workbench import generate
from dialogs.conversation.dialogue import Dialogue
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.testing.coverage import atlas, itinerary
from dialogs.testing.coverage.survey import survey_dialogue
from dialogs.testing.coverage.tours import script_tours

MOST_DEFINITIONS = 64
"""How many are remembered; no test file needs more at a time."""

Made = TypeVar("Made")


@contextmanager
def noted_commands() -> Iterator[None]:
    """Lets commands compile each definition, and Typer its own table of commands and options, once."""
    noted = lru_cache(MOST_DEFINITIONS)(load)
    with ExitStack() as patched:
        for module in (trial_catalogue, dialogue_registry, known_trials, trials):
            patched.enter_context(patch.object(module, "load", noted))
        patched.enter_context(patch.object(typer.main, "get_command", lru_cache(typer.main.get_command)))
        surveys = _noted(survey_dialogue)
        for searching in (atlas, itinerary):
            patched.enter_context(patch.object(searching, "survey_dialogue", surveys))
        patched.enter_context(patch.object(generate, "script_tours", _noted(script_tours)))
        yield


def _noted(make: Callable[..., Made]) -> Callable[..., Made]:
    """Lets something be made of each trial's dialogue once, whatever dialogue of that trial it is."""
    notes = dict[tuple[object, ...], tuple[Trial, Made]]()

    def quick(dialogue: Dialogue, *given: object, **more: object) -> Made:
        key = (id(dialogue.trial), *given, *more.items())
        if key not in notes:
            while len(notes) >= MOST_DEFINITIONS:
                del notes[next(iter(notes))]
            notes[key] = dialogue.trial, make(dialogue, *given, **more)  # it is kept, so that no other gets its number
        return notes[key][1]

    return quick
