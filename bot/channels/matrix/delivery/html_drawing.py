"""Blocks as HTML for Matrix, of the tags that its specification lets through; what folds opens at a tap.

See spec.matrix.org, m.room.message, `formatted_body`. An app that does not know a tag shows what stands in it.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from bot.channels.drawing.leaf_drawing import draw_leaf, draw_row, draw_text
from bot.channels.drawing.shown_lines import Letters, ShownLine, TextSpan
from bot.channels.matrix.delivery.command_signs import show_commands
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

BREAK = "<br>"


def write_blocks(blocks: Iterable[Block]) -> str:
    """Returns blocks as HTML: lines that belong together in a paragraph, lists, quotations, and what folds."""
    return "".join(_write_all(blocks))


def write_preformatted(text: str) -> str:
    """Returns a text whose columns stand under each other."""
    return f"<pre><code>{escape(text, quote=False)}</code></pre>"


def _write_all(blocks: Iterable[Block]) -> Iterator[str]:
    lines: list[ShownLine] = []
    before: Block | None = None
    blocks = tuple(blocks)
    is_dense = any(isinstance(block, Headline) for block in blocks)
    for block in blocks:
        is_holding = isinstance(block, _HOLDING)
        if lines and (is_holding or (not is_dense and _is_apart(before, block))):
            yield _write_paragraph(lines)
            lines = []
        if is_holding:
            yield from _write_holding(block)
        else:
            lines += draw_leaf(block)
        before = block
    if lines:
        yield _write_paragraph(lines)


def _is_apart(before: Block | None, block: Block) -> bool:
    """Says whether a paragraph begins: above what asks, and between a question and its choices."""
    if isinstance(before, Question):
        return isinstance(block, Paragraph)
    return isinstance(block, _ASKING) and not isinstance(before, (*_ASKING, *_LEADING))


def _write_holding(block: Block) -> Iterator[str]:
    match block:
        case Section(title, inner, folded):
            heading = _write_lines(draw_text(title, Letters.STRONG))
            content = write_blocks(inner)
            if folded:
                yield _fold(heading, content)
            else:
                yield (f"<p>{heading}</p>" if heading else "") + content
        case Items(entries):
            yield f"<ul>{''.join(f'<li>{_write_entry(each)}</li>' for each in entries)}</ul>"
        case Quotation(text, lead):
            quote = _write_lines(draw_text(small_words.QUOTED.format(quote=text)))
            above = _write_lines(draw_text(lead))
            yield (f"<p>{above}</p>" if above else "") + f"<blockquote>{quote}</blockquote>"
        case Table(rows):
            for row in rows:
                first, *further = draw_row(row)
                yield _fold(_write_lines([first]), f"<p>{_write_lines(further)}</p>")


def _write_entry(entry: Block) -> str:
    """Returns an entry of a list; its only paragraph needs no tag."""
    return "".join(_write_holding(entry)) if isinstance(entry, _HOLDING) else _write_lines(draw_leaf(entry))


def _fold(heading: str, content: str) -> str:
    return f"<details><summary>{heading}</summary>{content}</details>"


def _write_paragraph(lines: Sequence[ShownLine]) -> str:
    return f"<p>{_write_lines(lines)}</p>"


def _write_lines(lines: Iterable[ShownLine]) -> str:
    return BREAK.join("".join(map(_write_span, line.spans)) for line in lines)


def _write_span(span: TextSpan) -> str:
    text, tag = escape(show_commands(span.text), quote=False), span.letters.value
    return f"<{tag}>{text}</{tag}>" if tag and text else text


_LEADING = (ResultTitle, Recorded, Progress)
_ASKING = (Progress, Question, Answered)
_HOLDING = (Section, Items, Table, Quotation)
