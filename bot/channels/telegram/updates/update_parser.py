"""Telegram as receiving sees it: who said or tapped what, in which chat; or who blocked the bot, or is back.

Of all that Telegram sends, only this goes further.

It is read from the raw update: to make python-telegram-bot's objects takes longer than the rest of the way to storage.
"""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, TypeVar

from telegram import Bot

from bot.channels.channel_event import ButtonTap, ChannelEvent, Membership, SharedChat
from bot.channels.handling.intake import Unreadable
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.rendering import ADDRESS
from bot.channels.telegram.links import make_deep_link
from bot.channels.telegram.updates.message_kinds import says_nothing
from bot.channels.telegram.updates.message_parts import drop_address, find_replied, read_beside
from bot.channels.telegram.updates.shared_chats import find_shared_chat
from bot.channels.telegram.updates.shown_names import read_shown_name
from storage.model.people import AccountName

FieldT = TypeVar("FieldT")


ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that Telegram is asked for."""

PRIVATE = "private"

_MESSAGES = ("message", "edited_message")
_PLACES = {"location", "venue"}


class TelegramReceiving:
    """The way in from a bot's private chats. See `ReceivingChannel`."""

    bot: Bot
    signer: Signer

    @staticmethod
    def find_chat(raw: object) -> Hashable:
        """See `ReceivingChannel`. Returns the number of the chat, or of the person for a tap without one."""
        if not isinstance(raw, dict):
            return None
        for content in (raw[kind] for kind in ALLOWED if isinstance(raw.get(kind), dict)):
            message = content.get("message")
            chat_of_tap = message.get("chat") if isinstance(message, dict) else None
            for holder in (chat_of_tap, content.get("chat"), content.get("from")):
                chat = holder.get("id") if isinstance(holder, dict) else None
                if isinstance(chat, int):
                    return chat
        return None

    def parse(self, raw: Any) -> ChannelEvent | Membership | SharedChat | None:
        """See `ReceivingChannel`. Returns None for what is none of ours, such as another bot."""
        try:
            number = _read_field(int, raw, "update_id")
            if "my_chat_member" in raw:
                return _read_membership(raw["my_chat_member"]) or _find_shared(raw)
            if "callback_query" in raw:
                return _parse_tap(number, _read_field(dict, raw, "callback_query"))
            kind = next((kind for kind in _MESSAGES if kind in raw), None)
            if kind is None:
                return None
            event = _parse_message(number, _read_field(dict, raw, kind), is_edit=kind == "edited_message")
            if event is None:
                return _find_shared(raw)
            return event if event.text is None else replace(event, text=drop_address(event.text, self.bot.username))
        except (KeyError, TypeError, ValueError, OverflowError, OSError) as fault:
            raise Unreadable from fault

    def read_tap(self, chat: str, data: str) -> ButtonTap | None:
        """See `ReceivingChannel`."""
        return self.signer.read(int(chat.removeprefix(ADDRESS)), data)

    def make_link(self, token: str) -> str:
        """See `ReceivingChannel`. The bot's name is as Telegram said it last: see `keep_name`."""
        return make_deep_link(self.bot.username, token)


def _find_shared(raw: Any) -> SharedChat | None:
    number = find_shared_chat(raw)
    return None if number is None else SharedChat(f"{ADDRESS}{number}")


def _read_membership(changed: Any) -> Membership | None:
    """Returns whether a private chat may be written to: a person blocked the bot, or is back."""
    try:
        chat, status = changed["chat"], changed["new_chat_member"]["status"]
        is_ours = chat["type"] == PRIVATE and type(chat["id"]) is int
        return Membership(f"{ADDRESS}{chat['id']}", status != "kicked") if is_ours else None
    except (KeyError, TypeError):
        return None


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
    if ours is None or says_nothing(message, is_edit=is_edit):
        return None
    text = _read_field(str, message, "text") if "text" in message else None
    sent_at = datetime.fromtimestamp(_read_field(int, message, "date"), UTC)
    receipt = _read_field(int, message, "message_id")
    called = read_shown_name(message["from"])
    event = ChannelEvent(str(number), *ours, receipt, text, sent_at=sent_at, is_edit=is_edit, called=called)
    if text is not None:
        return replace(event, replies_to=find_replied(message))
    album = _read_field(str, message, "media_group_id") if "media_group_id" in message else ""
    is_place = not _PLACES.isdisjoint(message)
    return replace(event, beside=read_beside(message), is_contact="contact" in message, is_place=is_place, album=album)


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
