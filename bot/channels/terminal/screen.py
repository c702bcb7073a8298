"""What a terminal shows, page by page. What came after a mark can be taken away while it is still on the screen."""

import os
from collections.abc import Iterable
from typing import TextIO

from rich.console import RenderableType

from bot.channels.terminal.render_context import RenderContext, make_console, make_render_context


class ShownPages:
    """The screen of one terminal. `height` counts the lines that were shown so far, and marks are such heights."""

    def __init__(self, stdout: TextIO) -> None:
        self.stdout = stdout
        self.height = 0
        self.columns = 0

    def make_context(self) -> RenderContext:
        """Returns the render context of the terminal as it is now."""
        return make_render_context(self.stdout)

    def show(self, *pages: RenderableType) -> None:
        """Shows pages, each with a blank line after it."""
        for page in pages:
            self.show_lines(page, "")

    def show_lines(self, *pages: RenderableType) -> None:
        """Shows pages one beneath the other, with no blank line after them."""
        self.columns = self.size.columns
        lines = self._draw(pages)
        self.height += lines.count("\n")
        self._write(lines)

    def measure(self, *pages: RenderableType) -> int:
        """Returns how many lines pages take, each with a blank line after it."""
        return self._draw(pages).count("\n") + len(pages)

    def has_room(self, lines: int) -> bool:
        """Says whether so many lines are on the screen together."""
        return lines <= self.size.lines

    def take_back(self, mark: int, below: int) -> bool:
        """Takes away what was shown since `mark`, if all of it is still there, and says whether it did.

        `below` counts the lines that stood beneath it until just now.
        """
        if not self.has_room(self.height - mark + below) or self.columns != self.size.columns:
            return False
        self._write(_UP.format(lines=self.height - mark) + _ERASE if self.height > mark else "")
        self.height = mark
        return True

    def clear(self, mark: int) -> None:
        """Empties the screen of what was shown since `mark`. What has left it at the top stays above it."""
        self._write(_HOME + _ERASE)
        self.height = mark

    @property
    def size(self) -> os.terminal_size:
        """How many columns and lines the terminal has now."""
        try:
            return os.get_terminal_size(self.stdout.fileno())
        except (OSError, ValueError):
            return os.terminal_size((80, 24))

    def _draw(self, pages: Iterable[RenderableType]) -> str:
        console = make_console(self.stdout, self.make_context())
        with console.capture() as drawn:
            for page in pages:
                console.print(page)
        return drawn.get()

    def _write(self, codes: str) -> None:
        self.stdout.write(codes)
        self.stdout.flush()


_UP, _ERASE, _HOME = "\x1b[{lines}A\r", "\x1b[J", "\x1b[H"
