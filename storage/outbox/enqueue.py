"""Posting: new messages get their places in the outbox, and go into the lease cache of this process where nothing else of their chat waits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, text

from storage.crypto.encryption import TEXT_STEP, make_identity, seal
from storage.crypto.keyring import Keyring
from storage.database.schema import outbox
from storage.database.statements import execute_many, fetch_rows
from storage.model.codec import encode_message, pack
from storage.model.file_request import make_plain_order
from storage.model.outgoing import EnqueuedMessage
from storage.model.stored import Do, Outgoing
from storage.outbox.lease_cache import LEASE_SECONDS, LeaseCache


@dataclass(frozen=True, slots=True)
class EnqueueResult:
    """What was posted: the messages that are leased, to be put into the lease cache after the commit, and the chats whose messages are not."""

    leased: tuple[Outgoing, ...] = ()
    uncached: frozenset[str] = frozenset()


def enqueue(
    connection: Connection,
    keyring: Keyring,
    posted: Sequence[EnqueuedMessage],
    now: int,
    lease_cache: LeaseCache | None,
) -> EnqueueResult:
    """Writes new messages into the outbox. Without a lease cache none of them is leased."""
    if not posted:
        return EnqueueResult()
    hashes = {chat: keyring.hash_lookup("chat", chat) for chat in {each.chat for each in posted}}
    handed = {chat for chat in hashes if lease_cache is not None} - _find_chats_behind_others(
        connection, hashes, lease_cache, now
    )
    until = {chat: now + LEASE_SECONDS if chat in handed else 0 for chat in hashes}
    ids = _insert_rows(connection, [_build_row(each, hashes[each.chat], now, until[each.chat]) for each in posted])
    outgoings = (
        Outgoing(number, each.chat, each.screening, each.message, 0, each.do, each.target, each.question, each.order)
        for number, each in zip(ids, posted, strict=True)
        if each.chat in handed
    )
    return EnqueueResult(tuple(outgoings), frozenset(hashes.keys() - handed))


def make_outgoing_identity(chat: bytes, screening: bytes | None, turn: int, part: int) -> bytes:
    """Returns the identity with which an outgoing message is sealed."""
    return make_identity("outgoing", chat, screening or b"", turn, part)


def _find_chats_behind_others(
    connection: Connection, hashes: dict[str, bytes], lease_cache: LeaseCache | None, now: int
) -> set[str]:
    """Returns the chats for which something waits that is not in the lease cache: those messages go first, whoever sends them."""
    if lease_cache is None:
        return set()
    waiting: dict[bytes, list[int]] = {}
    one = len(hashes) == 1
    rows = (
        fetch_rows(connection, _WAITING_IN_ONE, {"chat": next(iter(hashes.values()))})
        if one
        else _select_waiting(connection, hashes.values())
    )
    for row in rows:
        waiting.setdefault(row.chat, []).append(row.id)
    return {
        chat for chat, hashed in hashes.items() if hashed in waiting and not lease_cache.holds_all(waiting[hashed], now)
    }


def _select_waiting(connection: Connection, hashed: Iterable[bytes]) -> Iterable[Any]:
    return connection.execute(_WAITING, {"chats": list(hashed)})


def _insert_rows(connection: Connection, rows: list[dict[str, Any]]) -> Iterable[int]:
    """Writes rows, and returns their places: one behind another in a file, which nobody else writes meanwhile."""
    if connection.dialect.name == "postgresql":
        ids = list(connection.execute(_SERVER_IDS, {"count": len(rows)}).scalars())
        execute_many(connection, _NEW_AT, [row | {"id": each} for each, row in zip(ids, rows, strict=True)])
        return ids
    execute_many(connection, _NEW, rows)
    last: int = fetch_rows(connection, _LAST_ID, {})[0].id
    return range(last - len(rows) + 1, last + 1)


def _build_row(posted: EnqueuedMessage, chat: bytes, now: int, leased_until: int) -> dict[str, Any]:
    plain: dict[str, Any] = {"chat": posted.chat, "message": encode_message(posted.message)}
    if posted.do is not Do.SEND:
        plain |= {"do": posted.do.value, "target": posted.target, "question": posted.question}
    if posted.order is not None:
        plain["order"] = make_plain_order(posted.order)
    return {
        "chat": chat,
        "screening": posted.screening,
        "turn": posted.turn,
        "part": posted.part,
        "sealed": seal(
            posted.key, pack(plain), make_outgoing_identity(chat, posted.screening, posted.turn, posted.part), TEXT_STEP
        ),
        "due_at": now,
        "leased_until": leased_until,
        "attempts": 0,
        "question": posted.question if posted.do is Do.SEND else None,
    }


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
