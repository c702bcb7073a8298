"""Where a script lies, as programs outside look for it: its file as the working folder names it, and the line."""

import os
import re
from pathlib import Path

from bot.workbench.replay.result import ScriptResult


def locate(result: ScriptResult) -> tuple[str, int]:
    """Returns where to look for what became of a script: the file, and the line."""
    file, line = result.file_of_line or result.file, result.line
    named = re.match(re.escape(file) + r":(\d+): ", result.message)  # so an unreadable script tells its line
    return shorten_place(file), int(named[1]) if named else line


def shorten_place(file: str) -> str:
    """Returns the name of a file, relative to the working folder where it lies there."""
    place = Path(make_absolute(file))
    return place.relative_to(Path.cwd()).as_posix() if place.is_relative_to(Path.cwd()) else file


def make_absolute(file: str) -> str:
    """Returns the whole name of a file; a link stays the name that was given."""
    return os.path.abspath(file)  # noqa: PTH100 - resolving would follow links
