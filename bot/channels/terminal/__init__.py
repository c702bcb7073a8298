"""The terminal channel: one conversation with one person, on a terminal or through a pipe. Nothing is stored here."""

import os
from typing import TextIO

from bot.session.conversation import Conversation

__all__ = ["chat"]


def chat(conversation: Conversation, stdin: TextIO, stdout: TextIO, note: str = "") -> int:
    """Holds a conversation until its person leaves or the input ends, and returns the exit code, which is 0.

    A terminal on both sides gets arrow keys and colours. A terminal that cannot move its cursor gets plain lines with a
    prompt; anything else gets plain lines alone. `note` is shown before all else. Raises `OSError` where the output
    cannot be written, except that a closed pipe ends it quietly.
    """
    is_terminal = stdin.isatty() and stdout.isatty()
    if is_terminal and os.environ.get("TERM", "") not in _DUMB:
        # Loaded here, so that a pipe does not wait for what only a terminal needs.
        from bot.channels.terminal.interactive import converse  # noqa: PLC0415

        return converse(conversation, stdin, stdout, note)
    from bot.channels.terminal.plain import converse_plainly  # noqa: PLC0415

    return converse_plainly(conversation, stdin, stdout, prompt="> " if is_terminal else "", note=note)


_DUMB = ("", "dumb", "unknown")
