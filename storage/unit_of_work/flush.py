"""Flush: it writes all that the events of one transaction came to, with as few statements as there are tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Insert, Table, bindparam, delete, insert, null, select, update

from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.database.faults import Conflict
from storage.database.schema import chats, definitions, entries, events, outbox, screening_keys, screenings, tally
from storage.database.statements import execute_many
from storage.model.retention import Retention
from storage.model.stored import InboundEvent
from storage.outbox.enqueue import EnqueueResult, enqueue
from storage.outbox.lease_cache import LeaseCache
from storage.unit_of_work.changes import PendingChanges
from storage.unit_of_work.chat_rows import make_chat_row
from storage.unit_of_work.row_values import make_entry_row, make_screening_change, make_screening_row, make_tally_row

DAY_SECONDS = 86_400


def flush(
    connection: Connection,
    changes: PendingChanges,
    taken: Sequence[InboundEvent],
    keyring: Keyring,
    retention: Retention,
    *,
    lease_cache: LeaseCache | None = None,
) -> EnqueueResult:
    """Flushes pending changes and the ids of the events that were taken, and returns what was enqueued.

    Raises `Conflict` where another transaction was first.
    """
    new_events = [{"channel": each.channel, "id": each.id, "taken_at": _seconds(each)} for each in taken]
    execute_many(connection, _NEW_EVENT, new_events)
    for each in changes.definitions.values():
        if connection.execute(_DEFINED, {"digest": each.digest}).first() is None:
            connection.execute(insert(definitions), {"digest": each.digest, "file": each.file, "text": each.text})
    _flush_screenings(connection, changes, keyring, retention)
    execute_many(connection, _NEW_ENTRY, [make_entry_row(row) for row in changes.rows])
    _flush_tally(connection, changes)
    now = max((_seconds(each) for each in taken), default=0)
    enqueued = enqueue(connection, keyring, changes.enqueued, now, lease_cache)
    _flush_chat_states(connection, changes, keyring)
    _write_tombstones(connection, changes, now)
    return enqueued


def _flush_screenings(connection: Connection, changes: PendingChanges, keyring: Keyring, retention: Retention) -> None:
    """Writes the screenings that were begun, with their keys, and those that were changed."""
    begun = [changes.screenings[each] for each in changes.begun]
    if begun:
        check_key(connection, keyring, is_locking=True)  # no key is wrapped with a master key that was rotated away
    changed = [changes.screenings[each] for each in changes.changed - changes.begun]
    keys = [{"screening": each.id, "wrapped": keyring.wrap(each.id, each.secret)} for each in begun]
    execute_many(connection, _NEW_SCREENING, [make_screening_row(stored, keyring, retention) for stored in begun])
    execute_many(connection, _NEW_KEY, keys)
    written = execute_many(connection, _CHANGE, [make_screening_change(stored, retention) for stored in changed])
    if written != len(changed):
        raise Conflict("a screening was changed from elsewhere in the meantime; try again")


def _flush_tally(connection: Connection, changes: PendingChanges) -> None:
    """Counts the screenings that were begun, and those that came to something else."""
    counted = [changes.screenings[each] for each in changes.counted]
    execute_many(connection, _NEW_COUNT, [make_tally_row(stored) for stored in counted if stored.id in changes.begun])
    known = [make_tally_row(stored) for stored in counted if stored.id not in changes.begun]
    execute_many(connection, _RECOUNT, [_prefix(row) for row in known])


def _flush_chat_states(connection: Connection, changes: PendingChanges, keyring: Keyring) -> None:
    """Writes the chat states. A chat that is heard from is not blocked any more."""
    new = [make_chat_row(chat, row, keyring) for chat, row in changes.chat_states.items() if row.is_new]
    known = [make_chat_row(chat, row, keyring) for chat, row in changes.chat_states.items() if not row.is_new]
    execute_many(connection, _NEW_CHAT, new)
    written = execute_many(connection, _CHANGED_CHAT, [_prefix(row) for row in known])
    if written != len(known):
        raise Conflict("a chat was changed from elsewhere in the meantime; try again")


def _write_tombstones(connection: Connection, changes: PendingChanges, now: int) -> None:
    """Makes tombstones of the forgotten screenings' rows: id, length and head of the chain, and the day are left."""
    for screening, head in changes.forgotten.items():
        gone = {"b_id": screening, "b_entries": head.number, "b_head": head.mac, "b_day": now - now % DAY_SECONDS}
        connection.execute(_DESTROY_KEY, {"b_id": screening})
        connection.execute(_EMPTY, gone)
        connection.execute(_DROP_OUTGOING, {"b_id": screening})


def _seconds(inbound: InboundEvent) -> int:
    return int(inbound.at.timestamp())


def _prefix(row: Mapping[str, Any]) -> dict[str, Any]:
    """Returns a row's values under the names that an UPDATE gives its parameters."""
    return {f"b_{name}": value for name, value in row.items()}


def _insert_into(table: Table, *names: str) -> Insert:
    return insert(table).values({name: bindparam(name) for name in names})


_NEW_EVENT = _insert_into(events, "channel", "id", "taken_at")
_NEW_SCREENING = _insert_into(
    screenings,
    "id", "code", "owner", "version", "entries", "head", "touched_at", "keep_until", "is_forgotten", "sealed",
)  # fmt: skip
_NEW_KEY = _insert_into(screening_keys, "screening", "wrapped")
_NEW_ENTRY = _insert_into(entries, "screening", "number", "sealed", "mac")
_NEW_COUNT = _insert_into(tally, "id", "month", "trial", "role", "outcome", "failed", "is_finished")
_NEW_CHAT = _insert_into(chats, "chat", "sealed", "active_at")
_CHANGED_CHAT = (
    update(chats)
    .where(chats.c.chat == bindparam("b_chat"))
    .values(sealed=bindparam("b_sealed"), active_at=bindparam("b_active_at"), blocked_at=null())
)
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
        code=None, owner=None, sealed=None, is_forgotten=True, entries=bindparam("b_entries"),
        head=bindparam("b_head"), touched_at=bindparam("b_day"), keep_until=bindparam("b_day"),
    )
)  # fmt: skip
