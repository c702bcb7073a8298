"""How a message of the outbox looks in Telegram: its text as HTML in parts, and its buttons as a keyboard.

A file comes as a document: as a photo, Telegram would shrink a picture until its words cannot be read.
"""

from dataclasses import dataclass, field

from bot.channels.channel_event import NO_SCREENING
from bot.channels.telegram.api.calls import encode_json
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.text import cut_label, escape_html, measure_lines, split_lines, split_text
from bot.documents.file import DocumentFile, TextTable
from bot.documents.file_maker import MadeFile
from dialogs.conversation.messages import Button, find_question
from dialogs.conversation.plain_text import MessageLine, list_text_lines
from storage.model.stored import Outgoing

CHANNEL = "telegram"

ADDRESS = f"{CHANNEL}:"
"""How the chats of this channel begin in the outbox; the rest is Telegram's number."""

LASTING_MOST = 2_500
"""UTF-16 units of lasting lines above a question in the same piece, so that the question fits below them."""

SHORT_LABEL = 16
"""Characters of a label beside which another one fits on a phone."""


@dataclass(frozen=True, slots=True)
class MessagePart:
    """One message as Telegram takes it: HTML, and the keyboard under it as JSON."""

    html: str = field(repr=False)
    keyboard: str | None = field(default=None, repr=False)


def read_chat_number(chat: str) -> int:
    """Returns Telegram's number of a chat."""
    return int(chat.removeprefix(ADDRESS))


def render_message(outgoing: Outgoing, signer: Signer) -> list[MessagePart]:
    """Returns what is sent for a message, in order; its keyboard stands under the last part."""
    *firsts, last = _render_pieces(outgoing)
    return [*map(MessagePart, firsts), MessagePart(last, _render_keyboard(outgoing, signer))]


def render_edit(outgoing: Outgoing) -> MessagePart:
    """Returns what replaces a message: the last part of its text, where the keyboard was, without a keyboard."""
    return MessagePart(_render_pieces(outgoing)[-1] if outgoing.message.blocks else "")


def render_file(made: MadeFile) -> list[MessagePart | DocumentFile]:
    """Returns what is sent for what was ordered, in order."""
    if isinstance(made, TextTable):
        return [MessagePart(f"<pre>{escape_html(each)}</pre>") for each in split_text(made.text)]
    return [MessagePart(escape_html(made)) if isinstance(made, str) else made]


def arrange_rows(buttons: tuple[Button, ...]) -> list[list[Button]]:
    """Returns buttons in rows: one a row, but two neighbours that are short share one."""
    found: list[list[Button]] = []
    for button in buttons:
        last = found[-1] if found else []
        if len(last) == 1 and all(len(each.label) <= SHORT_LABEL for each in (*last, button)):
            last.append(button)
        else:
            found.append([button])
    return found


def _render_pieces(outgoing: Outgoing) -> list[str]:
    """Returns the text of a message as HTML, in pieces that Telegram takes.

    A question below much that lasts has a piece of its own: that one is edited when it is answered.
    """
    blocks = outgoing.message.blocks
    at = find_question(blocks)
    is_apart = at is not None and measure_lines(list_text_lines(outgoing.message.lasting)) > LASTING_MOST
    parts = (blocks[:at], blocks[at:]) if is_apart else (blocks,)
    pieces = [piece for part in parts for piece in split_lines(list_text_lines(part))]
    return ["\n".join(map(_render_line, piece)) for piece in pieces]


def _render_line(line: MessageLine) -> str:
    return f"<b>{escape_html(line.text)}</b>" if line.is_strong and line.text else escape_html(line.text)


def _render_keyboard(outgoing: Outgoing, signer: Signer) -> str | None:
    if not outgoing.message.buttons:
        return None
    chat, screening = read_chat_number(outgoing.chat), outgoing.screening or outgoing.unstored or NO_SCREENING

    def render(button: Button) -> dict[str, str]:
        data = signer.sign(chat, screening, outgoing.message.number, button.key)
        return {"text": cut_label(button.label), "callback_data": data}

    rows = [[render(each) for each in row] for row in arrange_rows(outgoing.message.buttons)]
    return encode_json({"inline_keyboard": rows})
