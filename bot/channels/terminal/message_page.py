"""A message as a page: what was recorded, a dim progress line with a bar, and the question in bold."""

import re
from math import ceil

from rich.console import Group, RenderableType
from rich.text import Text

from bot.channels.terminal import wording
from bot.channels.terminal.render_context import RenderContext
from dialogs import phrases
from dialogs.conversation.screening import Message

BAR = 10
"""Cells of the bar."""


def make_message_page(message: Message, context: RenderContext) -> Group:
    """Returns a message without its buttons."""
    lines = message.text.split("\n")
    bold = _find_question(lines) if message.buttons else None
    parts: list[RenderableType] = []
    for index, line in enumerate(lines):
        if progress := _PROGRESS.match(line):
            gap = [Text()] if index and lines[index - 1] else []
            parts += [*gap, _make_progress(progress, context)]
        else:
            parts.append(_make_line(line, context, "bold" if index == bold else ""))
    return Group(*parts)


def _make_line(line: str, context: RenderContext, style: str) -> RenderableType:
    if line.startswith("- "):
        return context.indent(wording.BULLET, line.removeprefix("- "), style)
    return context.indent(" ", line.strip(), style) if line.startswith("  ") else context.styled(line, style)


def _find_question(lines: list[str]) -> int:
    """Returns which line asks: the one after the progress, or the title of a list, else the last."""
    for index, line in enumerate(lines):
        if _PROGRESS.match(line):
            return min(index + 1, len(lines) - 1)
        if line in _TITLES:
            return index
    return len(lines) - 1


def _make_progress(progress: re.Match[str], context: RenderContext) -> RenderableType:
    """Returns the progress line with a bar of what is answered already; the last cell is for the open question."""
    answered = int(progress["position"]) - 1
    full = min(ceil(BAR * answered / max(int(progress["most"]), 1)), BAR - 1)
    return context.indent(wording.FULL * full + wording.EMPTY * (BAR - full), progress.string, "dim")


_PROGRESS = re.compile(
    re.escape(phrases.PROGRESS).replace(r"\{position\}", r"(?P<position>\d+)").replace(r"\{most\}", r"(?P<most>\d+)")
)

_TITLES = (phrases.REVIEW_TITLE,)
