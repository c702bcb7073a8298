"""Reading one event of the inbox: it is decrypted and handled, or told to be unread; or a room opens or closes."""

import asyncio
import logging
from typing import Any

import orjson

from bot.channels.handling.intake import Intake
from bot.channels.matrix import phrases
from bot.channels.matrix.engine.faults import Undecryptable, UndecryptableReason
from bot.channels.matrix.events.chat_notices import ChatNotices
from bot.channels.matrix.events.key_patience import KeyPatience
from bot.channels.matrix.events.message_kinds import ENCRYPTED, INVITED, LEFT, MEMBER, REACTION, says_nothing
from bot.channels.matrix.events.read_event import ReadEvent
from bot.channels.matrix.events.relations import find_edited, find_replied
from bot.channels.matrix.rooms.room_doors import RoomDoors
from storage.features.room_inbox import WaitingEvent
from storage.features.timeline import find_numbers
from storage.unit_of_work.writer_thread import Writer

_log = logging.getLogger(__name__)

_SAID_OF = {
    UndecryptableReason.UNSIGNED_DEVICE: phrases.NOT_SIGNED,
    UndecryptableReason.IDENTITY_CHANGED: phrases.NEW_IDENTITY,
}
"""What is told of an event that is refused for its sender's sake; of any other, that it could not be read."""


class InboxReader:
    """Reads events. Each read may raise `Unavailable` and the engine's faults; the same event is then read again."""

    def __init__(
        self, writer: Writer, intake: Intake, doors: RoomDoors, keys: KeyPatience, notices: ChatNotices
    ) -> None:
        self._writer, self._intake, self._doors, self._keys, self._notices = writer, intake, doors, keys, notices

    async def read(self, event: WaitingEvent, leaving: asyncio.Event) -> bool:
        """Reads an event; says whether it was done with before it was time to leave."""
        raw, room, chat = orjson.loads(event.raw), event.place.room, event.place.chat
        kind, sender, content = raw["type"], raw["sender"], raw["content"]
        if kind == INVITED:
            await self._doors.answer_invitation(room, sender, chat, is_direct=content["is_direct"])
        elif kind == LEFT:
            await self._doors.note_left(room)
        elif kind == MEMBER:
            await self._doors.look_again(room, chat)
        elif content and await self._doors.admit(room, sender, chat):  # one that was redacted holds nothing
            return await self._read_said(event, raw, leaving)
        return True

    async def _read_said(self, event: WaitingEvent, raw: Any, leaving: asyncio.Event) -> bool:
        room, chat, kind, content = event.place.room, event.place.chat, raw["type"], raw["content"]
        if kind == ENCRYPTED:
            try:
                read = await self._keys.decrypt(room, raw)
            except Undecryptable as fault:
                await self._tell_unread(event, content.get("session_id"), fault)
                return True
            kind, content = read.type, read.content
        elif kind != REACTION:
            if not says_nothing(kind, content):
                await self._notices.tell(chat, f"in clear {event.key.hex()}", phrases.IN_CLEAR)
            return True
        if kind == REACTION:
            await self._notices.tell(chat, REACTION, phrases.NO_REACTIONS)
            return True
        received = ReadEvent(
            event.key.hex(),
            raw["sender"],
            kind,
            content,
            raw.get("origin_server_ts", 0),
            event.receipt,
            await self._find_number(chat, find_edited(content) or find_replied(content)),
        )
        return await self._intake.take_with_retries(received.key, received, leaving)

    async def _tell_unread(self, event: WaitingEvent, session: object, fault: Undecryptable) -> None:
        """Tells once for each session that what was written cannot be read."""
        _log.warning("event %s is not read: %s", event.key.hex(), fault.reason.name)
        if fault.reason is UndecryptableReason.REPLAYED:
            return  # it was read before, or is a forgery
        said = _SAID_OF.get(fault.reason)
        if said is None:
            await self._notices.tell(event.place.chat, f"unread {session}", phrases.NOT_READ)
        else:
            await self._notices.tell_in_room(event.place.room, event.place.chat, said)

    async def _find_number(self, chat: str, related: str | None) -> int | None:
        """Returns the number of the message that an event is about; None where it is about none.

        It is 0 for one that is not known in this chat.
        """
        if related is None:
            return None
        found = self._writer.call(find_numbers, self._writer.store, [related], chat)
        return (await asyncio.wrap_future(found)).get(related, 0)
