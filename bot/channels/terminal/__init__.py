"""The terminal channel: one conversation with one person, on a terminal or through a pipe. Nothing is stored here."""

import logging
import os
from typing import TextIO

from bot.session.conversation import Conversation
from bot.session.unbroken_conversation import UnbrokenConversation

__all__ = ["chat"]

_log = logging.getLogger(__name__)


def chat(conversation: Conversation, stdin: TextIO, stdout: TextIO, note: str = "") -> int:
    """Holds a conversation until its person leaves or the input ends, and returns the exit code.

    That is 0; or 1 where a turn failed by a fault of ours, which the log tells when the conversation is over.

    A terminal on both sides gets arrow keys and colours. A terminal that cannot move its cursor gets plain lines with a
    prompt; anything else gets plain lines alone. `note` is shown before all else. Raises `OSError` where the output
    cannot be written, except that a closed pipe ends it quietly.
    """
    unbroken = UnbrokenConversation(conversation)
    _hold(unbroken, stdin, stdout, note)
    for fault in unbroken.faults:
        _log.error("a turn failed: %s; please report it", fault)
    return 1 if unbroken.faults else 0


def _hold(conversation: UnbrokenConversation, stdin: TextIO, stdout: TextIO, note: str) -> None:
    is_terminal = stdin.isatty() and stdout.isatty()
    if is_terminal and os.environ.get("TERM", "") not in _DUMB:
        # Loaded here, so that a pipe does not wait for what only a terminal needs.
        from bot.channels.terminal.interactive import converse  # noqa: PLC0415

        converse(conversation, stdin, stdout, note)
        return
    from bot.channels.terminal.plain import converse_plainly  # noqa: PLC0415

    converse_plainly(conversation, stdin, stdout, prompt="> " if is_terminal else "", note=note)


_DUMB = ("", "dumb", "unknown")
