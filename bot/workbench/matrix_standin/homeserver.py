"""The homeserver of the stand-in: rooms in one stream, syncs with limited timelines, transactions, refusals.

Everything is said to it by methods; those for the device raise the faults of the engine's port, as its HTTP does.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from itertools import count
from threading import RLock
from typing import Any

from bot.channels.matrix.engine.faults import HomeserverRefusal, MatrixFault
from bot.workbench.matrix_standin.room_events import MOST_BYTES, measure_event
from bot.workbench.matrix_standin.standin_room import StandinRoom
from bot.workbench.standin_clock import StandinClock

BOT = "@trialscreen:hospital.org"
MEMBER = "m.room.member"


class StandinHomeserver:
    """A homeserver with one device of ours. `faults` are raised by the next calls of the device, one each.

    With `holds_echoes`, what the device sends has no place in its room until a person there does something. So they may
    have written before it. `limit` is how many events of a room a sync brings at most.
    """

    def __init__(self, clock: StandinClock | None = None, *, holds_echoes: bool = False, limit: int = 20) -> None:
        self.clock, self.holds_echoes, self.limit = clock or StandinClock(), holds_echoes, limit
        self.lock = RLock()
        self.rooms: dict[str, StandinRoom] = {}
        self.faults: deque[MatrixFault | None] = deque()
        self.to_device: list[tuple[int, dict[str, Any]]] = []
        self.changed_devices: list[tuple[int, str]] = []
        self.unsigned: defaultdict[str, set[str]] = defaultdict(set)
        self.transactions: dict[tuple[str, str], str] = {}
        self.uploads: dict[str, bytes] = {}
        self.watchers: list[Callable[[], None]] = []
        self.position = 0
        self.requested: list[str] = []
        self.given_on_request: dict[str, str] = {}
        self._ids = count(1)

    def make_room(self, creator: str, *, is_encrypted: bool = True) -> StandinRoom:
        """Makes a room of somebody."""
        with self.lock:
            made = StandinRoom(f"!room{next(self._ids)}:hospital.org", is_encrypted)
            self.rooms[made.name] = made
            self.change_member(made, creator, "join", creator)
            return made

    def change_member(self, room: StandinRoom, user: str, membership: str, by: str, **further: Any) -> None:
        """Changes somebody's membership; all in the room see it, and who is concerned."""
        with self.lock:
            room.members[user] = membership
            content = {"membership": membership} | further
            self.add_event(room, by, MEMBER, content, state_key=user)

    def add_event(
        self, room: StandinRoom, sender: str, kind: str, content: Mapping[str, Any], **further: Any
    ) -> dict[str, Any]:
        """Adds an event to a room, in the place that the server gives it."""
        with self.lock:
            event = self.make_event(room, sender, kind, content) | further
            self.place_held(room)
            self.place(room, event)
            return event

    def make_event(self, room: StandinRoom, sender: str, kind: str, content: Mapping[str, Any]) -> dict[str, Any]:
        """Returns a new event without a place."""
        return {
            "event_id": f"${next(self._ids):043}",
            "room_id": room.name,
            "sender": sender,
            "type": kind,
            "content": dict(content),
            "origin_server_ts": int(self.clock.now() * 1_000),
        }

    def place(self, room: StandinRoom, event: dict[str, Any]) -> None:
        """Gives an event its place in the stream."""
        self.position += 1
        room.placed.append((self.position, event))
        if "state_key" in event:
            room.state[event["type"], event["state_key"]] = event
        self.wake()

    def place_held(self, room: StandinRoom) -> None:
        """Gives what the device sent its place."""
        while room.held:
            self.place(room, room.held.pop(0))

    def send_to_device(self, kind: str, content: Mapping[str, Any]) -> None:
        """Puts something into the device's own queue, where it stays until a later sync says that it was taken."""
        with self.lock:
            self.position += 1
            self.to_device.append((self.position, {"type": kind, "sender": "@a:b", "content": dict(content)}))
            self.wake()

    def note_devices(self, user: str) -> None:
        """Notes that somebody's devices changed."""
        with self.lock:
            self.position += 1
            self.changed_devices.append((self.position, user))
            self.wake()

    def send(self, room: str, kind: str, content: Mapping[str, Any], transaction: str) -> str:
        """Takes an event of the device. The same transaction is the same event, whatever it holds."""
        with self.lock:
            self.fail()
            known = self.transactions.get((room, transaction))
            if known is not None:
                return known
            into = self.rooms.get(room)
            if into is None or into.members.get(BOT) != "join":
                raise HomeserverRefusal(403, "M_FORBIDDEN")
            event = self.make_event(into, BOT, kind, content)
            if measure_event(event) > MOST_BYTES:
                raise HomeserverRefusal(413, "M_TOO_LARGE")
            self.transactions[room, transaction] = event["event_id"]
            if self.holds_echoes:
                into.held.append(event)
            else:
                self.place(into, event)
            return str(event["event_id"])

    def fail(self) -> None:
        """Raises the next fault, where there is one."""
        fault = self.faults.popleft() if self.faults else None
        if fault is not None:
            raise fault

    def wake(self) -> None:
        """Tells who waits that something is new."""
        for each in self.watchers:
            each()
