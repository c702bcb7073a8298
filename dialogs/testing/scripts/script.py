"""The `.convo.txt` format (Botium's): a title line, then blocks that begin with `#me` or `#bot`.

Read strictly; a fault has its line.
"""

from dialogs.testing.scripts.assembling import assemble
from dialogs.testing.scripts.blocks import (
    AbuseWord,
    BotBlock,
    MeBlock,
    PathExpectation,
    Script,
    ScriptBlock,
    ScriptError,
)
from dialogs.testing.scripts.reading import MAX_CHARACTERS, read
from dialogs.testing.scripts.shared import Shared

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
    (script,) = assemble(read(text, file), Shared())
    return script
