"""Inspecting all other tables: each row unseals with the key that it must have been sealed with, and counts agree."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from sqlalchemy import Connection, Table, bindparam, select

from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.crypto.row_seal import RowSeal
from storage.crypto.row_seals import (
    ACCOUNT_SEAL,
    CHAT_SEAL,
    CLOCK_SEAL,
    CLOSED,
    DEAD_LETTER_SEAL,
    DEFINITION_SEAL,
    DEVICE_SEAL,
    ENROLMENT_SEAL,
    EVENT_SEAL,
    HANDOVER_SEAL,
    INACCURACY_SEAL,
    INBOX_SEAL,
    INVITATION_SEAL,
    KEYRING_SEAL,
    LINK_SEAL,
    OUTBOX_SEAL,
    PASSKEY_SEAL,
    REPORTER_SEAL,
    ROOM_SEAL,
    SIGN_IN_SEAL,
    TALLY_SEAL,
    TIMELINE_SEAL,
    WRONG_CODES_SEAL,
)
from storage.database import schema
from storage.database.engine import Database
from storage.database.statements import fetch_rows
from storage.maintenance.count_inspection import count_forgotten, inspect_counts, inspect_message_ids
from storage.maintenance.definition_inspection import inspect_definitions
from storage.maintenance.inspection import Inspection
from storage.maintenance.row_pages import inspect_pages
from storage.model.errors import Damaged, Refused

CHANGED = "it was changed outside of this program, or belongs elsewhere"


def inspect_tables(database: Database, keyring: Keyring) -> Iterator[Inspection]:
    """Yields what is wrong with the rows of each table that no other inspection looks at."""
    closed, forgotten = 0, count_forgotten(database)

    def inspect(table: Table, seal: RowSeal, connection: Connection, rows: Sequence[Any]) -> Iterator[Inspection]:
        nonlocal closed
        for row in rows:
            content = _unseal(seal, _find_key(connection, keyring, table, row), row)
            if content is None:
                yield Inspection(name_row(table, seal, row), (CHANGED,))
            closed += table is schema.tally and content == CLOSED

    for table, seal in _TABLES:
        yield from inspect_pages(database, table, partial(inspect, table, seal))
    yield from inspect_counts(database, closed, forgotten)
    yield from inspect_message_ids(database)
    with database.reading() as connection:
        yield from list(inspect_definitions(connection))
        yield from list(_inspect_keyring(connection, keyring))


def name_row(table: Table, seal: RowSeal, row: Any) -> str:
    """Returns what names a row: what it is, and its key."""
    key = [getattr(row, column.name) for column in table.primary_key.columns]
    return f"{seal.what} {' '.join(each.hex() if isinstance(each, bytes) else str(each)[:40] for each in key)}"


def _find_key(connection: Connection, keyring: Keyring, table: Table, row: Any) -> bytes | None:
    """Returns the key with which a row is sealed; None where there is none any more."""
    if table is schema.outbox and (row.sent_at is not None or row.screening is None):
        return keyring.store_key
    if table not in (schema.outbox, schema.handovers):
        return keyring.store_key
    if not isinstance(row.screening, bytes):
        return None
    keys = fetch_rows(connection, _KEY, {"screening": row.screening})
    return keyring.unwrap(row.screening, keys[0].wrapped) if keys else None


def _unseal(seal: RowSeal, key: bytes | None, row: Any) -> bytes | None:
    if key is None:
        return None
    try:
        return seal.unseal(key, row)
    except Damaged:
        return None


def _inspect_keyring(connection: Connection, keyring: Keyring) -> Iterator[Inspection]:
    try:
        check_key(connection, keyring)
    except Refused as fault:
        yield Inspection("the realm", (str(fault),))


_TABLES: tuple[tuple[Table, RowSeal], ...] = (
    (schema.keyrings, KEYRING_SEAL),
    (schema.definitions, DEFINITION_SEAL),
    (schema.events, EVENT_SEAL),
    (schema.outbox, OUTBOX_SEAL),
    (schema.tally, TALLY_SEAL),
    (schema.enrolment_counts, ENROLMENT_SEAL),
    (schema.accounts, ACCOUNT_SEAL),
    (schema.invitations, INVITATION_SEAL),
    (schema.handovers, HANDOVER_SEAL),
    (schema.link_codes, LINK_SEAL),
    (schema.sign_ins, SIGN_IN_SEAL),
    (schema.passkeys, PASSKEY_SEAL),
    (schema.wrong_codes, WRONG_CODES_SEAL),
    (schema.inaccuracies, INACCURACY_SEAL),
    (schema.reporters, REPORTER_SEAL),
    (schema.chats, CHAT_SEAL),
    (schema.dead_letters, DEAD_LETTER_SEAL),
    (schema.devices, DEVICE_SEAL),
    (schema.rooms, ROOM_SEAL),
    (schema.inbox, INBOX_SEAL),
    (schema.timeline, TIMELINE_SEAL),
    (schema.clock, CLOCK_SEAL),
)
_KEY = select(schema.screening_keys.c.wrapped).where(schema.screening_keys.c.screening == bindparam("screening"))
