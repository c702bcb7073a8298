"""A pseudo-terminal for tests: a person at the keys, a real screen, a real process."""

import os
import pty
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pexpect.fdpexpect import fdspawn

ROOT = Path(__file__).parents[2]
DRIVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from bot.session.conversation import InMemoryConversation
from bot.channels.terminal import chat
from dialogs.loading.loading import load
from dialogs.conversation.dialogue import Dialogue
trial = load(Path("dialogs/trials/interfant-21.yaml").read_text(encoding="utf-8"), "interfant-21.yaml")
conversation = InMemoryConversation(Dialogue(trial), lambda: datetime(2026, 6, 1, 12, tzinfo=UTC))
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
        "PYTHONPATH": str(ROOT),
        "PYTHONIOENCODING": "utf-8",
    } | environment
    process = subprocess.Popen(
        [sys.executable, *command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=ROOT,
        env=env,
        start_new_session=True,
    )
    try:
        yield Terminal(fdspawn(ours, timeout=PATIENCE, encoding="utf-8"), process)
        assert termios.tcgetattr(theirs) == before
    finally:
        process.kill()
        process.wait()
        os.close(theirs)
        os.close(ours)
