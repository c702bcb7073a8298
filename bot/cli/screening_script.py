"""`trialscreen screening script`: the script that leads to where a kept screening stands."""

import sys

from bot import phrases
from bot.cli.command_store import store_at
from bot.cli.screenings import dialogue_of, read
from bot.config.dialogue_registry import Dialogues
from bot.config.errors import UsageFault
from bot.config.output import tell
from bot.config.trial_catalogue import find
from bot.workbench.kept_recordings import recording_of
from bot.workbench.recordings import notes
from storage.model.codes import shown_code
from storage.model.stored import Kept


def print_script(code: str, database: str) -> None:
    """Prints the script of a screening; what no script can hold is told beside it. Reading somebody else's is noted in its trail."""
    with store_at(database) as store:
        kept = read(store, code, "recorded as a script")
        dialogue_of(store, kept)
        made = recording_of(store, Dialogues(), kept)
        if made is None:
            raise UsageFault(phrases.GONE_MEANWHILE.format(code=shown_code(kept.code)))
        sys.stdout.write(made.text)
        tell([*notes(made), *_of_another_definition(kept)])


def _of_another_definition(kept: Kept) -> list[str]:
    """Returns a sentence where a replay would take another definition of the trial than the one that the screening began with."""
    trial = kept.screening.trial
    try:
        is_current = find(trial).digest == kept.screening.digest
    except UsageFault:
        is_current = False
    return [] if is_current else [phrases.REPLAY_WITH.format(trial=trial)]
