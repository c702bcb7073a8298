"""What an engine asks of the homeserver without keys: the half of the port that any engine shares."""

from collections.abc import Mapping
from typing import Any

from bot.channels.matrix.engine.homeserver import Homeserver, join_path
from bot.channels.matrix.engine.rooms import RoomCache
from bot.channels.matrix.engine.syncing import fetch_batch, fetch_gap
from bot.channels.matrix.engine.values import MatrixLogin, RawEvent, SyncBatch

MESSAGE = "m.room.message"


class RoomCalls:
    """See `MatrixEngine`."""

    def __init__(self, login: MatrixLogin, homeserver: Homeserver, rooms: RoomCache) -> None:
        self.user, self.device = login.user, login.device
        self._homeserver = homeserver
        self._rooms = rooms

    async def sync(self, since: str | None, wait_seconds: float = 30.0) -> SyncBatch:
        """See `MatrixEngine`."""
        batch = await fetch_batch(self._homeserver, since, wait_seconds)
        self._rooms.notice(batch)
        return batch

    async def send_in_clear(self, room: str, content: Mapping[str, Any], transaction: str) -> str:
        """See `MatrixEngine`."""
        return await self.put_event(room, "send", MESSAGE, transaction, body=content)

    async def redact(self, room: str, event: str, transaction: str) -> str:
        """See `MatrixEngine`."""
        return await self.put_event(room, "redact", event, transaction, body={})

    async def fill_gap(self, room: str, before: str, since: str | None) -> tuple[RawEvent, ...]:
        """See `MatrixEngine`."""
        return await fetch_gap(self._homeserver, room, before, since)

    async def join(self, room: str) -> None:
        """See `MatrixEngine`."""
        await self._homeserver.post(join_path("join", room), {})
        self._rooms.forget(room)

    async def set_names(self, profile: str, device: str) -> None:
        """See `MatrixEngine`."""
        await self._homeserver.put(join_path("profile", self.user, "displayname"), {"displayname": profile})
        await self._homeserver.put(join_path("devices", self.device), {"display_name": device})

    async def put_event(self, room: str, *path: str, body: Mapping[str, Any]) -> str:
        """Puts an event at a path within a room, and returns its id."""
        said = await self._homeserver.put(join_path("rooms", room, *path), body)
        return str(said["event_id"])
