"""Flush: it writes all that the events of one transaction came to, with as few statements as there are tables."""

from collections.abc import Sequence

from sqlalchemy import Connection, Insert, Table, bindparam, insert, select, update

from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import DEFINITION_SEAL, EVENT_SEAL
from storage.database.schema import chats, definitions, entries, events, screening_keys, screenings, tally
from storage.database.statements import Write, execute_all
from storage.model.retention import Retention
from storage.model.stored import InboundEvent
from storage.outbox.enqueue import NEW_MESSAGE, EnqueueResult, enqueue
from storage.outbox.lease_cache import LeaseCache
from storage.unit_of_work.changes import PendingChanges
from storage.unit_of_work.chat_rows import make_chat_row
from storage.unit_of_work.screening_rows import make_screening_row
from storage.unit_of_work.tally_rows import make_tally_row
from storage.unit_of_work.tombstones import make_tombstone_writes


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

    All rows are made first, and then written at once. Raises `Conflict` where another transaction was first.
    """
    if changes.begun:
        _prepare_beginning(connection, changes, keyring)
    now = max((each.at.timestamp() for each in taken), default=0.0)
    new_events = [
        EVENT_SEAL.make(
            keyring.store_key, {"channel": each.channel, "id": each.id, "taken_at": int(each.counted_at.timestamp())}
        )
        for each in taken
    ]
    writes = [Write(_NEW_EVENT, new_events), *_make_screening_writes(changes, keyring, retention)]
    enqueued = enqueue(connection, keyring, changes.enqueued, now, lease_cache)
    writes.append(Write(NEW_MESSAGE, enqueued.rows))
    if changes.chat_states:
        writes += _make_chat_writes(changes, keyring)
    if changes.forgotten:
        writes += make_tombstone_writes(changes, int(now), keyring)
    execute_all(connection, writes)
    return enqueued


def _prepare_beginning(connection: Connection, changes: PendingChanges, keyring: Keyring) -> None:
    """Sees to it that screenings can begin: under the database's own key, with their definitions."""
    check_key(connection, keyring, is_locking=True)  # no key is wrapped with a master key that was rotated away
    for each in changes.definitions.values():
        if connection.execute(_DEFINED, {"digest": each.digest}).first() is None:
            row = {"digest": each.digest, "file": each.file, "text": each.text}
            connection.execute(insert(definitions), DEFINITION_SEAL.make(keyring.store_key, row))


def _make_screening_writes(changes: PendingChanges, keyring: Keyring, retention: Retention) -> list[Write]:
    """Returns what writes the screenings that were begun and changed, their keys and entries, and the tally."""
    screenings_ = changes.screenings
    begun = [screenings_[each] for each in changes.begun]
    changed = [screenings_[each] for each in changes.changed - changes.begun]
    counted = [screenings_[each] for each in changes.counted - changes.begun]
    entry_rows = [
        {"screening": row.screening, "number": row.number, "sealed": row.sealed, "mac": row.mac} for row in changes.rows
    ]
    keys = [{"screening": each.id, "wrapped": keyring.wrap(each.id, each.secret)} for each in begun]
    tally_rows = [make_tally_row(each, keyring) for each in begun]
    tally_changes = [{"b_id": each.tally, **make_tally_row(each, keyring)} for each in counted]
    row_changes = [
        {"b_id": each.id, "b_stored": each.stored_version, **make_screening_row(each, keyring, retention)}
        for each in changed
    ]
    return [
        Write(_NEW_SCREENING, [make_screening_row(each, keyring, retention) for each in begun]),
        Write(_NEW_KEY, keys),
        Write(_CHANGE, row_changes, _SCREENING_CONFLICT),
        Write(_NEW_ENTRY, entry_rows),
        Write(_NEW_COUNT, tally_rows),
        Write(_RECOUNT, tally_changes),
    ]


def _make_chat_writes(changes: PendingChanges, keyring: Keyring) -> list[Write]:
    """Returns what writes the chat states. A chat that is heard from is not blocked any more."""
    new, known = [], []
    for chat, state in changes.chat_states.items():
        row = make_chat_row(chat, state, keyring)
        if state.is_new:
            new.append(row)
        else:
            known.append(row | {"b_chat": chat})
    return [Write(_NEW_CHAT, new), Write(_CHANGED_CHAT, known, _CHAT_CONFLICT)]


def _insert_into(table: Table, *names: str) -> Insert:
    return insert(table).values({name: bindparam(name) for name in names})


_SCREENING_CONFLICT = "a screening was changed from elsewhere in the meantime; try again"
_CHAT_CONFLICT = "a chat was changed from elsewhere in the meantime; try again"
_NEW_EVENT = _insert_into(events, "channel", "id", "taken_at", "sealed")
_NEW_SCREENING = _insert_into(
    screenings, "id", "code", "owner", "version", "touched_at", "keep_until", "is_forgotten", "sealed"
)
_NEW_KEY = _insert_into(screening_keys, "screening", "wrapped")
_NEW_ENTRY = _insert_into(entries, "screening", "number", "sealed", "mac")
_NEW_COUNT = _insert_into(tally, "id", "month", "trial", "role", "outcome", "failed", "is_finished", "sealed")
_NEW_CHAT = _insert_into(chats, "chat", "sealed", "active_at", "blocked_at")
_CHANGED_CHAT = (
    update(chats)
    .where(chats.c.chat == bindparam("b_chat"))
    .values({name: bindparam(name) for name in ("sealed", "active_at", "blocked_at")})
)
_DEFINED = select(definitions.c.digest).where(definitions.c.digest == bindparam("digest"))
_CHANGE = (
    update(screenings)
    .where(
        screenings.c.id == bindparam("b_id"),
        screenings.c.version == bindparam("b_stored"),
        screenings.c.is_forgotten.is_(False),
    )
    .values({name: bindparam(name) for name in ("owner", "version", "touched_at", "keep_until", "sealed")})
)
_RECOUNT = (
    update(tally)
    .where(tally.c.id == bindparam("b_id"))
    .values({name: bindparam(name) for name in ("outcome", "failed", "is_finished", "sealed")})
)
