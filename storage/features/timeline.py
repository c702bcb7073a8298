"""Timelines: what stands in a chat whose channel numbers nothing, in one order. The numbers are its receipts.

What we show is numbered when it was sent, and what people write when it comes in. Where it stands in its room only the
channel's own order says, and ours comes back in that order, too. So what a person wrote stands below all of ours that
has not come back: the server had it before. Numbers grow with the time, with room between them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import TIMELINE_SEAL
from storage.database.schema import timeline
from storage.database.statements import Write, execute_all, fetch_rows
from storage.model.codec import pack, unpack
from storage.unit_of_work.store import Store

ROOM_BITS = 20
"""A million numbers are free between two milliseconds: so much may be written before what we sent comes back."""

SPACE = 1 << ROOM_BITS


@dataclass(frozen=True, slots=True)
class TimelineEvent:
    """An event of a chat: its id, its room and the address of its chat, as the channel names them."""

    event: str = field(repr=False)
    room: str = field(repr=False)
    chat: str = field(repr=False)


class TimelineWriter:
    """Numbers events within one transaction."""

    def __init__(self, connection: Connection, keyring: Keyring, now: datetime) -> None:
        self.connection, self.keyring, self.now = connection, keyring, now

    def add_shown(self, event: TimelineEvent) -> int:
        """Numbers what we sent, and returns its number; one that came back before has it already."""
        row = self._find(event)
        return int(row.number) if row is not None else self._add(event, self._find_next(event), is_placed=False)

    def add_written(self, event: TimelineEvent) -> int | None:
        """Numbers what a person wrote, and returns its number; None where it came before."""
        return self._add(event, self._find_place(event), is_placed=True) if self._find(event) is None else None

    def place_shown(self, event: TimelineEvent) -> None:
        """Notes that what we sent came back. All of ours before it stood before it, whether it came back or not."""
        row = self._find(event)
        number = self._add(event, self._find_place(event), is_placed=True) if row is None else int(row.number)
        self.place_all(event.chat, number)

    def place_all(self, chat: str, up_to: int = 2**62) -> None:
        """Notes that all of ours up to a number stands where it is: it came back, or will not."""
        asked = {"chat": self.keyring.hash_lookup("chat", chat), "up_to": up_to}
        rows = fetch_rows(self.connection, _UNPLACED, asked)
        changed = [TIMELINE_SEAL.change(self.keyring.store_key, row, is_placed=True) for row in rows]
        execute_all(self.connection, [Write(_PLACE, [each | {"b_event": each["event"]} for each in changed])])

    def _find(self, event: TimelineEvent) -> Any:
        rows = fetch_rows(self.connection, _EVENT, {"event": self.keyring.hash_lookup("event", event.event)})
        return rows[0] if rows else None

    def _find_place(self, event: TimelineEvent) -> int:
        """Returns the number of what stands below all of ours that has not come back, else that of what stands last."""
        chat = self.keyring.hash_lookup("chat", event.chat)
        unplaced = fetch_rows(self.connection, _FIRST_UNPLACED, {"chat": chat})[0].number
        if unplaced is None:
            return self._find_next(event)
        before = fetch_rows(self.connection, _LAST, {"chat": chat, "before": unplaced})[0].number
        lowest = max(int(before or 0), int(unplaced) - SPACE) + 1
        return min(lowest, int(unplaced) - 1)

    def _find_next(self, event: TimelineEvent) -> int:
        chat = self.keyring.hash_lookup("chat", event.chat)
        last = int(fetch_rows(self.connection, _LAST, {"chat": chat, "before": 2**62})[0].number or 0)
        return max(last + SPACE, int(self.now.timestamp() * 1_000) << ROOM_BITS)

    def _add(self, event: TimelineEvent, number: int, *, is_placed: bool) -> int:
        row = {
            "event": self.keyring.hash_lookup("event", event.event),
            "chat": self.keyring.hash_lookup("chat", event.chat),
            "number": number,
            "is_placed": is_placed,
            "at": int(self.now.timestamp()),
        }
        content = pack({"event": event.event, "room": event.room, "chat": event.chat})
        self.connection.execute(insert(timeline), TIMELINE_SEAL.make(self.keyring.store_key, row, content))
        return number


def note_shown(store: Store, event: TimelineEvent, now: datetime) -> int:
    """Numbers what was sent to a chat, and returns its number."""
    with store.database.writing() as connection:
        return TimelineWriter(connection, store.keyring, now).add_shown(event)


def find_numbers(store: Store, events: list[str], chat: str | None = None) -> Mapping[str, int]:
    """Returns the numbers of events by their ids; those that are not known are left out. Raises `Damaged`.

    With `chat`, those of other chats are left out as well.
    """
    found = {}
    of_chat = None if chat is None else store.keyring.hash_lookup("chat", chat)
    with store.database.reading() as connection:
        for each in events:
            for row in fetch_rows(connection, _EVENT, {"event": store.keyring.hash_lookup("event", each)}):
                TIMELINE_SEAL.unseal(store.keyring.store_key, row)
                if of_chat in {None, bytes(row.chat)}:
                    found[each] = int(row.number)
    return found


def find_event(store: Store, chat: str, number: int) -> TimelineEvent | None:
    """Returns the event of a chat that has a number; None where it is not known any more. Raises `Damaged`."""
    with store.database.reading() as connection:
        asked = {"chat": store.keyring.hash_lookup("chat", chat), "number": number}
        rows = fetch_rows(connection, _NUMBERED, asked)
    if not rows:
        return None
    plain = unpack(TIMELINE_SEAL.unseal(store.keyring.store_key, rows[0]))
    return TimelineEvent(plain["event"], plain["room"], plain["chat"])


_EVENT = select(timeline).where(timeline.c.event == bindparam("event"))
_OF_CHAT = timeline.c.chat == bindparam("chat")
_NUMBERED = select(timeline).where(_OF_CHAT, timeline.c.number == bindparam("number"))
_UNPLACED = select(timeline).where(_OF_CHAT, timeline.c.is_placed.is_(False), timeline.c.number <= bindparam("up_to"))
_FIRST_UNPLACED = select(func.min(timeline.c.number).label("number")).where(_OF_CHAT, timeline.c.is_placed.is_(False))
_LAST = select(func.max(timeline.c.number).label("number")).where(_OF_CHAT, timeline.c.number < bindparam("before"))
_PLACE = (
    update(timeline)
    .where(timeline.c.event == bindparam("b_event"))
    .values(is_placed=bindparam("is_placed"), sealed=bindparam("sealed"))
)
