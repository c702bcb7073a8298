"""Opening a store: it is made where there is none yet, and brought up to this release.

A store that may not be opened is refused before anything is opened for writing.
"""

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import insert, select

from storage.audit.anchor import Anchor
from storage.audit.erasure_journal import ErasureJournal
from storage.crypto.keyring import make_keyring, open_keyring
from storage.crypto.keys import MasterKey
from storage.database.engine import Connect, Database
from storage.database.schema import APPLICATION_ID, SCHEMA_VERSION, keyrings
from storage.model.errors import Refused, StorageError
from storage.opening.keyring_row import check_keyring_row, seal_keyring_row
from storage.opening.location import StoreLocation
from storage.opening.probe import ProbeResult, probe
from storage.opening.recent_entries import find_rollback
from storage.unit_of_work.forgetting import forget_again
from storage.unit_of_work.store import Store


def open_store(place: StoreLocation, key: MasterKey, now: datetime, *, connect: Connect | None = None) -> Store:
    """Opens the store at a place, and makes one where there is none yet; a database of an earlier release is migrated.

    Raises `Refused`, with nothing written, for another key, a foreign database, a newer release, and a database that
    cannot be reached.
    """
    found = probe(place, key)
    return _open(place, key, found, now, connect)


def open_existing(place: StoreLocation, key: MasterKey, now: datetime) -> Store:
    """Opens a store as `open_store` does, but never makes one."""
    found = probe(place, key)
    if found.schema is None:
        raise Refused(
            f"{place.address}: there are no screenings here yet; `trialscreen chat` begins one, --database names"
            " another place"
        )
    return _open(place, key, found, now, None)


def _open(place: StoreLocation, key: MasterKey, found: ProbeResult, now: datetime, connect: Connect | None) -> Store:
    if place.address.file is not None:
        _make_writable_file(place.address.file, is_new=found.schema is None)
    database = Database(place.address, busy_seconds=place.busy_seconds, connect=connect)
    try:
        if found.schema != SCHEMA_VERSION:
            found = _migrate(database, key, found, now)
        assert found.keyring is not None
        keyring = found.keyring
        anchor, journal = Anchor(place.anchor, keyring), ErasureJournal(place.journal, keyring)
        with database.reading() as connection:
            check_keyring_row(connection, keyring, place.address)
        store = Store(database, keyring, anchor, journal, place.retention)
        rollback = find_rollback(store)
        if rollback is not None:
            store.warnings.append(rollback)
        forget_again(store, now)
    except StorageError:
        database.close()
        raise
    return store


def _make_writable_file(file: Path, *, is_new: bool) -> None:
    """Makes an empty file that only its owner may read, where it is new. Refuses a file that may not be written."""
    try:
        if is_new:
            file.touch(mode=0o600)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise Refused(
            f"{file}: the database cannot be made ({reason}); allow writing there, or name another place"
        ) from error
    if not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        raise Refused(f"{file}: the database and its folder may not be written; allow writing, or name another place")


def _migrate(database: Database, key: MasterKey, found: ProbeResult, now: datetime) -> ProbeResult:
    """Brings the tables to this release's, and makes a keyring where there is none, in one transaction."""
    from storage.migrations import upgrade  # noqa: PLC0415 - the migration library is slow to import, and rarely needed

    with database.writing() as connection:
        if database.is_file:
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        else:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (APPLICATION_ID,))
        upgrade(connection, keyring=found.keyring)
        if found.keyring is not None:
            seal_keyring_row(connection, found.keyring)
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
