"""Scripts as tests: those of a file, and what a failed one tells."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from bot.faults import UsageFault
from bot.files import read_text
from dialogs.dialogue import Dialogue
from dialogs.scripts.player import Player
from dialogs.scripts.script import Script, ScriptError, parse_script
from dialogs.scripts.transcript import difference


class Unspoken(AssertionError):
    """A script was not spoken as it is written."""


def scripts_of(path: Path) -> Iterable[Script | Exception]:
    """Returns the scripts of a file, or what is wrong with it."""
    try:
        return [parse_script(read_text(path, "a script"), str(path))]
    except (ScriptError, UsageFault) as fault:
        return [fault]


def play(script: Script, dialogue: Dialogue, now: datetime) -> None:
    """Plays a script. Raises `Unspoken` where an expectation did not hold."""
    played = Player(dialogue, now).play(script)
    if played.failure is not None:
        raise Unspoken(f"{script.file}:{played.failure.line}: {script.title}\n{played.failure.message}\n{difference(played)}")
