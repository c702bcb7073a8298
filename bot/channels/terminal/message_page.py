"""A message as a page: each block drawn in its own way, without the buttons."""

from collections.abc import Iterator
from dataclasses import replace

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from bot.channels.terminal import wording
from bot.channels.terminal.cards import (
    draw_card,
    draw_caution,
    draw_note_line,
    draw_recorded,
    draw_result_title,
    draw_verdict,
)
from bot.channels.terminal.criteria_table import draw_details_line, make_criteria_table
from bot.channels.terminal.folding import word_folded
from bot.channels.terminal.render_context import INDENT, RenderContext
from dialogs.conversation.blocks import (
    Block,
    Caution,
    Dropped,
    Headline,
    Items,
    NoteLine,
    Paragraph,
    Progress,
    Question,
    Recorded,
    ResultTitle,
    Section,
    Table,
)
from dialogs.conversation.messages import Message
from dialogs.conversation.plain_text import render_plain


def make_message_page(message: Message, context: RenderContext) -> Group:
    """Returns a message without its buttons."""
    return draw_blocks(message.blocks, context)


def draw_blocks(blocks: tuple[Block, ...], context: RenderContext) -> Group:
    """Returns blocks one beneath the other."""
    return Group(*_draw_all(blocks, context))


def make_summary(messages: tuple[Message, ...], context: RenderContext) -> Group | None:
    """Returns the verdicts in short, for the end of a page that is longer than the screen; None where there is none."""
    verdicts = [verdict for each in messages for verdict in find_verdicts(each)]
    if not verdicts:
        return None
    return Group(context.styled(wording.IN_SHORT, "bold"), *(draw_verdict(each, context) for each in verdicts))


def find_verdicts(message: Message) -> list[Headline]:
    """Returns the verdicts that a message tells."""
    return [block for block in message.blocks if isinstance(block, Headline)]


def _draw_all(blocks: tuple[Block, ...], context: RenderContext) -> Iterator[RenderableType]:
    before: Block | None = None
    for block in blocks:
        if before is not None and not context.is_tight and _stand_apart(before, block):
            yield Text()
        if isinstance(before, Progress) and isinstance(block, Question):
            yield context.styled(render_plain([before, Question("", block.name)]), "dim")
            block = replace(block, name="")  # noqa: PLW2901 - its name stands beside the progress
        yield from _draw(block, context)
        before = block


def _stand_apart(before: Block, block: Block) -> bool:
    is_first_after_recorded = isinstance(before, _RECORDING) and not isinstance(block, _RECORDING)
    return is_first_after_recorded or isinstance(before, Section) or isinstance(block, Section | Progress)


def _draw(block: Block, context: RenderContext) -> Iterator[RenderableType]:
    match block:
        case ResultTitle():
            yield draw_result_title(block, context)
        case Headline():
            yield from draw_card(block, context)
        case Caution():
            yield draw_caution(block, context)
        case Recorded():
            yield draw_recorded(block, context)
        case NoteLine():
            yield draw_note_line(block, context)
        case Progress():
            return  # drawn with the name of its question
        case Section():
            yield from _draw_section(block, context)
        case Table(rows):
            yield make_criteria_table(rows, context)
        case _:
            yield from _draw_words(block, context)


def _draw_words(block: Block, context: RenderContext) -> Iterator[RenderableType]:
    match block:
        case Question(text, name, help_):
            yield from (context.styled(line, style) for line, style in ((name, "dim"), (text, "bold")) if line)
            yield from (context.styled(line) for line in help_.splitlines())
        case Items(entries):
            yield from (context.indent(wording.BULLET, render_plain([entry])) for entry in entries)
        case Paragraph(text=text):
            yield from (_draw_line(line, context) for line in text.split("\n"))
        case _:
            yield context.styled(render_plain([block]), "dim" if isinstance(block, Dropped) else "")


def _draw_section(section: Section, context: RenderContext) -> Iterator[RenderableType]:
    if section.folded:
        yield draw_details_line(context, word_folded(section))
    elif section.title:
        yield context.styled(section.title, "bold")
    if not section.folded:
        yield from _draw_all(section.blocks, context)
    elif context.is_open:
        yield Padding(draw_blocks(section.blocks, context), (0, 0, 0, INDENT))


def _draw_line(line: str, context: RenderContext) -> RenderableType:
    return context.indent(" ", line.strip()) if line.startswith("  ") else context.styled(line)


_RECORDING = (Recorded, Dropped)
