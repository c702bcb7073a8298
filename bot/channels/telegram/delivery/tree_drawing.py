"""A message drawn for a phone: signs and letters for what each block is, and quotations folded away.

Signs stand beside words, never alone. What no rule here is for is drawn as plain text has it.
"""

from collections.abc import Iterable, Iterator

from bot.channels.drawing.leaf_drawing import draw_leaf, draw_row, draw_text
from bot.channels.drawing.shown_lines import Letters, ShownLine, TextSpan, fold_lines
from dialogs.conversation.blocks import (
    Answered,
    Block,
    Headline,
    Items,
    Paragraph,
    Progress,
    Question,
    Quotation,
    Recorded,
    ResultTitle,
    Section,
    Table,
)
from dialogs.definition import small_words


def draw_blocks(blocks: Iterable[Block]) -> list[ShownLine]:
    """Returns blocks line by line: a blank line around a section, and above what asks below other text.

    A folded section stands apart by its looks. Around a verdict nothing does, so that all of it fits on a phone.
    """
    lines: list[ShownLine] = []
    before: Block | None = None
    blocks = tuple(blocks)
    is_dense = any(isinstance(block, Headline) for block in blocks)
    drawn = [list(_draw_block(block)) if isinstance(block, _HOLDING) else draw_leaf(block) for block in blocks]
    for block, own in zip(blocks, drawn, strict=True):
        if not own:
            continue
        is_led = isinstance(before, _LEADING) and not isinstance(block, Section)
        if before is not None and not is_dense and not is_led and _is_apart(before, block):
            lines.append(ShownLine())
        lines += [own[0]._replace(begins=not isinstance(before, _LEADING)), *own[1:]]
        before = block
    return lines


def _is_apart(before: Block, block: Block) -> bool:
    """Says whether a blank line stands between two blocks."""
    sections = [each for each in (before, block) if isinstance(each, Section)]
    if sections:
        return not any(each.folded for each in sections)
    return isinstance(block, _ASKING) and not isinstance(before, (*_ASKING, *_LEADING))


def _draw_block(block: Block) -> Iterator[ShownLine]:
    match block:
        case Section():
            yield from _draw_section(block)
        case Items(entries):
            yield from (line for entry in entries for line in _draw_entry(entry))
        case Table(rows):
            yield from (line for row in rows for line in draw_row(row))
        case Quotation(text, lead):
            yield from draw_text(lead)
            yield from fold_lines(draw_text(small_words.QUOTED.format(quote=text)))
        case _:
            yield from draw_leaf(block)


def _draw_section(section: Section) -> Iterator[ShownLine]:
    """Yields a section: its title, and its blocks. Within a folded one nothing is folded again."""
    title, blocks = draw_text(section.title, Letters.STRONG), draw_blocks(section.blocks)
    if section.folded:
        yield from fold_lines([*title, *blocks])
        return
    match section.blocks:
        case (Items((Paragraph(text),)), *others) if title and text:
            first, *further = draw_text(text)
            *title, last = title
            yield from (*title, last._replace(spans=(*last.spans, TextSpan(" "), *first.spans)), *further)
            yield from draw_blocks(others)
        case _:
            yield from title
            yield from ([blocks[0]._replace(begins=False), *blocks[1:]] if title and blocks else blocks)


def _draw_entry(entry: Block) -> Iterator[ShownLine]:
    """Yields an entry of a list."""
    first, *others = list(_draw_block(entry)) or [ShownLine()]
    lead = TextSpan(small_words.ITEM.partition("{")[0])
    yield first._replace(spans=(lead, *first.spans), begins=True)
    yield from others


_LEADING = (ResultTitle, Recorded, Progress)
"""Blocks that do not end a piece: what comes next goes with them."""

_ASKING = (Progress, Question, Answered)

_HOLDING = (Section, Items, Table, Quotation)
