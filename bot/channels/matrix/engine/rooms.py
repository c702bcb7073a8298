"""Who is in a room and whether it is encrypted, fetched when it is asked for, and again once a sync says it changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.channels.matrix.engine.faults import NotFound, Unreachable
from bot.channels.matrix.engine.homeserver import Homeserver, join_path
from bot.channels.matrix.engine.values import SyncBatch

MEGOLM = "m.megolm.v1.aes-sha2"
CHANGING = frozenset({"m.room.member", "m.room.encryption"})
STILL_IN = frozenset({"join", "invite", "knock"})


@dataclass(frozen=True, slots=True)
class RoomPeople:
    """A room's members, and the content of its encryption event, where it has one that we know."""

    joined: frozenset[str]
    invited: frozenset[str]
    encryption: Mapping[str, Any] | None


class RoomCache:
    """What rooms were like when they were last fetched. It is emptied by what `notice` sees of them."""

    def __init__(self, homeserver: Homeserver) -> None:
        self._homeserver = homeserver
        self._rooms: dict[str, RoomPeople] = {}

    async def find(self, room: str) -> RoomPeople:
        """Returns a room as it is known, or fetches it."""
        return self._rooms.get(room) or await self.fetch(room)

    async def fetch(self, room: str) -> RoomPeople:
        """Fetches a room anew."""
        path = join_path("rooms", room)
        encryption = await self._fetch_encryption(path)
        said = await self._homeserver.get(f"{path}/members", {"not_membership": "leave"})
        try:
            members = {str(each["state_key"]): str(each["content"].get("membership")) for each in said["chunk"]}
        except (LookupError, TypeError, AttributeError):
            raise Unreachable("what was answered are no members") from None
        joined = frozenset(user for user, membership in members.items() if membership == "join")
        others = frozenset(user for user, membership in members.items() if membership in STILL_IN - {"join"})
        self._rooms[room] = RoomPeople(joined, others, encryption)
        return self._rooms[room]

    def find_encryption(self, room: str) -> Mapping[str, Any] | None:
        """Returns the content of a room's encryption event, where the room was fetched."""
        found = self._rooms.get(room)
        return None if found is None else found.encryption

    def notice(self, batch: SyncBatch) -> None:
        """Forgets the rooms whose members or encryption a batch may have changed."""
        for update in batch.rooms:
            if update.limited or any(each["type"] in CHANGING for each in (*update.state, *update.timeline)):
                self.forget(update.room)
        for room in batch.left:
            self.forget(room)

    def forget(self, room: str) -> None:
        """Forgets what a room was like."""
        self._rooms.pop(room, None)

    async def _fetch_encryption(self, path: str) -> Mapping[str, Any] | None:
        try:
            said = await self._homeserver.get(f"{path}/state/m.room.encryption")
        except NotFound:
            return None
        return said if isinstance(said, dict) and said.get("algorithm") == MEGOLM else None
