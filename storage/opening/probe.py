"""The probe: what is at a store's place before it is opened for writing. Nothing, a store, or a reason to refuse."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, inspect, select
from sqlalchemy.exc import DBAPIError

from storage.crypto.keyring import Keyring, open_keyring
from storage.crypto.keys import MasterKey
from storage.database.address import DatabaseAddress, make_file_address
from storage.database.engine import Database
from storage.database.schema import KNOWN_SCHEMAS, SCHEMA_VERSION, keyrings
from storage.database.statements import fetch_rows
from storage.model.errors import Damaged, Refused, StorageError, Unavailable
from storage.opening.database_file import is_database, locate_journal, read_stamps
from storage.opening.location import StoreLocation
from storage.opening.schema_objects import refuse_foreign_objects


@dataclass(frozen=True)
class ProbeResult:
    """What is at a store's place: `schema` is None for an empty database, or for a file that is not there yet."""

    schema: str | None
    keyring: Keyring | None = None
    is_backup: bool = False


@dataclass(frozen=True)
class KeyringRow:
    """What a database says of its keyring without a key."""

    id: bytes
    fingerprint: str
    wrapped: bytes
    is_backup: bool


def probe(place: StoreLocation, key: MasterKey) -> ProbeResult:
    """Returns what is at a store's place, and opens nothing for writing.

    Raises `Refused` for a database that cannot be opened with `key`.
    """
    schema, row = probe_without_key(place)
    if row is None:
        return ProbeResult(schema)
    found = open_keyring(row.id, row.wrapped, key)
    if found is None:
        raise Refused(
            f"{place.address}: it was encrypted with the key {row.fingerprint}, and this one is {key.fingerprint}; give"
            " that key"
        )
    return ProbeResult(schema, found, row.is_backup)


def probe_without_key(place: StoreLocation) -> tuple[str | None, KeyringRow | None]:
    """Returns the schema's version and the keyring's row. Both are None where there is no database, or an empty one."""
    file = place.address.file
    if file is not None and not is_database(file):
        return None, None
    try:
        return _probe(place, is_read_only=True)
    except (Unavailable, Damaged) as fault:
        if file is None or not _awaits_rollback(fault):
            raise Refused(str(fault)) from fault
    return _probe_copy(place, file)


def _probe_copy(place: StoreLocation, file: Path) -> tuple[str | None, KeyringRow | None]:
    """Probes a copy of a database that a crash left in the middle of a transaction.

    Only a writer may roll that back, and nothing may be written before the key is known to be right.
    """
    with TemporaryDirectory() as folder:
        copy = Path(folder) / file.name
        before = read_stamps(file)
        try:
            shutil.copyfile(file, copy)
            shutil.copyfile(locate_journal(file), locate_journal(copy))
        except FileNotFoundError:
            return probe_without_key(place)
        except OSError as error:
            reason = (error.strerror or "unknown reason").lower()
            raise Refused(
                f"{file}: a crash left it in the middle of a transaction, and it cannot be copied to try the key"
                f" ({reason})"
            ) from error
        if read_stamps(file) != before:
            return probe_without_key(place)  # another process rolls it back just now
        try:
            return _probe(replace(place, address=make_file_address(copy)), is_read_only=False)
        except StorageError as fault:
            raise Refused(str(fault).replace(str(copy), str(file))) from fault


def _awaits_rollback(fault: StorageError) -> bool:
    """Says whether a reader was refused because a crash left a transaction that a writer must roll back first."""
    error = fault.__cause__
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlite_errorname", "") == "SQLITE_READONLY_ROLLBACK"


def _probe(place: StoreLocation, *, is_read_only: bool) -> tuple[str | None, KeyringRow | None]:
    database = Database(place.address, busy_seconds=place.busy_seconds, is_read_only=is_read_only)
    try:
        with database.reading() as connection:
            return _read_versions(connection, place.address)
    finally:
        database.close()


def _read_versions(connection: Connection, address: DatabaseAddress) -> tuple[str | None, KeyringRow | None]:
    refuse_foreign_objects(connection, address)
    names = set(inspect(connection).get_table_names())
    if not names:
        return None, None
    if not {"realm", "alembic_version"} <= names:
        raise Refused(
            f"{address}: this database holds something else ({', '.join(sorted(names)[:3])}); name one of ours, or an"
            " empty one"
        )
    numbers = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if len(numbers) != 1:
        raise Refused(f"{address}: the database has lost its schema's number; restore a backup")
    schema = numbers[0]
    if schema not in KNOWN_SCHEMAS:
        raise Refused(
            f"{address}: it was made by a newer trialscreen (schema {schema}; this one knows {SCHEMA_VERSION}); upgrade"
            " the program"
        )
    rows = fetch_rows(connection, _KEYRING, {})
    if not rows:
        raise Refused(f"{address}: the database has lost its realm's row; restore a backup")
    row = rows[0]
    return schema, KeyringRow(row.id, row.fingerprint, row.wrapped, _BACKUP in names)


_KEYRING = select(keyrings.c.id, keyrings.c.fingerprint, keyrings.c.wrapped)

_BACKUP = "backup"
"""The table that only a backup has."""
