"""The engine of the stand-in: it keeps the port's contract without a cipher and without a network."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.matrix.engine.faults import RoomNotEncrypted, Undecryptable, UndecryptableReason
from bot.channels.matrix.engine.values import (
    DecryptedEvent,
    EncryptedUpload,
    KeyNews,
    KeyReceipt,
    RawEvent,
    RoomStanding,
    SyncBatch,
)
from bot.workbench.matrix_standin.homeserver import BOT, StandinHomeserver
from bot.workbench.matrix_standin.room_events import decrypt, encrypt
from bot.workbench.matrix_standin.room_standing import find_standing
from bot.workbench.matrix_standin.syncs import list_gap, make_batch


@dataclass
class DeviceKeys:
    """The crypto store: the keys of sessions that came. It outlives the engine."""

    sessions: set[str] = field(default_factory=set)


class StandinEngine:
    """One device at the stand-in. See `MatrixEngine`."""

    user, device = BOT, "DEVICE"

    def __init__(self, server: StandinHomeserver, keys: DeviceKeys) -> None:
        self.server, self.keys = server, keys
        self._loop = asyncio.get_running_loop()
        self._news = asyncio.Event()
        server.watchers.append(self._wake)

    async def close(self) -> None:
        """See `MatrixEngine`."""
        self.server.watchers.remove(self._wake)

    async def sync(self, since: str | None, wait_seconds: float = 30.0) -> SyncBatch:
        """See `MatrixEngine`."""
        self._news.clear()
        self.server.fail()
        batch = make_batch(self.server, since)
        if since != batch.place or not wait_seconds:
            return batch
        try:
            async with asyncio.timeout(wait_seconds):
                await self._news.wait()
        except TimeoutError:
            return batch
        return make_batch(self.server, since)

    async def receive(self, keys: KeyNews) -> KeyReceipt:
        """See `MatrixEngine`."""
        came = {each["content"]["session_id"] for each in keys.to_device if each["type"] == "m.room_key"}
        fresh = came - self.keys.sessions
        self.keys.sessions |= came
        return KeyReceipt(len(fresh))

    async def decrypt(self, room: str, event: RawEvent) -> DecryptedEvent:
        """See `MatrixEngine`."""
        session, device = event["content"]["session_id"], event["content"].get("device_id", "PHONE")
        if device in self.server.unsigned[event["sender"]]:
            raise Undecryptable(UndecryptableReason.UNSIGNED_DEVICE)
        if session not in self.keys.sessions:
            raise Undecryptable(UndecryptableReason.NO_KEY)
        inner = decrypt(event)
        if inner["room_id"] != room:
            raise Undecryptable(UndecryptableReason.BROKEN)
        sender, at = event["sender"], event["origin_server_ts"]
        return DecryptedEvent(
            room, event["event_id"], sender, device, inner["type"], inner["content"], at, is_ours=sender == BOT
        )

    async def request_keys(self, room: str, event: RawEvent) -> bool:
        """See `MatrixEngine`."""
        del room
        session = event["content"]["session_id"]
        is_new = session not in self.server.requested
        self.server.requested.append(session)
        if session in self.server.given_on_request:
            self.server.send_to_device("m.room_key", {"session_id": session})
        return is_new

    async def send(self, room: str, event_type: str, content: Mapping[str, Any], transaction: str) -> str:
        """See `MatrixEngine`."""
        found = self.server.rooms.get(room)
        if found is not None and not found.is_encrypted:
            raise RoomNotEncrypted
        sealed = encrypt(event_type, room, content, f"session of {BOT}")
        return self.server.send(room, "m.room.encrypted", sealed, transaction)

    async def send_in_clear(self, room: str, content: Mapping[str, Any], transaction: str) -> str:
        """See `MatrixEngine`."""
        return self.server.send(room, "m.room.message", content, transaction)

    async def redact(self, room: str, event: str, transaction: str) -> str:
        """See `MatrixEngine`."""
        return self.server.send(room, "m.room.redaction", {"redacts": event}, transaction)

    async def inspect(self, room: str) -> RoomStanding:
        """See `MatrixEngine`."""
        self.server.fail()
        return find_standing(self.server, room)

    async def accept_identity(self, user: str) -> None:
        """See `MatrixEngine`."""

    async def fill_gap(self, room: str, before: str, since: str | None) -> tuple[RawEvent, ...]:
        """See `MatrixEngine`."""
        self.server.fail()
        return list_gap(self.server, room, before, since)

    async def join(self, room: str) -> None:
        """See `MatrixEngine`."""
        self.server.fail()
        self.server.change_member(self.server.rooms[room], BOT, "join", BOT)

    async def leave(self, room: str) -> None:
        """See `MatrixEngine`."""
        self.server.fail()
        self.server.change_member(self.server.rooms[room], BOT, "leave", BOT)

    async def upload(self, content: bytes) -> EncryptedUpload:
        """See `MatrixEngine`."""
        self.server.fail()
        address = f"mxc://hospital.org/{len(self.server.uploads)}"
        self.server.uploads[address] = content
        return EncryptedUpload({"url": address, "v": "v2"}, len(content))

    async def set_names(self, profile: str, device: str) -> None:
        """See `MatrixEngine`."""

    async def is_signed(self) -> bool:
        """See `MatrixEngine`."""
        self.server.fail()
        return True

    def _wake(self) -> None:
        self._loop.call_soon_threadsafe(self._news.set)
