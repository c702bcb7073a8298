"""Where a script lies, as programs outside look for it: its file as the working folder names it, and the line."""

import os
import re
from contextlib import suppress
from pathlib import Path

from bot.workbench.replay.result import ScriptResult


def locate(result: ScriptResult) -> tuple[str, int]:
    """Returns where to look for what became of a script: the file, and the line."""
    file, line = result.file_of_line or result.file, result.line
    named = re.match(re.escape(file) + r":(\d+): ", result.message)  # so an unreadable script tells its line
    return shorten_place(file), int(named[1]) if named else line


def shorten_place(file: str) -> str:
    """Returns the name of a file, relative to the working folder where it lies there."""
    with suppress(OSError, ValueError):  # the working folder is gone, or the file lies elsewhere
        return Path(make_absolute(file)).relative_to(Path.cwd()).as_posix()
    return file


def make_absolute(file: str) -> str:
    """Returns the whole name of a file, if it has one; a link stays the name that was given."""
    with suppress(OSError):  # the working folder is gone
        return os.path.abspath(file)  # noqa: PTH100 - resolving would follow links
    return file
