"""What a page is written on: the width of the terminal, the letters that it has, and texts that hold no markup."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.channels.terminal.spelling import spelled

WIDEST = 100
"""Columns. Lines that are longer tire the eye."""

NARROWEST = 20


@dataclass(frozen=True)
class Paper:
    """What can be shown: `encoding` is the terminal's, `width` counts columns."""

    encoding: str = "utf-8"
    width: int = 80

    def plain(self, words: str) -> str:
        """Returns the words in the letters of this paper."""
        return spelled(words, self.encoding)

    def text(self, words: str, style: str = "") -> Text:
        """Returns the words as a text, with nothing in them taken for markup and quotations in italics."""
        text = Text(self.plain(words), style=style)
        text.highlight_regex(_QUOTED, "italic")
        return text

    def hanging(self, lead: str, words: str, style: str = "") -> Table:
        """Returns the words with `lead` before them, the further lines standing under the first."""
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_row(self.text(lead, style), self.text(words, style))
        return grid

    def listed(self, title: str, lines: Iterable[str], bullet: str, style: str = "bold") -> Group:
        """Returns a title with a list beneath it."""
        rows: list[RenderableType] = [self.text(title, style), *(self.hanging(bullet, line) for line in lines)]
        return Group(*rows)


def paper_of(stdout: TextIO) -> Paper:
    """Returns what `stdout` is written on now: its window may have changed since the last page."""
    try:
        columns = os.get_terminal_size(stdout.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return Paper(stdout.encoding or "utf-8", max(NARROWEST, min(columns or 80, WIDEST)))


def console_on(stdout: TextIO, paper: Paper) -> Console:
    """Returns a console that writes to `stdout` as wide as the paper is, and guesses at nothing in what it is given."""
    return Console(file=stdout, width=paper.width, markup=False, emoji=False, highlight=False)


_QUOTED = '[“"][^”"]+[”"]'
