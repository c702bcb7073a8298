"""How a message of the outbox looks in Telegram: its text as HTML in parts, and its buttons as a keyboard.

A file comes as a document: as a photo, Telegram would shrink a picture until its words cannot be read.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape

import orjson

from bot.channels.channel_event import NO_SCREENING
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.copy_buttons import list_copy_rows, may_be_handed_on
from bot.channels.telegram.delivery.text import measure_lines, split_lines, split_text
from bot.documents.file import DocumentFile, TextTable
from bot.documents.file_maker import MadeFile
from dialogs.conversation.messages import Button, Message, find_question
from dialogs.conversation.plain_text import MessageLine, list_text_lines
from storage.model.stored import Outgoing

CHANNEL = "telegram"

ADDRESS = f"{CHANNEL}:"
"""How the chats of this channel begin in the outbox; the rest is Telegram's number."""

LASTING_MOST = 2_500
"""UTF-16 units of lasting lines above a question in the same piece, so that the question fits below them."""

LONGEST_LABEL = 60
"""Characters of a button's label; longer ones are cut, since a phone shows fewer."""

SHORT_LABEL = 16
"""Characters of a label beside which another one fits on a phone."""


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message as Telegram takes it: HTML, and the keyboard under it as JSON.

    One that is protected cannot be forwarded or saved.
    """

    html: str = field(repr=False)
    keyboard: str | None = field(default=None, repr=False)
    is_protected: bool = True


class TelegramRendering:
    """What messages look like in a bot's private chats. See `SendingChannel`."""

    signer: Signer

    def render(self, outgoing: Outgoing) -> list[MessagePart]:
        """See `SendingChannel`. The keyboard stands under the last part."""
        keyboard = _render_keyboard(outgoing, self.signer)
        *firsts, last = _render_pieces(outgoing.message)
        is_protected = not (outgoing.message.copyable and may_be_handed_on(outgoing.message))
        return [*map(MessagePart, firsts), MessagePart(last, keyboard, is_protected)]

    @staticmethod
    def render_edit(outgoing: Outgoing) -> MessagePart:
        """See `SendingChannel`: the last part of a text, where the keyboard was."""
        return MessagePart(_render_pieces(outgoing.message)[-1] if outgoing.message.blocks else "")

    @staticmethod
    def render_file(made: MadeFile) -> list[MessagePart | DocumentFile]:
        """See `SendingChannel`."""
        if isinstance(made, TextTable):
            return [MessagePart(f"<pre>{escape(each, quote=False)}</pre>") for each in split_text(made.text)]
        return [MessagePart(escape(made, quote=False)) if isinstance(made, str) else made]


def arrange_rows(buttons: tuple[Button, ...]) -> list[list[Button]]:
    """Returns buttons in rows: one a row, but two neighbours that are short share one."""
    found: list[list[Button]] = []
    for button in buttons:
        last = found[-1] if found else []
        if len(last) == 1 and max(len(last[0].label), len(button.label)) <= SHORT_LABEL:
            last.append(button)
        else:
            found.append([button])
    return found


def cut_label(text: str) -> str:
    """Returns a button's label, cut with an ellipsis where it is too long."""
    return text if len(text) <= LONGEST_LABEL else text[: LONGEST_LABEL - 1].rstrip() + "…"


def _render_pieces(message: Message) -> list[str]:
    """Returns the text of a message as HTML, in pieces that Telegram takes.

    A question below much that lasts has a piece of its own: that one is edited when it is answered.
    """
    blocks = message.blocks
    lines = list_text_lines(blocks)
    if lines and lines[0].text and sum(len(line.text) + 1 for line in lines) <= LASTING_MOST // 2:
        return [_render_lines(lines)]  # a character has at most two units: this is short enough without counting them
    at = find_question(blocks)
    is_apart = at is not None and measure_lines(list_text_lines(message.lasting)) > LASTING_MOST
    parts = (list_text_lines(blocks[:at]), list_text_lines(blocks[at:])) if is_apart else (lines,)
    return [_render_lines(piece) for part in parts for piece in split_lines(part)]


def _render_lines(lines: Sequence[MessageLine]) -> str:
    texts = []
    for line in lines:
        text = escape(line.text, quote=False)
        texts.append(f"<b>{text}</b>" if line.is_strong and text else text)
    return "\n".join(texts)


def _render_keyboard(outgoing: Outgoing, signer: Signer) -> str | None:
    buttons, copied = outgoing.message.buttons, outgoing.message.copyable and list_copy_rows(outgoing.message)
    if not buttons and not copied:
        return None
    chat, screening = int(outgoing.chat.removeprefix(ADDRESS)), outgoing.screening or outgoing.unstored or NO_SCREENING
    arranged = arrange_rows(buttons)
    carried = iter(signer.sign_all(chat, screening, outgoing.message.number, [button.key for button in buttons]))
    rows = [[{"text": cut_label(button.label), "callback_data": next(carried)} for button in row] for row in arranged]
    return orjson.dumps({"inline_keyboard": [*rows, *copied]}).decode()
