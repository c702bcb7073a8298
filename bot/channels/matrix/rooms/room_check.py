"""The check of rooms: whether one is encrypted, of two, with cross-signed devices. That is remembered for a while."""

from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import RoomFault, RoomStanding

HOPELESS = frozenset({RoomFault.NOT_ENCRYPTED, RoomFault.NOT_TWO})
"""What a person cannot mend in a room: it is left."""


ANY = ""
"""Stands for all rooms."""


class RoomCheck:
    """Checks the rooms of a device. What it remembers is forgotten as soon as a sync says that something changed."""

    def __init__(self, engine: MatrixEngine) -> None:
        self._engine = engine
        self._known: dict[str, RoomStanding] = {}
        self._changes = 0
        self._changed_at: dict[str, int] = {}

    async def check(self, room: str) -> RoomStanding:
        """Returns how a room stands. Raises the faults of the engine.

        Where something changes while it is looked at, it is looked at again: what was found may be older.
        """
        known = self._known.get(room)
        while known is None:
            changes = self._changes
            found = await self._engine.inspect(room)
            changed = max(self._changed_at.get(each, 0) for each in (ANY, room, found.person or ANY))
            known = found if changed <= changes else None
        if known.fault is None:
            self._known[room] = known
        return known

    def forget_room(self, room: str) -> None:
        """Forgets how a room stands: its members changed."""
        self._note_change(room)
        self._known.pop(room, None)

    def forget_all(self) -> None:
        """Forgets how all rooms stand: what changed was not told."""
        for room in list(self._known):
            self.forget_room(room)
        self._note_change(ANY)

    def forget_person(self, user: str) -> None:
        """Forgets how the rooms of a person stand: their devices changed."""
        self._note_change(user)
        for room in [room for room, standing in self._known.items() if standing.person == user]:
            del self._known[room]

    def _note_change(self, name: str) -> None:
        self._changes += 1
        self._changed_at[name] = self._changes
