"""Flushing pending changes: all that the events of one transaction came to, with as few statements as there are tables."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, Insert, Table, bindparam, delete, insert, null, select, text, update

from storage.crypto.encryption import STATE_STEP, chat_state_identity, seal
from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.database.engine import Conflict
from storage.database.schema import chats, definitions, entries, events, outbox, screening_keys, screenings, tally
from storage.database.statements import execute_many, fetch_rows
from storage.model.entries import EntryRow
from storage.model.retention import Retention
from storage.model.stored import InboundEvent, StoredScreening
from storage.outbox.enqueue import EnqueueResult, enqueue
from storage.outbox.lease_cache import LeaseCache
from storage.unit_of_work.changes import ChatStateRow, PendingChanges
from storage.unit_of_work.repository import seal_screening

DAY_SECONDS = 86_400


def find_known_events(connection: Connection, inbound: Iterable[InboundEvent]) -> set[tuple[str, str]]:
    """Returns those of the events that were taken before, by channel and id."""
    channels: dict[str, list[str]] = {}
    for each in inbound:
        channels.setdefault(each.channel, []).append(each.id)
    return {(channel, row.id) for channel, ids in channels.items() for row in _find_known(connection, channel, ids)}


def _find_known(connection: Connection, channel: str, ids: list[str]) -> Iterable[Any]:
    if len(ids) == 1:
        return fetch_rows(connection, _KNOWN_ONE, {"channel": channel, "id": ids[0]})
    return connection.execute(_KNOWN, {"channel": channel, "ids": ids})


def hold_chats(connection: Connection, keyring: Keyring, inbound: Iterable[InboundEvent]) -> None:
    """Makes events of these chats in other processes wait for the end of the transaction, in one order: no two batches wait for each other.

    An SQLite file has one writer at a time anyway. On a server this also holds chats that have no row yet, and events
    that came twice.
    """
    if connection.dialect.name == "postgresql":
        hashed = {keyring.hash_lookup("chat", each.chat) for each in inbound if each.chat}
        connection.execute(_HOLD, {"chats": sorted(int.from_bytes(chat[:8], signed=True) for chat in hashed)})


def flush(
    connection: Connection,
    changes: PendingChanges,
    taken: Sequence[InboundEvent],
    keyring: Keyring,
    retention: Retention,
    *,
    lease_cache: LeaseCache | None = None,
) -> EnqueueResult:
    """Flushes pending changes and the ids of the events that were taken, and returns what was posted.

    Raises `Conflict` where another transaction was first.
    """
    execute_many(
        connection, _NEW_EVENT, [{"channel": each.channel, "id": each.id, "taken_at": _seconds(each)} for each in taken]
    )
    for definition in changes.definitions.values():
        if connection.execute(_DEFINED, {"digest": definition.digest}).first() is None:
            connection.execute(
                insert(definitions), {"digest": definition.digest, "file": definition.file, "text": definition.text}
            )
    begun = [changes.screenings[each] for each in changes.begun]
    if begun:
        check_key(connection, keyring, is_locking=True)  # no key is wrapped with a master key that was rotated away
    changed = [changes.screenings[each] for each in changes.changed - changes.begun]
    execute_many(connection, _NEW_SCREENING, [_new_screening_values(stored, keyring, retention) for stored in begun])
    execute_many(
        connection, _NEW_KEY, [{"screening": each.id, "wrapped": keyring.wrap(each.id, each.secret)} for each in begun]
    )
    written = execute_many(connection, _CHANGE, [_changed_screening_values(stored, retention) for stored in changed])
    if written != len(changed):
        raise Conflict("a screening was changed from elsewhere in the meantime; try again")
    execute_many(connection, _NEW_ENTRY, [_entry_values(row) for row in changes.rows])
    counted = [changes.screenings[each] for each in changes.counted]
    execute_many(connection, _NEW_COUNT, [_tally_values(stored) for stored in counted if stored.id in changes.begun])
    execute_many(
        connection,
        _RECOUNT,
        [
            {f"b_{name}": value for name, value in _tally_values(stored).items()}
            for stored in counted
            if stored.id not in changes.begun
        ],
    )
    now = max((_seconds(each) for each in taken), default=0)
    mail = enqueue(connection, keyring, changes.enqueued, now, lease_cache)
    _flush_chat_states(connection, changes, keyring)
    _flush_forgotten(connection, changes, now)
    return mail


def _flush_chat_states(connection: Connection, changes: PendingChanges, keyring: Keyring) -> None:
    """Writes the chat states. A chat that is heard from is not blocked any more."""
    new = [_chat_state_values(chat, row, keyring) for chat, row in changes.chat_states.items() if row.is_new]
    known = [_chat_state_values(chat, row, keyring) for chat, row in changes.chat_states.items() if not row.is_new]
    execute_many(connection, _NEW_SEAT, new)
    if execute_many(connection, _SEAT, [{f"b_{name}": value for name, value in row.items()} for row in known]) != len(
        known
    ):
        raise Conflict("a chat was changed from elsewhere in the meantime; try again")


def _flush_forgotten(connection: Connection, changes: PendingChanges, now: int) -> None:
    """Empties what is forgotten. The tombstone keeps its id, the length and head of its chain, and the day."""
    for screening, head in changes.forgotten.items():
        gone = {"b_id": screening, "b_entries": head.number, "b_head": head.mac, "b_day": now - now % DAY_SECONDS}
        connection.execute(_DESTROY_KEY, {"b_id": screening})
        connection.execute(_EMPTY, gone)
        connection.execute(_DROP_OUTGOING, {"b_id": screening})


def _seconds(inbound: InboundEvent) -> int:
    return int(inbound.at.timestamp())


def _new_screening_values(stored: StoredScreening, keyring: Keyring, retention: Retention) -> dict[str, Any]:
    return {
        "id": stored.id,
        "code": keyring.hash_lookup("code", stored.code),
        "owner": keyring.hash_lookup("person", stored.owner),
        "is_forgotten": False,
        **_screening_values(stored, retention),
    }


def _changed_screening_values(stored: StoredScreening, retention: Retention) -> dict[str, Any]:
    return {"b_id": stored.id, "b_stored": stored.stored_version, **_screening_values(stored, retention)}


def _screening_values(stored: StoredScreening, retention: Retention) -> dict[str, Any]:
    keep_until = retention.keep_until(
        stored.screening.answers, stored.touched_at, is_finished=stored.outcome.is_finished
    )
    return {
        "version": stored.version,
        "entries": stored.head.number,
        "head": stored.head.mac,
        "touched_at": int(stored.touched_at.timestamp()),
        "keep_until": int(keep_until.timestamp()),
        "sealed": seal_screening(stored),
    }


def _entry_values(row: EntryRow) -> dict[str, Any]:
    return {"screening": row.screening, "number": row.number, "sealed": row.sealed, "mac": row.mac}


def _tally_values(stored: StoredScreening) -> dict[str, Any]:
    return {
        "id": stored.tally,
        "month": f"{stored.begun_at:%Y-%m}",
        "trial": stored.screening.trial,
        "role": stored.role,
        "outcome": orjson.dumps(stored.outcome.determinations).decode(),
        "failed": orjson.dumps(stored.outcome.failed).decode(),
        "is_finished": stored.outcome.is_finished,
    }


def _chat_state_values(chat: bytes, row: ChatStateRow, keyring: Keyring) -> dict[str, Any]:
    sealed = seal(keyring.store_key, row.content, chat_state_identity(chat), STATE_STEP)
    return {"chat": chat, "sealed": sealed, "active_at": row.active_at}


def _insert_into(table: Table, *names: str) -> Insert:
    return insert(table).values({name: bindparam(name) for name in names})


_NEW_EVENT = _insert_into(events, "channel", "id", "taken_at")
_NEW_SCREENING = _insert_into(
    screenings,
    "id",
    "code",
    "owner",
    "version",
    "entries",
    "head",
    "touched_at",
    "keep_until",
    "is_forgotten",
    "sealed",
)
_NEW_KEY = _insert_into(screening_keys, "screening", "wrapped")
_NEW_ENTRY = _insert_into(entries, "screening", "number", "sealed", "mac")
_NEW_COUNT = _insert_into(tally, "id", "month", "trial", "role", "outcome", "failed", "is_finished")
_NEW_SEAT = _insert_into(chats, "chat", "sealed", "active_at")
_SEAT = (
    update(chats)
    .where(chats.c.chat == bindparam("b_chat"))
    .values(sealed=bindparam("b_sealed"), active_at=bindparam("b_active_at"), blocked_at=null())
)
_HOLD = text("SELECT pg_advisory_xact_lock(chat) FROM unnest(CAST(:chats AS BIGINT[])) AS chat")
_KNOWN = select(events.c.id).where(
    events.c.channel == bindparam("channel"), events.c.id.in_(bindparam("ids", expanding=True))
)
_KNOWN_ONE = select(events.c.id).where(events.c.channel == bindparam("channel"), events.c.id == bindparam("id"))
_DEFINED = select(definitions.c.digest).where(definitions.c.digest == bindparam("digest"))
_CHANGE = (
    update(screenings)
    .where(
        screenings.c.id == bindparam("b_id"),
        screenings.c.version == bindparam("b_stored"),
        screenings.c.is_forgotten.is_(False),
    )
    .values({name: bindparam(name) for name in ("version", "entries", "head", "touched_at", "keep_until", "sealed")})
)
_RECOUNT = (
    update(tally)
    .where(tally.c.id == bindparam("b_id"))
    .values(outcome=bindparam("b_outcome"), failed=bindparam("b_failed"), is_finished=bindparam("b_is_finished"))
)
_DESTROY_KEY = delete(screening_keys).where(screening_keys.c.screening == bindparam("b_id"))
_DROP_OUTGOING = delete(outbox).where(outbox.c.screening == bindparam("b_id"))
_EMPTY = (
    update(screenings)
    .where(screenings.c.id == bindparam("b_id"))
    .values(
        code=None, owner=None, sealed=None, is_forgotten=True,
        entries=bindparam("b_entries"), head=bindparam("b_head"), touched_at=bindparam("b_day"), keep_until=bindparam("b_day"),
    )
)  # fmt: skip
