"""A pseudo-terminal for tests: a person at the keys, a real screen, a real process."""

import os
import pty
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from pexpect.fdpexpect import fdspawn
from quick_processes import PATHS, start

DRIVER = """
import sys
from stores import NOW, dialogue
from bot.session.conversation import InMemoryConversation
from bot.channels.terminal import chat
conversation = InMemoryConversation(dialogue(), lambda: NOW)
sys.exit(chat(conversation, sys.stdin, sys.stdout))
"""
PATIENCE = 120
"""Seconds for which a text is waited for, on a machine that does much else; only a failing test waits so long."""

UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
ENTER, ESCAPE, SPACE, CTRL_C, CTRL_D = "\r", "\x1b", " ", "\x03", "\x04"


@dataclass
class Terminal:
    """A person's view of the process: what they press, and what they come to see."""

    screen: "fdspawn[str]"
    process: subprocess.Popen[bytes]
    seen: str = ""

    def press(self, *keys: str) -> None:
        """Presses keys."""
        for key in keys:
            self.screen.send(key)

    def see(self, text: str) -> None:
        """Waits until a text shows, after what was waited for last."""
        self.screen.expect_exact(text)
        self.seen += f"{self.screen.before}{self.screen.after}"

    def left(self) -> int:
        """Waits for the process to end, and returns its exit code."""
        self.see("Goodbye.")
        return self.process.wait(PATIENCE)


@contextmanager
def terminal(
    columns: int = 80, rows: int = 24, command: tuple[str, ...] = ("-c", DRIVER), **environment: str
) -> Iterator[Terminal]:
    """Opens a terminal with a screening on it; at the end its settings must be those of the beginning.

    Not pexpect.spawn: that forks, which a process with threads (a parallel test run) should not.
    """
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (rows, columns))
    before = termios.tcgetattr(theirs)
    env = {
        "PATH": os.environ["PATH"],
        "TERM": "xterm-256color",
        "PYTHONPATH": os.pathsep.join(PATHS),
        "PYTHONIOENCODING": "utf-8",
    } | environment
    process = start([sys.executable, *command], env, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    try:
        yield Terminal(fdspawn(ours, timeout=PATIENCE, encoding="utf-8"), process)
        assert termios.tcgetattr(theirs) == before
    finally:
        process.kill()
        process.wait()
        os.close(theirs)
        os.close(ours)
