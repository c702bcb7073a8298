"""What an update means: who said or tapped what, in which chat. Of all that Telegram sends, only this goes further."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from telegram import Bot, Update
from telegram.constants import ChatType

from bot.telegram.intake import Unreadable
from bot.telegram.rendering import ADDRESS


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing that a person did in a private chat.

    `text` is what they typed, `data` what a tapped button carries; with neither, it was something that cannot be read, such as a picture
    or, with `is_edit`, a message that was changed afterwards. `message` is Telegram's number of the message, `query` that of a tap.
    """

    update: int
    chat: int
    person: int
    message: int
    text: str | None = field(default=None, repr=False)
    data: str | None = field(default=None, repr=False)
    query: str = ""
    sent_at: datetime | None = None
    is_edit: bool = False

    @property
    def address(self) -> str:
        """The chat as the outbox names it."""
        return f"{ADDRESS}{self.chat}"


def heard_in(update: dict[str, Any], bot: Bot) -> Heard | None:
    """Returns what was heard, or None for what is none of ours: a group, a channel, another bot. Raises `Unreadable` for no update."""
    try:
        read = Update.de_json(update, bot)
    except Exception as fault:
        raise Unreadable from fault
    query = read.callback_query
    message = query.message if query is not None else read.effective_message
    person = read.effective_user
    if message is None or person is None or person.is_bot or message.chat.type != ChatType.PRIVATE:
        return None
    if query is not None:
        return Heard(read.update_id, message.chat.id, person.id, message.message_id, data=query.data or "", query=query.id)
    if read.message is None and read.edited_message is None:
        return None
    said = read.message or read.edited_message
    assert said is not None, "one of them is there"
    is_edit = read.edited_message is not None
    return Heard(read.update_id, message.chat.id, person.id, said.message_id, said.text, sent_at=said.date, is_edit=is_edit)
