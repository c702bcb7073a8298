"""Migrating a database to this release, and making its keyring where there is none yet."""

import secrets
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, select

from storage.audit.chain import read_entry
from storage.audit.generations import pick_secrets
from storage.crypto.keyring import STORE_CHAIN, Keyring, make_keyring, open_keyring
from storage.crypto.keys import MasterKey
from storage.database.engine import Database
from storage.database.schema import APPLICATION_ID, SCHEMA_VERSION, keyrings
from storage.model.entries import EntryKind
from storage.model.errors import Damaged, Refused
from storage.model.people import AccountName
from storage.model.retention import Retention
from storage.model.stored import InboundEvent
from storage.opening.keyring_row import seal_keyring_row
from storage.opening.probe import ProbeResult
from storage.unit_of_work.changes import PendingChanges
from storage.unit_of_work.flush import flush
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.unit_of_work import UnitOfWork

FIRST_SEALED = "0007"
"""The first schema in which every row is sealed."""


def migrate(database: Database, key: MasterKey, found: ProbeResult, now: datetime) -> ProbeResult:
    """Brings the tables to this release's, and makes a keyring where there is none, in one transaction."""
    from storage.migrations import upgrade  # noqa: PLC0415 - the migration library is slow to import, and rarely needed

    with database.writing() as connection:
        if database.is_file:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        else:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (APPLICATION_ID,))
        before = None if found.keyring is None else _read_schema(connection)
        if found.keyring is not None and before is not None and before < FIRST_SEALED:
            _refuse_step_back(connection, found.keyring, database)
        upgrade(connection, keyring=found.keyring)
        if found.keyring is not None and before != SCHEMA_VERSION:
            seal_keyring_row(connection, found.keyring)
            _note_upgrade(connection, found, now)
        row = connection.execute(select(keyrings)).first()
        if row is None:
            made, made_at = make_keyring(key), int(now.timestamp())
            values = {"id": made.id, "fingerprint": key.fingerprint, "wrapped": made.wrap_own_key(), "made_at": made_at}
            connection.execute(insert(keyrings), values)
            seal_keyring_row(connection, made)
            return ProbeResult(SCHEMA_VERSION, made)
    opened = open_keyring(row.id, row.wrapped, key)
    if opened is None:
        raise Refused(
            f"{database.address}: somebody else made it just now with the key {row.fingerprint}; give that key"
        )
    return replace(found, schema=SCHEMA_VERSION, keyring=opened)


def _read_schema(connection: Connection) -> str:
    """Returns the number of the schema as it is now: it may have been looked at before another process migrated it."""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one())


def _refuse_step_back(connection: Connection, keyring: Keyring, database: Database) -> None:
    """Raises `Refused` where the trail tells that the database was brought up to this release before.

    The rows of an earlier release are not sealed. Whoever put some back would have them sealed anew.
    """
    rows = ScreeningRepository(connection, keyring).list_entries(STORE_CHAIN)
    for secret, row in zip(pick_secrets(keyring, keyring.store_keys, rows), rows, strict=True):
        with suppress(Damaged):  # an inspection names an entry that cannot be read
            if read_entry(secret, row).kind is EntryKind.UPGRADED:
                raise Refused(
                    f"{database.address}: an older state was put in the place of the database: its trail tells that it"
                    f" was brought up to this release before (entry {row.number}); restore a backup"
                )


def _note_upgrade(connection: Connection, found: ProbeResult, now: datetime) -> None:
    """Adds an entry to the store's own chain: from which schema to which the database was brought."""
    assert found.keyring is not None
    inbound = InboundEvent("store", f"upgrade:{secrets.token_hex(16)}", "", AccountName("the store"), now)
    changes = PendingChanges()
    uow = UnitOfWork(inbound, changes, ScreeningRepository(connection, found.keyring))
    uow.note_store(EntryKind.UPGRADED, f"from schema {found.schema} to {SCHEMA_VERSION}")
    flush(connection, changes, [inbound], found.keyring, Retention())
