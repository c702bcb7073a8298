"""From key news to the crypto store: to-device events are taken once, in one commit with whose devices changed."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson
from mautrix.errors import CryptoError, MatrixError
from mautrix.types import DecryptedOlmEvent, EventType, SerializerError, ToDeviceEvent
from olm.account import OlmAccountError
from olm.group_session import OlmGroupSessionError
from olm.session import OlmSessionError

from bot.channels.matrix.engine.libolm.machine import KeyMachine
from bot.channels.matrix.engine.odd_json import write_json
from bot.channels.matrix.engine.values import KeyNews, KeyReceipt, RawEvent

ENCRYPTED = "m.room.encrypted"
WITHHELD = frozenset({"m.room_key.withheld", "org.matrix.room_key.withheld"})
LONGEST_NAME = 1_000

_NOT_READ = (
    CryptoError, MatrixError, SerializerError, LookupError, TypeError, ValueError, AttributeError,
    OlmAccountError, OlmSessionError, OlmGroupSessionError,
)  # fmt: skip
"""What is raised for events that are out of form. Faults of the database are none of these: they pass through."""


class KeyIntake:
    """Takes key news. The caller commits, and reloads the machine where it cannot."""

    def __init__(self, machine: KeyMachine) -> None:
        self._machine = machine
        self._notes = machine.notes

    async def take(self, keys: KeyNews) -> KeyReceipt:
        """Takes the to-device events that were not taken before, and notes whose devices are to be looked up."""
        since = keys.since or ""
        await self._notes.forget_taken(since)
        taken = unread = 0
        for event in keys.to_device:
            if await self._notes.take(sha256(write_json(event, orjson.OPT_SORT_KEYS)).hexdigest(), since):
                is_key = await self._take_event(event)
                taken += is_key is True
                unread += is_key is None
        for user in keys.changed:
            await self._notes.outdate(user)
        for user in keys.left:
            await self._notes.untrack(user)
        return KeyReceipt(taken, unread)

    async def _take_event(self, event: RawEvent) -> bool | None:
        """Takes one event; says whether it brought a key that is new, or None where it cannot be read."""
        kind, content = event.get("type"), event.get("content")
        if not isinstance(kind, str) or not isinstance(content, Mapping) or not _is_name(event.get("sender")):
            return None
        if kind in WITHHELD:
            await self._take_withheld(event)
            return False
        if kind != ENCRYPTED:
            return False
        if not _is_name(content.get("sender_key")):
            return None
        try:
            said: Any = dict(event)
            decrypted = await self._machine._decrypt_olm_event(ToDeviceEvent.deserialize(said))  # noqa: SLF001
            return await self._take_decrypted(decrypted)
        except _NOT_READ:
            return None  # nothing that is sent to us may hold up what else was sent

    async def _take_decrypted(self, event: DecryptedOlmEvent) -> bool:
        """Takes a room key that is new, or one that was asked for, from the device to which the session belongs."""
        content: Any = event.content
        if event.type not in {EventType.ROOM_KEY, EventType.FORWARDED_ROOM_KEY}:
            return False
        if not all(map(_is_name, (content.room_id, content.session_id, content.session_key))):
            raise TypeError("a name")
        if event.type == EventType.ROOM_KEY:
            if await self._machine.store.has_group_session(content.room_id, content.session_id):
                return False  # the first counts: nobody passes a session off as theirs afterwards
            await self._machine._receive_room_key(event)  # noqa: SLF001
            return True
        is_owner = content.sender_key == event.sender_key and content.signing_key == event.keys.ed25519
        if not is_owner or not await self._notes.was_requested(content.session_id):
            return False
        content.forwarding_key_chain = []
        await self._machine._receive_forwarded_room_key(event)  # noqa: SLF001
        return True

    async def _take_withheld(self, event: RawEvent) -> None:
        session = event["content"].get("session_id")
        if _is_name(session):
            await self._notes.withhold(session, event["sender"])


def _is_name(said: object) -> bool:
    """Says whether something can be a name or a key; not every database keeps a text with a NUL."""
    return isinstance(said, str) and 0 < len(said) <= LONGEST_NAME and "\0" not in said
