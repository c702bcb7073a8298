"""`trialscreen screening script`: the script that leads to where a kept screening stands."""

import sys

from bot import phrases
from bot.cli.command_store import open_store_at
from bot.cli.screening_lookup import load_dialogue, read_screening
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.output import print_notes
from bot.config.trial_catalogue import find_trial
from bot.workbench.kept_recordings import make_stored_recording
from bot.workbench.recordings import list_notes
from storage.model.codes import format_code
from storage.model.stored import StoredScreening


def print_script(code: str, database: str) -> None:
    """Prints the script of a screening; what no script can hold is told beside it.

    Reading somebody else's is noted in its trail.
    """
    with open_store_at(database) as store:
        stored = read_screening(store, code, "recorded as a script")
        load_dialogue(store, stored)
        made = make_stored_recording(store, Dialogues(), stored)
        if made is None:
            raise UsageFault(phrases.GONE_MEANWHILE.format(code=format_code(stored.code)))
        sys.stdout.write(made.text)
        print_notes([*list_notes(made), *_of_another_definition(stored)])


def _of_another_definition(stored: StoredScreening) -> list[str]:
    """Returns a sentence where a replay would take another definition than the one that the screening began with."""
    trial = stored.screening.trial
    try:
        is_current = find_trial(trial).digest == stored.screening.digest
    except UsageFault:
        is_current = False
    return [] if is_current else [phrases.REPLAY_WITH.format(trial=trial)]
