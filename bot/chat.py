"""`trialscreen chat`: a screening in the terminal."""

import sys

from bot.catalogue import find, names
from bot.clock import clock
from bot.faults import UsageFault
from dialogs.dialogue import Dialogue


def run(trial_name: str, database: str, now: str | None) -> int:
    """Holds one dialogue in the terminal. Returns 0 for any verdict, and for leaving early."""
    if database:
        raise UsageFault("--database: screenings are not kept yet; leave the option out")
    dialogue = Dialogue(find(trial_name or names()[0]))
    from bot.terminal import chat  # noqa: PLC0415 - after the trial was found, so that a wrong name is told at once

    return chat(dialogue, clock(now), sys.stdin, sys.stdout)
