"""How a message of the outbox looks in Telegram: its text as HTML in parts, and its buttons as a keyboard.

A file comes as a document: as a photo, Telegram would shrink a picture until its words cannot be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import orjson

from bot.channels.channel_event import NO_SCREENING
from bot.channels.handling.button_pages import make_page
from bot.channels.telegram import phrases
from bot.channels.telegram.delivery.buttons import CUT, arrange_rows, split_pages
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.copy_buttons import list_copy_rows, may_be_handed_on
from bot.channels.telegram.delivery.text import measure_lines, split_lines, split_text
from bot.documents.file import DocumentFile, TextTable
from bot.documents.file_maker import MadeFile
from dialogs.conversation.blocks import Block, Paragraph, make_items
from dialogs.conversation.messages import Button, Message, find_question
from dialogs.conversation.plain_text import MessageLine, list_text_lines
from storage.model.stored import Outgoing

CHANNEL = "telegram"

ADDRESS = f"{CHANNEL}:"
"""How the chats of this channel begin in the outbox; the rest is Telegram's number."""

LASTING_MOST = 2_500
"""UTF-16 units of lasting lines above a question in the same piece, so that the question fits below them."""


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
        keyboard = _render_keyboard(outgoing, rows, self.signer)
        in_full = _list_in_full(message.buttons[: len(pages[0])], pages[0])
        *firsts, last = map(_render_lines, _split_pieces(message, in_full))
        is_protected = not (message.copyable and may_be_handed_on(message))
        return [*map(MessagePart, firsts), MessagePart(last, keyboard, is_protected=is_protected)]

    def render_edit(self, outgoing: Outgoing) -> MessagePart:
        """See `SendingChannel`: the last part of a text, where the keyboard was."""
        message = outgoing.message
        rows = arrange_rows(message.buttons) if message.buttons else []
        keyboard = _render_keyboard(outgoing, rows, self.signer)
        return MessagePart(_render_lines(_split_pieces(message)[-1]) if message.blocks else "", keyboard)

    @staticmethod
    def render_plain(outgoing: Outgoing) -> list[MessagePart]:
        """See `SendingChannel`."""
        pieces = _split_pieces(outgoing.message)
        return [MessagePart("\n".join(line.text for line in piece), is_plain=True) for piece in pieces]

    @staticmethod
    def render_file(made: MadeFile) -> list[MessagePart | DocumentFile]:
        """See `SendingChannel`."""
        if isinstance(made, TextTable):
            return [MessagePart(f"<pre>{escape(each, quote=False)}</pre>") for each in split_text(made.text)]
        return [MessagePart(escape(made, quote=False)) if isinstance(made, str) else made]


def _list_in_full(buttons: Sequence[Button], shown: Sequence[Button]) -> tuple[Block, ...]:
    """Returns the labels that do not stand whole on their buttons, each after what tells it from its like."""
    cut = [(full.label, short.label) for full, short in zip(buttons, shown, strict=True) if full.label != short.label]
    if not cut:
        return ()
    marks = [short.rpartition(f"{CUT} ")[2] if f"{CUT} " in short else "" for _, short in cut]
    labels = [f"{mark} {full}".lstrip() for (full, _), mark in zip(cut, marks, strict=True)]
    return (Paragraph(phrases.LABELS_IN_FULL), make_items(labels))


def _split_pieces(message: Message, below: tuple[Block, ...] = ()) -> list[Sequence[MessageLine]]:
    """Returns the lines of a message, with what stands `below` them, in pieces that Telegram takes.

    A question below much that lasts has a piece of its own: that one is edited when it is answered.
    """
    blocks = (*message.blocks, *below)
    lines = list_text_lines(blocks)
    if lines and lines[0].text and sum(len(line.text) + 1 for line in lines) <= LASTING_MOST // 2:
        return [lines]  # a character has at most two units: this is short enough without counting them
    at = find_question(blocks)
    is_apart = at is not None and measure_lines(list_text_lines(message.lasting)) > LASTING_MOST
    parts = (list_text_lines(blocks[:at]), list_text_lines(blocks[at:])) if is_apart else (lines,)
    return [piece for part in parts for piece in split_lines(part)]


def _render_lines(lines: Sequence[MessageLine]) -> str:
    texts = []
    for line in lines:
        text = escape(line.text, quote=False)
        texts.append(f"<b>{text}</b>" if line.is_strong and text else text)
    return "\n".join(texts)


def _render_keyboard(outgoing: Outgoing, arranged: list[list[Button]], signer: Signer) -> str | None:
    copied = list_copy_rows(outgoing.message) if outgoing.message.copyable else []
    if not arranged and not copied:
        return None
    chat, screening = int(outgoing.chat.removeprefix(ADDRESS)), outgoing.screening or outgoing.unstored or NO_SCREENING
    keys = [button.key for row in arranged for button in row]
    carried = iter(signer.sign_all(chat, screening, outgoing.message.number, keys))
    rows = [[{"text": each.label, "callback_data": next(carried)} for each in row] for row in arranged]
    return orjson.dumps({"inline_keyboard": [*rows, *copied]}).decode()
