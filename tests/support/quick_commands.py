"""Lets commands that run again in one process of tests read each definition and each option once.

Reading them takes longer than what most commands do. A trial never changes, and the same text under the same name is
the same trial; faults are found anew each time.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from unittest.mock import patch

import typer.main

from bot.cli import trials
from bot.config import dialogue_registry, trial_catalogue
from bot.documents.screening_log import known_trials
from dialogs.loading.loading import load

MOST_DEFINITIONS = 64
"""How many are remembered; no test file needs more at a time."""


@contextmanager
def noted_commands() -> Iterator[None]:
    """Lets commands compile each definition, and Typer its own table of commands and options, once."""
    noted = lru_cache(MOST_DEFINITIONS)(load)
    with ExitStack() as patched:
        for module in (trial_catalogue, dialogue_registry, known_trials, trials):
            patched.enter_context(patch.object(module, "load", noted))
        patched.enter_context(patch.object(typer.main, "get_command", lru_cache(typer.main.get_command)))
        yield
