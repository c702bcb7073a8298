"""How a message of the outbox looks in Telegram: its text as HTML in parts, and its buttons as a keyboard.

A file comes as a document: as a photo, Telegram would shrink a picture until its words cannot be read.
"""

from dataclasses import dataclass, field
from html import escape

import orjson

from bot.channels.channel_event import NO_SCREENING
from bot.channels.drawing.shown_lines import ShownLine
from bot.channels.handling.button_pages import make_page
from bot.channels.telegram import phrases
from bot.channels.telegram.delivery.buttons import CUT, arrange_rows, list_unseen, split_pages
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.copy_buttons import list_copy_rows, may_be_handed_on
from bot.channels.telegram.delivery.fold_writing import is_surely_short, write_html
from bot.channels.telegram.delivery.pieces import fits, split_drawn
from bot.channels.telegram.delivery.text import split_text
from bot.channels.telegram.delivery.tree_drawing import draw_blocks
from bot.documents.file import DocumentFile, TextTable
from bot.documents.file_maker import MadeFile
from dialogs.conversation.blocks import Block, Paragraph, make_items
from dialogs.conversation.messages import Button, Message, find_question
from storage.model.stored import Outgoing

CHANNEL = "telegram"

ADDRESS = f"{CHANNEL}:"
"""How the chats of this channel begin in the outbox; the rest is Telegram's number."""

LASTING_MOST, LASTING_ENTITIES = 2_500, 60
"""UTF-16 units and entities of what lasts above a question in the same piece, so that the question fits below it."""


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message as Telegram takes it: HTML, or a plain text, and the keyboard under it as JSON.

    One that is protected cannot be forwarded or saved.
    """

    html: str = field(repr=False)
    keyboard: str | None = field(default=None, repr=False)
    is_plain: bool = False
    is_protected: bool = True


class TelegramRendering:
    """What messages look like in a bot's private chats. See `SendingChannel`."""

    signer: Signer

    split_buttons = staticmethod(split_pages)

    def render(self, outgoing: Outgoing) -> list[MessagePart]:
        """See `SendingChannel`. The keyboard stands under the last part; labels that it cuts stand above it in full."""
        message, pages = outgoing.message, split_pages(outgoing.message.buttons)
        rows = arrange_rows(pages[0] if len(pages) == 1 else make_page(pages, 0))
        unseen = list_unseen(message.buttons[: len(pages[0])], pages[0])
        keyboard = _render_keyboard(outgoing, rows, self.signer)
        in_full = _list_in_full(unseen) if unseen else ()
        *firsts, last = map(write_html, _split_pieces(message, in_full))
        is_protected = not (message.copyable and may_be_handed_on(message))
        return [*map(MessagePart, firsts), MessagePart(last, keyboard, is_protected=is_protected)]

    def render_edit(self, outgoing: Outgoing) -> MessagePart:
        """See `SendingChannel`: the last part of a text, where the keyboard was."""
        message = outgoing.message
        rows = arrange_rows(message.buttons) if message.buttons else []
        is_bare = not rows and not message.copyable
        keyboard = None if is_bare else _render_keyboard(outgoing, rows, self.signer)
        return MessagePart(write_html(_split_pieces(message)[-1]) if message.blocks else "", keyboard)

    @staticmethod
    def render_plain(outgoing: Outgoing) -> list[MessagePart]:
        """See `SendingChannel`."""
        return [MessagePart(piece, is_plain=True) for piece in split_text(outgoing.message.text)]

    @staticmethod
    def render_file(outgoing: Outgoing, made: MadeFile) -> list[MessagePart | DocumentFile]:
        """See `SendingChannel`."""
        del outgoing
        if isinstance(made, TextTable):
            return [MessagePart(f"<pre>{escape(each, quote=False)}</pre>") for each in split_text(made.text)]
        return [MessagePart(escape(made, quote=False)) if isinstance(made, str) else made]


def _list_in_full(cut: list[tuple[str, str]]) -> tuple[Block, ...]:
    """Returns the labels that no phone shows whole on their buttons, each after what tells it from its like."""
    marks = [short.rpartition(f"{CUT} ")[2] if f"{CUT} " in short else "" for _, short in cut]
    labels = [f"{mark} {full}".lstrip() for (full, _), mark in zip(cut, marks, strict=True)]
    return (Paragraph(phrases.LABELS_IN_FULL), make_items(labels))


def _split_pieces(message: Message, below: tuple[Block, ...] = ()) -> list[list[ShownLine]]:
    """Returns the lines of a message, with what stands `below` them, in pieces that Telegram takes.

    A question below much that lasts has a piece of its own: that one is edited when it is answered.
    """
    blocks = (*message.blocks, *below)
    lines = draw_blocks(blocks)
    if (
        is_surely_short(lines, LASTING_MOST, LASTING_ENTITIES)
        and lines
        and lines[0].spans
        and lines[0].spans[0].text.strip()
    ):
        return [lines]
    at = find_question(blocks)
    is_apart = bool(at and message.lasting) and not fits(draw_blocks(message.lasting), LASTING_MOST, LASTING_ENTITIES)
    parts = (blocks[:at], blocks[at:]) if is_apart else (blocks,)
    pieces = [piece for part in parts for piece in split_drawn(draw_blocks(part))]
    return [piece for piece in pieces if any(line.text.strip() for line in piece)] or pieces[-1:]


def _render_keyboard(outgoing: Outgoing, arranged: list[list[Button]], signer: Signer) -> str | None:
    copied = list_copy_rows(outgoing.message) if outgoing.message.copyable else []
    if not arranged and not copied:
        return None
    chat, screening = int(outgoing.chat.removeprefix(ADDRESS)), outgoing.screening or outgoing.unstored or NO_SCREENING
    keys = [button.key for row in arranged for button in row]
    carried = iter(signer.sign_all(chat, screening, outgoing.message.number, keys))
    rows = [[{"text": each.label, "callback_data": next(carried)} for each in row] for row in arranged]
    return orjson.dumps({"inline_keyboard": [*rows, *copied]}).decode()
