"""The render context of a page: the width of the terminal, its letters, and texts that hold no markup."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TextIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.channels.terminal.spelling import spell

WIDEST = 100
"""Columns. Longer lines are hard to read."""

NARROWEST = 20

INDENT = 2
"""Columns before what was opened."""


@dataclass(frozen=True)
class RenderContext:
    """What can be shown: `encoding` is the terminal's, `width` counts columns.

    With `is_open` what is folded shows, and with `is_tight` no blank lines stand within a message.
    """

    encoding: str = "utf-8"
    width: int = 80
    is_open: bool = False
    is_tight: bool = False

    def spell(self, words: str) -> str:
        """Returns the words in the letters of this terminal."""
        return spell(words, self.encoding)

    def styled(self, words: str, style: str = "") -> Text:
        """Returns the words as a text, with nothing in them taken for markup and quotations in italics."""
        text = Text(self.spell(words), style=style)
        text.highlight_regex(_QUOTED, "italic")
        return text

    def indent(self, lead: str, words: str, style: str = "") -> Table:
        """Returns the words with `lead` before them, the further lines standing under the first."""
        return self.hang(self.styled(lead, style), self.styled(words, style))

    def hang(self, lead: Text, words: Text) -> Table:
        """Returns the same of texts that have their styles."""
        grid = Table.grid(padding=(0, 1, 0, 0))
        grid.add_column(no_wrap=True)
        grid.add_column(overflow="fold")
        grid.add_row(lead, words)
        return grid

    def format_list(self, title: str, lines: Iterable[str], bullet: str, style: str = "bold") -> Group:
        """Returns a title with a list beneath it."""
        rows: list[RenderableType] = [self.styled(title, style), *(self.indent(bullet, line) for line in lines)]
        return Group(*rows)


def make_render_context(stdout: TextIO) -> RenderContext:
    """Returns the context of `stdout` now: its window may have changed since the last page."""
    try:
        columns = os.get_terminal_size(stdout.fileno()).columns
    except (OSError, ValueError):
        columns = 0
    return RenderContext(stdout.encoding or "utf-8", max(NARROWEST, min(columns or 80, WIDEST)))


def make_console(stdout: TextIO, context: RenderContext) -> Console:
    """Returns a console that writes to `stdout` as wide as the context is, and adds no style of its own."""
    return Console(file=stdout, width=context.width, markup=False, emoji=False, highlight=False)


_QUOTED = '[“"][^”"]+[”"]'
