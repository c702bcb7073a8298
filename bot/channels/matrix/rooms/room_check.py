"""The check of rooms: whether one is encrypted, of two, with cross-signed devices. That is remembered for a while."""

from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import RoomFault, RoomStanding

HOPELESS = frozenset({RoomFault.NOT_ENCRYPTED, RoomFault.NOT_TWO})
"""What a person cannot mend in a room: it is left."""


class RoomCheck:
    """Checks the rooms of a device. What it remembers is forgotten as soon as a sync says that something changed."""

    def __init__(self, engine: MatrixEngine) -> None:
        self._engine = engine
        self._known: dict[str, RoomStanding] = {}

    async def check(self, room: str) -> RoomStanding:
        """Returns how a room stands. Raises the faults of the engine."""
        known = self._known.get(room)
        if known is None:
            known = await self._engine.inspect(room)
            if known.fault is None:
                self._known[room] = known
        return known

    def forget_room(self, room: str) -> None:
        """Forgets how a room stands: its members changed."""
        self._known.pop(room, None)

    def forget_person(self, user: str) -> None:
        """Forgets how the rooms of a person stand: their devices changed."""
        for room in [room for room, standing in self._known.items() if standing.person == user]:
            del self._known[room]
