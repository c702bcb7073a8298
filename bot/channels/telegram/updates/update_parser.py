"""What an update means: who said or tapped what, in which chat. Of all that Telegram sends, only this goes further.

It is read from the raw update: python-telegram-bot's objects of all that is in one take longer than the rest of its way to the desk.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

from telegram import Bot

from bot.channels.telegram.delivery.rendering import ADDRESS
from bot.channels.telegram.updates.intake import Unreadable

Found = TypeVar("Found")


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


def heard_in(update: dict[str, Any], _: Bot | None = None) -> Heard | None:
    """Returns what was heard, or None for what is none of ours: a group, a channel, another bot. Raises `Unreadable` for no update."""
    try:
        number = _one(int, update, "update_id")
        if "callback_query" in update:
            return _tapped(number, _one(dict, update, "callback_query"))
        kind = next((kind for kind in _SAID if kind in update), None)
        return None if kind is None else _said(number, _one(dict, update, kind), is_edit=kind == "edited_message")
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as fault:
        raise Unreadable from fault


def _tapped(number: int, query: Mapping[str, Any]) -> Heard | None:
    if "message" not in query:
        return None  # a button of an inline message, or of one that is too old
    message = _one(dict, query, "message")
    ours = _ours(message, query)
    if ours is None:
        return None
    data = _one(str, query, "data") if "data" in query else ""
    return Heard(number, *ours, _one(int, message, "message_id"), data=data, query=_one(str, query, "id"))


def _said(number: int, message: Mapping[str, Any], *, is_edit: bool) -> Heard | None:
    ours = _ours(message, message)
    if ours is None:
        return None
    text = _one(str, message, "text") if "text" in message else None
    sent_at = datetime.fromtimestamp(_one(int, message, "date"), UTC)
    return Heard(number, *ours, _one(int, message, "message_id"), text, sent_at=sent_at, is_edit=is_edit)


def _ours(message: Mapping[str, Any], by: Mapping[str, Any]) -> tuple[int, int] | None:
    """Returns the private chat and the person, or None where it is another kind of chat, nobody, or another bot."""
    chat = _one(dict, message, "chat")
    chat_id = _one(int, chat, "id")
    if _one(str, chat, "type") != PRIVATE or "from" not in by:
        return None
    person = _one(dict, by, "from")
    return None if _one(bool, person, "is_bot") else (chat_id, _one(int, person, "id"))


def _one(kind: type[Found], held: Mapping[str, Any], name: str) -> Found:
    """Returns what stands under a name, if it is of a kind; True is no number."""
    found = held[name]
    if type(found) is not kind:
        raise TypeError(name)
    return found


PRIVATE = "private"

_SAID = ("message", "edited_message")
