"""What a terminal shows, read back from what was written to it."""

import io
import os
import pty
import re
import termios
from collections.abc import Iterator
from contextlib import contextmanager

from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput
from rich.console import Console, RenderableType

from bot.channels.terminal.terminal_session import TerminalSession


def draw_page(page: RenderableType, width: int, encoding: str = "utf-8") -> str:
    """Returns a page as it stands on a terminal without colours."""
    written = io.BytesIO()
    stdout = io.TextIOWrapper(written, encoding=encoding)
    Console(file=stdout, width=width, markup=False, highlight=False, emoji=False).print(page)
    stdout.flush()
    return written.getvalue().decode(encoding)


class SizedOutput(io.StringIO):
    """A standard output on a terminal of some size, which keeps what is written."""

    encoding = "utf-8"

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self.descriptor = descriptor

    def fileno(self) -> int:
        """Returns the descriptor of a terminal, which says its size."""
        return self.descriptor

    def resize(self, columns: int, rows: int) -> None:
        """Gives the terminal another size."""
        termios.tcsetwinsize(self.descriptor, (rows, columns))


class Person:
    """Somebody at a terminal session: presses keys, and reads what has been written."""

    def __init__(self, session: TerminalSession, output: SizedOutput, rows: int) -> None:
        self.session = session
        self.output = output
        self.rows = rows

    def read(self) -> list[str]:
        """Returns all lines from the first one on; the last of them are on the screen."""
        lines: list[str] = []
        line = ""
        for part in re.split(r"(\x1b\[\d*[A-Za-z]|\n)", re.sub(r"\x1b\[[\d;]*m|\r", "", self.output.getvalue())):
            if part == "\n":
                lines, line = [*lines, line.rstrip()], ""
            elif part.endswith("A") and part.startswith("\x1b"):
                del lines[len(lines) - int(part[2:-1]) :]
            elif part == "\x1b[H":
                del lines[max(len(lines) - self.rows, 0) :]
            elif part != "\x1b[J":
                line += part
        return lines


@contextmanager
def seat(columns: int = 80, rows: int = 24, keys: str = "") -> Iterator[Person]:
    """Puts a person at a terminal session of some size, who presses keys."""
    ours, theirs = pty.openpty()
    output = SizedOutput(theirs)
    output.resize(columns, rows)
    try:
        with create_pipe_input() as pipe:
            pipe.send_text(keys)
            yield Person(TerminalSession(pipe, DummyOutput(), output), output, rows)
    finally:
        os.close(theirs)
        os.close(ours)
