"""Scripts as tests: those of a file, and what a failed one tells."""

from datetime import datetime
from pathlib import Path

from bot.config.errors import UsageFault
from bot.workbench.replay.gathering import Found, gather
from bot.workbench.replay.plain import failures
from bot.workbench.replay.playing import Plan, result_of
from bot.workbench.replay.result import Result, unreadable
from dialogs.conversation.dialogue import Dialogue


class Unspoken(AssertionError):
    """A script was not spoken as it is written, or cannot be read; the message is what `trialscreen replay` would print."""


def scripts_of(path: Path) -> tuple[Found, ...]:
    """Returns the scripts of a file, several where a table makes them, or what is wrong with it or with what it shares."""
    try:
        return gather([path]).found
    except UsageFault as fault:
        return (unreadable(str(path), str(fault)),)


def play(found: Found, dialogue: Dialogue, now: datetime) -> None:
    """Plays a script. Raises `Unspoken` where an expectation did not hold, or where it cannot be read."""
    result = found if isinstance(found, Result) else result_of(found, dialogue, Plan(dialogue.trial.id, "core", now))
    for told in failures([result]):
        raise Unspoken(told.text)
