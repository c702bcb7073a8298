"""Long messages in pieces that a homeserver takes: split between blocks, else within one, else between words."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.channels.drawing.leaf_drawing import draw_leaf
from bot.channels.matrix import phrases
from bot.channels.matrix.delivery.command_signs import show_commands
from bot.channels.matrix.delivery.html_drawing import write_blocks
from dialogs.conversation.blocks import (
    Block,
    Items,
    Paragraph,
    Progress,
    Quotation,
    Recorded,
    ResultTitle,
    Section,
    Table,
)
from dialogs.conversation.plain_text import render_plain

MOST_BYTES = 20_000
"""Of a piece, both ways in which it is written, as JSON.

An event has at most 65,536 bytes (spec.matrix.org, size limits). An edit holds all of it twice, and encryption makes
four bytes of three.
"""

BYTES_WRITTEN = 24
"""At most so many bytes are written of a character: twice, and as two halves of six bytes."""

MatrixPiece = tuple[Block, ...]


def write_body(blocks: Iterable[Block]) -> str:
    """Returns blocks as plain text, for apps without HTML. A result bears its code there, too."""
    return show_commands(render_plain(map(_name_result, blocks)))


def measure(blocks: Iterable[Block]) -> int:
    """Returns the bytes of blocks, both ways in which they are written, as JSON that is ASCII."""
    blocks = tuple(blocks)
    return len(json.dumps([write_body(blocks), write_blocks(blocks)]))


def split_blocks(blocks: Iterable[Block], most: int = MOST_BYTES) -> list[MatrixPiece]:
    """Returns blocks in pieces of at most `most` bytes; one piece where they fit together."""
    left = list(blocks)
    if measure(left) <= most:
        return [tuple(left)]
    pieces: list[MatrixPiece] = []
    piece: MatrixPiece = ()
    while left:
        block = left.pop(0)
        if measure((*piece, block)) <= most:
            piece = (*piece, block)
            continue
        cut = next((at for at in range(len(piece), 0, -1) if not isinstance(piece[at - 1], _LEADING)), 0)
        if cut or measure(piece) > most // 2:
            pieces.append(piece[: cut or len(piece)])
            piece = piece[cut or len(piece) :]
            left.insert(0, block)
        else:
            left = [*_break(block, most - measure(piece)), *left]
    return [*pieces, piece]


def _break(block: Block, most: int) -> Iterator[Block]:
    """Yields a block that is longer than `most` bytes in several that are not."""
    for each in _take_apart(block, most - _SPARE):
        if measure((each,)) <= most:
            yield each
        else:
            yield from map(Paragraph, split_text(write_body((each,)), max(most - _SPARE, _LEAST) // BYTES_WRITTEN))


def _take_apart(block: Block, most: int) -> Iterator[Block]:
    match block:
        case Section(title, inner):
            room = most - measure((replace(block, title=phrases.CONTINUED.format(title=title), blocks=()),))
            for at, piece in enumerate(split_blocks(inner, room) if room > _LEAST else ()):
                named = phrases.CONTINUED.format(title=title) if at and title else title
                yield replace(block, title=named, blocks=piece)
            if room <= _LEAST:
                yield block
        case Items(entries) if len(entries) > 1:
            yield from (Items((each,)) for each in entries)
        case Table(rows) if len(rows) > 1:
            yield from (Table((each,)) for each in rows)
        case Quotation(text, lead):
            yield from (Quotation(each, lead) for each in split_text(text, max(most, _LEAST) // BYTES_WRITTEN))
        case _:
            yield block


def split_text(text: str, most: int) -> Iterator[str]:
    """Yields a text in parts of at most `most` characters: between lines, else words, else anywhere."""
    rest = text.strip("\n") or " "
    while len(rest) > most:
        cut = max(rest.rfind("\n", 1, most), 0) or max(rest.rfind(" ", 1, most), 0) or most
        if head := rest[:cut].rstrip():
            yield head
        rest = rest[cut:].lstrip("\n ")
    if rest:
        yield rest


def _name_result(block: Block) -> Block:
    if isinstance(block, Section):
        return replace(block, blocks=tuple(map(_name_result, block.blocks)))
    titled = "".join(line.text for line in draw_leaf(block)) if isinstance(block, ResultTitle) else ""
    return Paragraph(titled) if titled else block


_LEADING = (ResultTitle, Recorded, Progress)
"""Blocks that do not end a piece: what comes next goes with them."""

_SPARE, _LEAST = 200, 2_000
"""Bytes for what stands around a part; and the fewest bytes that are worth a part."""
