"""The seal of a backup: an HMAC over its schema, every row of every table, when it was taken, and by which version.

The file is read row by row. Each value is sealed with its type, so that none is taken for another.
"""

import sqlite3
import struct
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from hmac import HMAC, compare_digest
from pathlib import Path
from typing import Any

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text, insert
from sqlalchemy.exc import DBAPIError

from storage.crypto.encryption import make_identity
from storage.crypto.keyring import Keyring
from storage.database.address import make_file_address
from storage.database.engine import Database
from storage.database.faults import translate_error
from storage.maintenance.former_seal import compute_former_seal
from storage.model.errors import Damaged

backup = Table(
    "backup",
    MetaData(),
    Column("taken_at", BigInteger, nullable=False),
    Column("version", Text, nullable=False),
    Column("seal", LargeBinary(32), nullable=False),
)
"""One row, in backups only: when it was taken, by which version of the program, and the seal."""


@dataclass(frozen=True)
class Backup:
    """What a sealed backup says of itself. `screenings` counts the forgotten ones too.

    `gone` says, when it was taken, which entries the anchor knew and the database did not hold.
    """

    taken_at: datetime
    version: str
    screenings: int
    gone: tuple[str, ...] = ()


def seal_backup(copy: Database, keyring: Keyring, taken_at: int, version: str) -> None:
    """Seals a copy of a database, which nobody else uses."""
    assert copy.address.file is not None
    with copy.writing() as connection:
        backup.create(connection)
    seal = _compute_seal(copy.address.file, keyring, taken_at, version)
    with copy.writing() as connection:
        connection.execute(insert(backup), {"taken_at": taken_at, "version": version, "seal": seal})


def check_seal(file: Path, keyring: Keyring) -> Backup:
    """Returns what a backup says of itself. Raises `Damaged` where anything in it is not as it was sealed."""
    try:
        found = _check(file, keyring)
    except (ValueError, TypeError, ArithmeticError):  # rows of another form than this program writes
        found = None
    except sqlite3.Error as error:
        if error.sqlite_errorname != "SQLITE_ERROR":  # tables of another form
            raise translate_error(DBAPIError(None, None, error), make_file_address(file)) from error
        found = None
    if found is None:
        raise Damaged("the backup does not pass: what is in it is not what it was made of; use another backup")
    return found


def _check(file: Path, keyring: Keyring) -> Backup | None:
    with closing(_open(file)) as connection:
        ((taken_at, version, seal),) = connection.execute("SELECT taken_at, version, seal FROM backup")
        (count,) = connection.execute("SELECT count(*) FROM screenings").fetchone()
        if (type(taken_at), type(version), type(seal)) != (int, bytearray, bytes):
            return None
        program = version.decode()
        is_sealed = compare_digest(seal, _compute_seal(file, keyring, taken_at, program)) or compare_digest(
            seal, compute_former_seal(connection, keyring, taken_at, program)
        )
        return Backup(datetime.fromtimestamp(taken_at, UTC), program, count) if is_sealed else None


def _compute_seal(file: Path, keyring: Keyring, taken_at: int, version: str) -> bytes:
    """Returns the seal of a file as it stands; of the table `backup` it covers the form, and no row."""
    seal = HMAC(keyring.anchor_key, make_identity("whole backup", keyring.id, taken_at, version), sha256)
    with closing(_open(file)) as connection:
        _add_rows(seal, connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY 1, 2, 3"))
        tables = connection.execute("SELECT CAST(name AS BLOB) FROM sqlite_schema WHERE type = 'table' ORDER BY 1")
        for (name,) in tables.fetchall():
            if name != backup.name.encode():
                _add_table(seal, connection, name.decode())
    return seal.digest()


def _add_table(seal: HMAC, connection: sqlite3.Connection, name: str) -> None:
    """Adds the rows of a table in the order of its primary key; without one, in the order of all columns."""
    quoted = _quote(name)
    columns = connection.execute(f"PRAGMA table_info({quoted})").fetchall()
    keys = sorted((place, number) for number, _, _, _, _, place in columns if place)
    order = [str(number + 1) for _, number in keys] or [str(number + 1) for number in range(len(columns))]
    seal.update(make_identity("table", name))
    _add_rows(seal, connection.execute(f"SELECT * FROM {quoted} ORDER BY {', '.join(order)}"))  # noqa: S608 - quoted


def _add_rows(seal: HMAC, rows: Iterable[tuple[Any, ...]]) -> None:
    for row in rows:
        seal.update(b"R" + b"".join(map(_encode, row)))


def _encode(value: Any) -> bytes:
    """Returns a value as bytes that no other value gives. Text comes as `bytearray`, as `_open` asks for."""
    if value is None:
        return b"N"
    if type(value) is int:
        return b"I" + value.to_bytes(8, signed=True)
    if type(value) is float:
        return b"F" + struct.pack(">d", value)
    sort = b"B" if type(value) is bytes else b"T"
    return b"".join((sort, len(value).to_bytes(8), value))


def _open(file: Path) -> sqlite3.Connection:
    """Opens a file to read it only, and takes text as it stands, whether or not it is Unicode."""
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    connection.text_factory = bytearray
    return connection


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
