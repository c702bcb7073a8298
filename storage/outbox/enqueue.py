"""Enqueue: it puts new messages into the outbox, and leases them where nothing else of their chat waits.

Leased messages go into the lease cache of this process after the commit.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text

from storage.crypto.keyring import Keyring
from storage.database.schema import outbox
from storage.database.statements import execute_many, fetch_rows
from storage.model.outgoing import EnqueuedMessage
from storage.model.stored import Outgoing
from storage.outbox.lease_cache import LEASE_SECONDS, LeaseCache
from storage.outbox.outgoing_rows import make_outgoing_row


@dataclass(frozen=True, slots=True)
class EnqueueResult:
    """What was enqueued: the messages that are leased, and the chats whose new messages are not.

    The leased messages are to be put into the lease cache after the commit.
    """

    leased: tuple[Outgoing, ...] = ()
    uncached: frozenset[str] = frozenset()


def enqueue(
    connection: Connection,
    keyring: Keyring,
    messages: Sequence[EnqueuedMessage],
    now: int,
    lease_cache: LeaseCache | None,
) -> EnqueueResult:
    """Writes new messages into the outbox; `now` is in seconds since 1970. Without a lease cache none is leased."""
    if not messages:
        return EnqueueResult()
    hashes = {chat: keyring.hash_lookup("chat", chat) for chat in {each.chat for each in messages}}
    free = set() if lease_cache is None else _find_free_chats(connection, hashes, lease_cache, now)
    until = {chat: now + LEASE_SECONDS if chat in free else 0 for chat in hashes}
    rows = [make_outgoing_row(each, hashes[each.chat], now, until[each.chat]) for each in messages]
    outgoings = (
        Outgoing(
            number,
            each.chat,
            each.screening,
            each.message,
            0,
            each.do,
            each.target,
            each.question,
            each.order,
            each.unstored,
        )
        for number, each in zip(_insert_rows(connection, rows), messages, strict=True)
        if each.chat in free
    )
    return EnqueueResult(tuple(outgoings), frozenset(hashes.keys() - free))


def _find_free_chats(
    connection: Connection, hashes: Mapping[str, bytes], lease_cache: LeaseCache, now: int
) -> set[str]:
    """Returns the chats for which nothing waits outside of the lease cache.

    What waits elsewhere has to be sent first, by whichever process.
    """
    waiting: dict[bytes, list[int]] = {}
    for row in _find_waiting(connection, list(hashes.values())):
        waiting.setdefault(row.chat, []).append(row.id)
    return {chat for chat, hashed in hashes.items() if lease_cache.holds_all(waiting.get(hashed, ()), now)}


def _find_waiting(connection: Connection, hashed: list[bytes]) -> Iterable[Any]:
    if len(hashed) == 1:
        return fetch_rows(connection, _WAITING_IN_ONE, {"chat": hashed[0]})
    return connection.execute(_WAITING, {"chats": hashed})


def _insert_rows(connection: Connection, rows: list[dict[str, Any]]) -> Iterable[int]:
    """Writes rows, and returns their ids.

    In a file the ids follow one another, since no other transaction writes meanwhile.
    """
    if connection.dialect.name == "postgresql":
        ids = list(connection.execute(_SERVER_IDS, {"count": len(rows)}).scalars())
        execute_many(connection, _NEW_AT, [row | {"id": each} for each, row in zip(ids, rows, strict=True)])
        return ids
    execute_many(connection, _NEW, rows)
    last: int = fetch_rows(connection, _LAST_ID, {})[0].id
    return range(last - len(rows) + 1, last + 1)


_COLUMNS = ("chat", "screening", "turn", "part", "sealed", "due_at", "leased_until", "attempts", "question")
_NEW = insert(outbox).values({name: bindparam(name) for name in _COLUMNS})
_NEW_AT = _NEW.values(id=bindparam("id"))
_WAITING = select(outbox.c.chat, outbox.c.id).where(
    outbox.c.chat.in_(bindparam("chats", expanding=True)), outbox.c.sent_at.is_(None)
)
_WAITING_IN_ONE = select(outbox.c.chat, outbox.c.id).where(
    outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None)
)
_LAST_ID = text("SELECT last_insert_rowid() AS id")
_SERVER_IDS = text(
    "SELECT nextval(pg_get_serial_sequence('outbox', 'id')) AS id FROM generate_series(1, :count) ORDER BY id"
)
