"""Enqueue: it gives new messages their ids in the outbox, and leases them where nothing else of their chat waits.

Leased messages go into the lease cache of this process after the commit.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text

from storage.crypto.keyring import Keyring
from storage.database.schema import outbox
from storage.database.statements import fetch_rows
from storage.model.errors import Damaged
from storage.model.outgoing import EnqueuedMessage
from storage.model.stored import Outgoing
from storage.outbox.delivery_reports import LARGEST_ID
from storage.outbox.lease_cache import LEASE_SECONDS, LeaseCache
from storage.outbox.outgoing_rows import make_outgoing_row

NEW_MESSAGE = insert(outbox).values({column.name: bindparam(column.name) for column in outbox.columns})
"""Writes a row that `enqueue` returned."""


@dataclass(frozen=True, slots=True)
class EnqueueResult:
    """What is enqueued: the rows to be written, the messages that are leased, the chats whose new messages are not.

    The leased messages are to be put into the lease cache after the commit. Their lease begins `at`, in seconds since
    1970.
    """

    rows: list[dict[str, Any]] = field(default_factory=list, repr=False)
    leased: tuple[Outgoing, ...] = ()
    uncached: frozenset[str] = frozenset()
    at: float = 0


def enqueue(
    connection: Connection,
    keyring: Keyring,
    messages: Sequence[EnqueuedMessage],
    now: float,
    lease_cache: LeaseCache | None,
) -> EnqueueResult:
    """Returns the rows of new messages, whose ids it tells their events; `now` is in seconds since 1970.

    Without a lease cache none is leased.
    """
    if not messages:
        return EnqueueResult()
    hashes = {chat: keyring.hash_lookup("chat", chat) for chat in {each.chat for each in messages}}
    sent = {each.chat: hashes[each.chat] for each in messages if not each.is_fetched}
    free = set() if lease_cache is None or not sent else _find_free_chats(connection, sent, lease_cache, now)
    ids = _take_ids(connection, len(messages))
    rows, leased = [], []
    for number, each in zip(ids, messages, strict=True):
        leased_until = int(now) + LEASE_SECONDS if each.chat in free else 0
        rows.append(make_outgoing_row(number, each, hashes[each.chat], int(now), leased_until))
        each.posted.append(number)
        if each.chat in free:
            leased.append(
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
                    turn=each.turn,
                )
            )
    return EnqueueResult(rows, tuple(leased), frozenset(sent.keys() - free), now)


def _find_free_chats(
    connection: Connection, hashes: Mapping[str, bytes], lease_cache: LeaseCache, now: float
) -> set[str]:
    """Returns the chats for which nothing waits outside of the lease cache.

    What waits elsewhere has to be sent first, by whichever process.
    """
    hashed = list(hashes.values())
    if len(hashed) == 1:
        rows = fetch_rows(connection, _WAITING_IN_ONE, {"chat": hashed[0]})
    else:
        rows = connection.execute(_WAITING, {"chats": hashed}).all()
    waiting: dict[bytes, list[int]] = {}
    for row in rows:
        waiting.setdefault(row.chat, []).append(row.id)
    free = set()
    for chat, each in hashes.items():
        if each not in waiting or lease_cache.holds_all(waiting[each], now):
            free.add(chat)
    return free


def _take_ids(connection: Connection, count: int) -> Sequence[int]:
    """Returns the ids of the next messages, in their order.

    In a file they follow the last one that was ever given, since no other transaction writes meanwhile.
    """
    if connection.dialect.name == "postgresql":
        return [row.id for row in fetch_rows(connection, _SERVER_IDS, {"count": count})]
    last = fetch_rows(connection, _LAST_ID, {})
    seq = last[0].seq if last else 0
    if not isinstance(seq, int) or not 0 <= seq < LARGEST_ID:
        raise Damaged("the count of messages was changed outside of this program: restore a backup")
    return range(seq + 1, seq + 1 + count)


_WAITING = select(outbox.c.chat, outbox.c.id).where(
    outbox.c.chat.in_(bindparam("chats", expanding=True)), outbox.c.sent_at.is_(None)
)
_WAITING_IN_ONE = select(outbox.c.chat, outbox.c.id).where(
    outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None)
)
_LAST_ID = text("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")
_SERVER_IDS = text(
    "SELECT nextval(pg_get_serial_sequence('outbox', 'id')) AS id FROM generate_series(1, :count) ORDER BY id"
)
