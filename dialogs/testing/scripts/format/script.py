"""The `.convo.txt` format (Botium's): a title line, then blocks that begin with `#me` or `#bot`.

Read strictly; a fault has its line.
"""

from dialogs.testing.scripts.format.assembling import assemble
from dialogs.testing.scripts.format.blocks import (
    AbuseWord,
    BotBlock,
    MeBlock,
    PathExpectation,
    Script,
    ScriptBlock,
    ScriptError,
)
from dialogs.testing.scripts.format.faults import ScriptFaults
from dialogs.testing.scripts.format.file_lines import MAX_CHARACTERS
from dialogs.testing.scripts.format.reading import read
from dialogs.testing.scripts.format.shared import Shared

__all__ = [
    "MAX_CHARACTERS",
    "AbuseWord",
    "BotBlock",
    "MeBlock",
    "PathExpectation",
    "Script",
    "ScriptBlock",
    "ScriptError",
    "parse_script",
]


def parse_script(text: str, file: str) -> Script:
    """Returns the script in a text that shares nothing with others.

    Raises `ScriptError` naming file, line, fault and remedy.
    """
    faults = ScriptFaults()
    draft = read(text, file, faults)
    scripts = [] if draft is None else assemble(draft, Shared(), faults)
    error = faults.join(file)
    if error is not None:
        raise error
    (script,) = scripts
    return script
