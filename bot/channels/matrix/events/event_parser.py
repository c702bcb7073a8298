"""Matrix as receiving sees it: who said what in their room."""

from collections.abc import Hashable, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.channels.channel_event import ButtonTap, ChannelEvent, Membership, SharedChat
from bot.channels.handling.intake import Unreadable
from bot.channels.matrix.delivery.rendering import ADDRESS
from bot.channels.matrix.events.message_kinds import (
    MESSAGE,
    TYPED,
    find_kind,
    is_contact,
    is_place,
    read_beside,
    says_nothing,
)
from bot.channels.matrix.events.read_event import ReadEvent
from bot.channels.matrix.events.relations import find_edited, find_replied
from bot.channels.matrix.events.typed_text import read_typed
from storage.model.people import AccountName


class MatrixReceiving:
    """The way in from the rooms of a device. See `ReceivingChannel`."""

    @staticmethod
    def find_chat(raw: object) -> Hashable:
        """See `ReceivingChannel`."""
        if isinstance(raw, ReadEvent):
            return raw.person
        return raw.address.removeprefix(ADDRESS) if isinstance(raw, Membership) else None

    @staticmethod
    def parse(raw: Any) -> ChannelEvent | Membership | SharedChat | None:
        """See `ReceivingChannel`. Takes what the intake of the rooms found: an event in clear, or a membership."""
        if isinstance(raw, Membership):
            return raw
        if not isinstance(raw, ReadEvent):
            raise Unreadable
        return _parse_event(raw)

    @staticmethod
    def read_tap(chat: str, data: str) -> ButtonTap | None:
        """See `ReceivingChannel`. There are no buttons."""
        del chat, data
        return None


def _parse_event(event: ReadEvent) -> ChannelEvent | None:
    content = event.content
    if says_nothing(event.kind, content):
        return None
    is_edit = find_edited(content) is not None
    shown = content.get("m.new_content", content) if is_edit else content
    shown = shown if isinstance(shown, Mapping) else {}
    body = shown.get("body")
    is_typed = event.kind == MESSAGE and find_kind(shown) in TYPED and isinstance(body, str)
    text = read_typed(str(body), is_reply=find_replied(content) is not None) if is_typed else None
    address = ADDRESS + event.person
    return ChannelEvent(
        event.key,
        address,
        AccountName(address),
        event.receipt,
        text,
        sent_at=_read_time(event.sent_at_ms),
        is_edit=is_edit,
        replies_to=None if is_edit else event.replied,
        beside="" if is_typed else read_beside(shown),
        is_contact=not is_typed and is_contact(shown),
        is_place=not is_typed and is_place(event.kind, shown),
        called=event.person,
    )


def _read_time(sent_at_ms: object) -> datetime | None:
    """Returns when something was sent, as the homeserver says; None where it says no time."""
    if not isinstance(sent_at_ms, int | float):
        return None
    try:
        return datetime.fromtimestamp(sent_at_ms / 1_000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
