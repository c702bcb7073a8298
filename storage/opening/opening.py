"""Opening a store: it is made where there is none yet, and brought up to this release.

A store that may not be opened is refused before anything is opened for writing.
"""

import os
from datetime import datetime
from pathlib import Path

from storage.audit.anchor import Anchor
from storage.audit.erasure_journal import ErasureJournal
from storage.crypto.keys import MasterKey
from storage.database.engine import Connect, Database
from storage.database.schema import SCHEMA_VERSION
from storage.features.clock_record import read_clock_record
from storage.model.errors import Damaged, Refused, StorageError
from storage.opening.keyring_row import check_keyring_row
from storage.opening.location import StoreLocation
from storage.opening.migrating import migrate
from storage.opening.place_lock import lock_place
from storage.opening.probe import ProbeResult, probe
from storage.opening.recent_entries import find_missing_anchor, find_rollback
from storage.opening.unfinished import clear_locked_place, clear_place
from storage.unit_of_work.forgetting import forget_again
from storage.unit_of_work.store import Store


def open_store(place: StoreLocation, key: MasterKey, now: datetime, *, connect: Connect | None = None) -> Store:
    """Opens the store at a place, and makes one where there is none yet; a database of an earlier release is migrated.

    Raises `Refused`, with nothing written, for another key, a foreign database, a newer release, and a database that
    cannot be reached. Raises `Unavailable` where a backup is being restored to the place.
    """
    found = probe(place, key)
    if found.schema is not None:
        return _open(place, key, found, now, connect)
    with lock_place(place):
        clear_locked_place(place)
        found = probe(place, key)  # somebody may have made or restored one meanwhile
        return _open(place, key, found, now, connect, is_locked=True)


def open_existing(place: StoreLocation, key: MasterKey, now: datetime) -> Store:
    """Opens a store as `open_store` does, but never makes one."""
    found = probe(place, key)
    if found.schema is None:
        raise Refused(
            f"{place.address}: there are no screenings here yet; `trialscreen chat` begins one, --database names"
            " another place"
        )
    return _open(place, key, found, now, None)


def _open(
    place: StoreLocation,
    key: MasterKey,
    found: ProbeResult,
    now: datetime,
    connect: Connect | None,
    *,
    is_locked: bool = False,
) -> Store:
    if found.is_backup:
        raise Refused(
            f"{place.address}: this is a backup, and would be one no more if it was used; `trialscreen restore` makes a"
            " database of it"
        )
    if place.address.file is not None:
        _make_writable_file(place.address.file, is_new=found.schema is None)
    if not is_locked:
        clear_place(place)
    database = Database(place.address, busy_seconds=place.busy_seconds, connect=connect)
    try:
        if found.schema != SCHEMA_VERSION:
            found = migrate(database, key, found, now)
        assert found.keyring is not None
        keyring = found.keyring
        anchor, journal = Anchor(place.anchor, keyring), ErasureJournal(place.journal, keyring)
        with database.reading() as connection:
            check_keyring_row(connection, keyring, place.address)
        store = Store(database, keyring, anchor, journal, place.retention)
        store.warnings += filter(None, (find_missing_anchor(store), find_rollback(store)))
        store.not_before = _find_last_belief(store)
        forget_again(store, now)
    except StorageError:
        database.close()
        raise
    return store


def _find_last_belief(store: Store) -> datetime | None:
    """Returns when the clock was believed last. A record that was changed says nothing: the sweep and doctor tell."""
    with store.database.reading() as connection:
        try:
            record = read_clock_record(connection, store.keyring)
        except Damaged:
            return None
    return None if record is None else record.believed_at


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
