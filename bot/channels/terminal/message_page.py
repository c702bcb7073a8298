"""A message as a page: each block drawn in its own way, without the buttons."""

from collections.abc import Iterator
from dataclasses import replace
from math import ceil

from rich.box import ROUNDED
from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.text import Text

from bot import phrases
from bot.channels.terminal import wording
from bot.channels.terminal.criteria_table import make_criteria_table
from bot.channels.terminal.render_context import RenderContext
from dialogs.conversation.blocks import Block, Headline, Items, Paragraph, Progress, Question, Section, Table, Title
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.plain_text import render_plain
from dialogs.definition import small_words
from dialogs.rules.determinations import Standing

BAR = 10
"""Cells of the bar."""


def make_message_page(message: Message, context: RenderContext) -> Group:
    """Returns a message without its buttons."""
    return Group(*_draw_all(message.blocks, context))


def make_summary(messages: tuple[Message, ...], context: RenderContext) -> Group | None:
    """Returns the verdicts of a result in short, for the end of a long page; None where there is no result."""
    verdicts = [block for each in messages if _is_result(each) for block in each.blocks if isinstance(block, Headline)]
    if not verdicts:
        return None
    lines = [
        context.styled(f"{small_words.TITLED.format(title=each.name)} ").append_text(_draw_badge(each, context))
        for each in verdicts
    ]
    return Group(context.styled(wording.IN_SHORT, "bold"), *lines)


def make_badge(headline: Headline) -> str:
    """Returns a verdict in a sign and a word or two, such as '✘ not eligible'."""
    return f"{_SIGNS[headline.standing]} {headline.outcome}"


def _is_result(message: Message) -> bool:
    return message.kind is MessageKind.RESULT


def _draw_all(blocks: tuple[Block, ...], context: RenderContext) -> Iterator[RenderableType]:
    before: Block | None = None
    for block in blocks:
        if before is not None and (isinstance(before, Section) or isinstance(block, Section | Progress)):
            yield Text()
        if isinstance(before, Progress) and isinstance(block, Question):
            yield _draw_progress(before, block.name, context)
            block = replace(block, name="")  # noqa: PLW2901 - its name stands beside the progress
        yield from _draw(block, context)
        before = block


def _draw(block: Block, context: RenderContext) -> Iterator[RenderableType]:
    match block:
        case Headline():
            yield _draw_panel(block, context)
        case Progress():
            return  # drawn with the name of its question
        case Title(text):
            yield Rule(context.styled(text, "bold"), style="dim")
        case Question(text, name, help_):
            yield from (context.styled(line, style) for line, style in ((name, "dim"), (text, "bold")) if line)
            yield from (context.styled(line) for line in help_.splitlines())
        case Items(entries):
            yield from (context.indent(wording.BULLET, render_plain([entry])) for entry in entries)
        case Section(title, inner):
            yield from [context.styled(title, "bold")] if title else []
            yield from _draw_all(inner, context)
        case Table(rows):
            yield make_criteria_table(rows, context)
        case Paragraph(text=text):
            yield from (_draw_line(line, context) for line in text.split("\n"))
        case _:
            yield context.styled(render_plain([block]))


def _draw_line(line: str, context: RenderContext) -> RenderableType:
    return context.indent(" ", line.strip()) if line.startswith("  ") else context.styled(line)


def _draw_progress(progress: Progress, name: str, context: RenderContext) -> RenderableType:
    """Returns the progress with a bar of what is answered already; the last cell is for the open question."""
    full = min(ceil(BAR * (progress.place - 1) / max(progress.most, 1)), BAR - 1)
    return context.indent(
        wording.FULL * full + wording.EMPTY * (BAR - full), render_plain([progress, Question("", name)]), "dim"
    )


def _draw_panel(headline: Headline, context: RenderContext) -> Panel:
    details = (context.indent(" ", each) for each in headline.details)
    inside = Group(_draw_badge(headline, context), context.styled(headline.text), *details)
    title = context.styled(headline.name, "bold")
    return Panel(inside, title=title, title_align="left", border_style=_COLOURS[headline.standing], box=ROUNDED)


def _draw_badge(headline: Headline, context: RenderContext) -> Text:
    return context.styled(make_badge(headline), f"bold {_COLOURS[headline.standing]}")


_SIGNS = {
    Standing.PASSES: phrases.YES_SIGN,
    Standing.FAILS: phrases.NO_SIGN,
    Standing.OPEN: phrases.OPEN_SIGN,
    Standing.OFF: phrases.OFF_SIGN,
}

_COLOURS = {Standing.PASSES: "green", Standing.FAILS: "red", Standing.OPEN: "yellow", Standing.OFF: "cyan"}
