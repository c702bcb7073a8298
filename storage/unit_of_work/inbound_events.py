"""Inbound events before they are handled: which of them were taken before, and the locks of their chats."""

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select, text

from storage.crypto.keyring import Keyring
from storage.database.schema import events
from storage.model.stored import InboundEvent


def find_known_events(connection: Connection, inbound: Iterable[InboundEvent]) -> set[tuple[str, str]]:
    """Returns those of the events that were taken before, by channel and id."""
    channels: dict[str, list[str]] = {}
    for each in inbound:
        channels.setdefault(each.channel, []).append(each.id)
    return {
        (channel, row.id)
        for channel, ids in channels.items()
        for row in connection.execute(_KNOWN, {"channel": channel, "ids": ids})
    }


def lock_chats(connection: Connection, keyring: Keyring, inbound: Iterable[InboundEvent]) -> None:
    """Makes events of these chats in other processes wait until the transaction ends.

    All processes lock chats in one order, so that no two batches wait for each other. An SQLite file has one writer at
    a time anyway. On a server this also locks chats that have no row yet, and covers events that came twice.
    """
    if connection.dialect.name == "postgresql":
        hashed = {keyring.hash_lookup("chat", each.chat) for each in inbound if each.chat}
        connection.execute(_LOCK, {"chats": sorted(int.from_bytes(chat[:8], signed=True) for chat in hashed)})


_LOCK = text("SELECT pg_advisory_xact_lock(chat) FROM unnest(CAST(:chats AS BIGINT[])) AS chat")
_KNOWN = select(events.c.id).where(
    events.c.channel == bindparam("channel"), events.c.id.in_(bindparam("ids", expanding=True))
)
