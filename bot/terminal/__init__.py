"""The terminal channel: one person, one screening, on a terminal or through a pipe. Nothing is stored here."""

import os
from collections.abc import Callable
from datetime import datetime
from typing import TextIO

from dialogs.dialogue import Dialogue

__all__ = ["chat"]


def chat(dialogue: Dialogue, clock: Callable[[], datetime], stdin: TextIO, stdout: TextIO) -> int:
    """Holds one screening until its person leaves or the input ends, and returns the exit code, which is 0.

    A terminal on both sides gets arrow keys and colours; a terminal that cannot move its cursor gets plain lines with a prompt, and
    anything else plain lines alone. `clock` gives the time of each turn. Raises `OSError` where the output cannot be written, except
    that a closed pipe ends it quietly.
    """
    is_terminal = stdin.isatty() and stdout.isatty()
    if is_terminal and os.environ.get("TERM", "") not in _DUMB:
        # Loaded here, so that a pipe does not wait for what only a terminal needs.
        from bot.terminal.interactive import converse  # noqa: PLC0415

        return converse(dialogue, clock, stdin, stdout)
    from bot.terminal.plain import converse_plainly  # noqa: PLC0415

    return converse_plainly(dialogue, clock, stdin, stdout, prompt="> " if is_terminal else "")


_DUMB = ("", "dumb", "unknown")
