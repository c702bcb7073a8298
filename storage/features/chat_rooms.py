"""In which room a chat stands, where its channel has rooms."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import ROOM_SEAL
from storage.database.schema import rooms
from storage.database.statements import fetch_rows
from storage.features.timeline import TimelineWriter
from storage.model.codec import pack, unpack
from storage.unit_of_work.store import Store


@dataclass(frozen=True, slots=True)
class ChatRoom:
    """A room, and the address of the chat that stands in it."""

    room: str = field(repr=False)
    chat: str = field(repr=False)


def keep_room(store: Store, kept: ChatRoom, now: datetime) -> None:
    """Keeps the room of a chat, in place of the former one: what was sent there does not come back any more."""
    keyring = store.keyring
    row = {
        "room": keyring.hash_lookup("room", kept.room),
        "chat": keyring.hash_lookup("chat", kept.chat),
        "opened_at": int(now.timestamp()),
    }
    content = pack({"room": kept.room, "chat": kept.chat})
    with store.database.writing() as connection:
        connection.execute(_DROP_FORMER, {"b_chat": row["chat"], "b_room": row["room"]})
        connection.execute(insert(rooms), ROOM_SEAL.make(keyring.store_key, row, content))
        TimelineWriter(connection, keyring, now).place_all(kept.chat)


def drop_room(store: Store, room: str) -> None:
    """Forgets a room that was left."""
    with store.database.writing() as connection:
        connection.execute(_DROP, {"b_room": store.keyring.hash_lookup("room", room)})


def list_rooms(store: Store) -> list[ChatRoom]:
    """Returns all rooms. Raises `Damaged` where a row was changed."""
    with store.database.reading() as connection:
        rows = fetch_rows(connection, _ALL, {})
    return [_read(store.keyring, row) for row in rows]


def _read(keyring: Keyring, row: Any) -> ChatRoom:
    plain = unpack(ROOM_SEAL.unseal(keyring.store_key, row))
    return ChatRoom(plain["room"], plain["chat"])


_ALL = select(rooms)
_DROP = delete(rooms).where(rooms.c.room == bindparam("b_room"))
_DROP_FORMER = delete(rooms).where((rooms.c.chat == bindparam("b_chat")) | (rooms.c.room == bindparam("b_room")))
