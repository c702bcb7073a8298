"""Inspecting all other tables: each row unseals with the key that it must have been sealed with, and counts agree."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select

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
    ENROLMENT_SEAL,
    EVENT_SEAL,
    HANDOVER_SEAL,
    INACCURACY_SEAL,
    INVITATION_SEAL,
    KEYRING_SEAL,
    LINK_SEAL,
    OUTBOX_SEAL,
    REPORTER_SEAL,
    TALLY_SEAL,
    WRONG_CODES_SEAL,
)
from storage.database import schema
from storage.database.engine import Database
from storage.database.statements import fetch_rows
from storage.maintenance.definition_inspection import inspect_definitions
from storage.maintenance.inspection import Inspection
from storage.maintenance.row_pages import iterate_pages
from storage.model.errors import Damaged, Refused
from storage.outbox.enqueue import LARGEST_ID

CHANGED = "it was changed outside of this program, or belongs elsewhere"


def inspect_tables(database: Database, keyring: Keyring) -> Iterator[Inspection]:
    """Yields what is wrong with the rows of each table that no other inspection looks at."""
    closed = 0
    for table, seal in _TABLES:
        for connection, rows in iterate_pages(database, table):
            found = []
            for row in rows:
                content = _unseal(seal, _find_key(connection, keyring, table, row), row)
                if content is None:
                    found.append(Inspection(name_row(table, seal, row), (CHANGED,)))
                closed += table is schema.tally and content == CLOSED
            yield from found
    yield from _inspect_counts(database, closed)
    yield from _inspect_message_ids(database)
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


def _inspect_counts(database: Database, closed: int) -> Iterator[Inspection]:
    """Yields where the tally does not count each screening once, or a forgotten one counts for something else."""
    with database.reading() as connection:
        kept, forgotten, counted = (connection.execute(statement).scalar_one() for statement in _COUNTS)
    faults = []
    if counted != kept + forgotten:
        faults.append(f"it has {counted} rows, but {kept + forgotten} screenings were begun")
    if closed != forgotten:
        faults.append(f"it counts {closed} forgotten screenings, but there are {forgotten}")
    if faults:
        yield Inspection("the tally", tuple(faults))


def _inspect_message_ids(database: Database) -> Iterator[Inspection]:
    """Yields where a file would give a message an id that another one has, or none at all."""
    if not database.is_file:
        return
    with database.reading() as connection:
        largest = connection.exec_driver_sql("SELECT max(id) FROM outbox").scalar()
        counted = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = 'outbox'").scalars().all()
    is_right = all(isinstance(each, int) and each < LARGEST_ID for each in counted) and len(counted) <= 1
    if isinstance(largest, int) and (not is_right or max(counted, default=0) < largest):
        yield Inspection("the outbox", ("its count of messages was changed outside of this program",))


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
    (schema.wrong_codes, WRONG_CODES_SEAL),
    (schema.inaccuracies, INACCURACY_SEAL),
    (schema.reporters, REPORTER_SEAL),
    (schema.chats, CHAT_SEAL),
    (schema.dead_letters, DEAD_LETTER_SEAL),
    (schema.clock, CLOCK_SEAL),
)
_KEY = select(schema.screening_keys.c.wrapped).where(schema.screening_keys.c.screening == bindparam("screening"))
_COUNTS = (
    select(func.count()).where(~schema.screenings.c.is_forgotten),
    select(func.count()).where(schema.screenings.c.is_forgotten),
    select(func.count()).select_from(schema.tally),
)
