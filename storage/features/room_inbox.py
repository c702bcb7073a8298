"""The inbox of a channel with rooms: what came is kept as it came, in order, before any of it is read.

What came and where the next sync begins are committed together. So a crash neither loses an event nor takes one for
new that was handled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, select

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import INBOX_SEAL
from storage.database.schema import inbox
from storage.database.statements import fetch_rows
from storage.features.device_places import DeviceLease, move_place
from storage.features.timeline import TimelineEvent, TimelineWriter
from storage.model.codec import pack, unpack
from storage.unit_of_work.store import Store


@dataclass(frozen=True, slots=True)
class RoomEvent:
    """An event of a room as it came, encrypted from end to end where it is; without `raw`, one of ours came back."""

    place: TimelineEvent = field(repr=False)
    raw: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class RoomNews:
    """What a sync brought, in order, and where the next one begins.

    `cut` are the chats of which something is missing: nothing of ours that is missing there is waited for.
    """

    place: str = field(repr=False)
    events: Sequence[RoomEvent] = field(default=(), repr=False)
    cut: Sequence[str] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """An event in the inbox: the keyed hash of its id, its number in the chat, and what came."""

    key: bytes
    receipt: int
    place: TimelineEvent = field(repr=False)
    raw: bytes = field(repr=False)


def take_in(
    store: Store, lease: DeviceLease, came: RoomNews, now: datetime, handled: Sequence[bytes] = ()
) -> list[WaitingEvent]:
    """Commits what came, and where the next sync begins, at once; returns what waits of it, in order.

    What was `handled` before leaves the inbox. Raises `LeaseLost` where another process serves the device.
    """
    taken = []
    with store.database.writing() as connection:
        move_place(connection, store.keyring, lease, came.place)
        if handled:
            connection.execute(_DROP, [{"b_event": key} for key in handled])
        line = TimelineWriter(connection, store.keyring, now)
        for chat in came.cut:
            line.place_all(chat)
        first = int(fetch_rows(connection, _LAST, {})[0].number or 0) + 1
        for each in came.events:
            if each.raw is None:
                line.place_shown(each.place)
            elif (receipt := line.add_written(each.place)) is not None:
                key = store.keyring.hash_lookup("event", each.place.event)
                taken.append(WaitingEvent(key, receipt, each.place, each.raw))
        if taken:
            rows = [_make_row(store.keyring, each, number, now) for number, each in enumerate(taken, first)]
            connection.execute(insert(inbox), rows)
    return taken


def list_waiting(store: Store) -> list[WaitingEvent]:
    """Returns what waits in the inbox, in the order in which it came. Raises `Damaged` where a row was changed."""
    with store.database.reading() as connection:
        rows = fetch_rows(connection, _WAITING, {})
    return [_read(store.keyring, row) for row in rows]


def _make_row(keyring: Keyring, event: WaitingEvent, number: int, now: datetime) -> dict[str, Any]:
    row = {"event": event.key, "number": number, "came_at": int(now.timestamp())}
    place = event.place
    named = {"event": place.event, "room": place.room, "chat": place.chat}
    content = pack(named | {"receipt": event.receipt, "raw": event.raw.decode()})
    return INBOX_SEAL.make(keyring.store_key, row, content)


def _read(keyring: Keyring, row: Any) -> WaitingEvent:
    plain = unpack(INBOX_SEAL.unseal(keyring.store_key, row))
    place = TimelineEvent(plain["event"], plain["room"], plain["chat"])
    return WaitingEvent(row.event, plain["receipt"], place, plain["raw"].encode())


_WAITING = select(inbox).order_by(inbox.c.number)
_LAST = select(func.max(inbox.c.number).label("number"))
_DROP = delete(inbox).where(inbox.c.event == bindparam("b_event"))
