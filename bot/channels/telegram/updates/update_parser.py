"""What an update means: who said or tapped what, in which chat. Of all that Telegram sends, only this goes further.

It is read from the raw update: to make python-telegram-bot's objects takes longer than the rest of the way to storage.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.channels.channel_event import ChannelEvent
from bot.channels.intake.intake import Unreadable
from bot.channels.telegram.delivery.rendering import ADDRESS
from storage.model.people import AccountName

FieldT = TypeVar("FieldT")


def parse_update(update: dict[str, Any]) -> ChannelEvent | None:
    """Returns what a person did, or None for what is none of ours: a group, a channel, another bot.

    Raises `Unreadable` for what is no update.
    """
    try:
        number = _read_field(int, update, "update_id")
        if "callback_query" in update:
            return _parse_tap(number, _read_field(dict, update, "callback_query"))
        kind = next((kind for kind in _MESSAGES if kind in update), None)
        if kind is None:
            return None
        return _parse_message(number, _read_field(dict, update, kind), is_edit=kind == "edited_message")
    except (KeyError, TypeError, ValueError, OverflowError, OSError) as fault:
        raise Unreadable from fault


def _parse_tap(number: int, query: Mapping[str, Any]) -> ChannelEvent | None:
    if "message" not in query:
        return None  # a button of an inline message, or of one that is too old
    message = _read_field(dict, query, "message")
    ours = _find_chat_and_person(message, query)
    if ours is None:
        return None
    data = _read_field(str, query, "data") if "data" in query else ""
    return ChannelEvent(
        str(number), *ours, _read_field(int, message, "message_id"), data=data, query=_read_field(str, query, "id")
    )


def _parse_message(number: int, message: Mapping[str, Any], *, is_edit: bool) -> ChannelEvent | None:
    ours = _find_chat_and_person(message, message)
    if ours is None:
        return None
    text = _read_field(str, message, "text") if "text" in message else None
    sent_at = datetime.fromtimestamp(_read_field(int, message, "date"), UTC)
    receipt = _read_field(int, message, "message_id")
    return ChannelEvent(str(number), *ours, receipt, text, sent_at=sent_at, is_edit=is_edit)


def _find_chat_and_person(message: Mapping[str, Any], by: Mapping[str, Any]) -> tuple[str, AccountName] | None:
    """Returns the addresses of the private chat and of the account.

    None where it is another kind of chat, nobody, or another bot.
    """
    chat = _read_field(dict, message, "chat")
    chat_id = _read_field(int, chat, "id")
    if _read_field(str, chat, "type") != PRIVATE or "from" not in by:
        return None
    person = _read_field(dict, by, "from")
    person_id = _read_field(int, person, "id")
    return (
        None if _read_field(bool, person, "is_bot") else (f"{ADDRESS}{chat_id}", AccountName(f"{ADDRESS}{person_id}"))
    )


def _read_field(kind: type[FieldT], held: Mapping[str, Any], name: str) -> FieldT:
    """Returns what stands under a name, if it is of a kind; True is no number."""
    found = held[name]
    if type(found) is not kind:
        raise TypeError(name)
    return found


PRIVATE = "private"

_MESSAGES = ("message", "edited_message")
