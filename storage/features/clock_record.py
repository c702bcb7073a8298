"""The record of the clock: one row, bound to its database. It says when the clock was believed last."""

from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, select, text

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import CLOCK_SEAL
from storage.database.schema import clock
from storage.database.statements import fetch_rows
from storage.model.clock import ClockReading, ClockRecord

NUMBER = 1
"""The number of the only row."""


def read_clock_record(connection: Connection, keyring: Keyring) -> ClockRecord | None:
    """Returns the record; None where no clock was looked at yet. Raises `Damaged` where it was changed."""
    rows = fetch_rows(connection, _RECORD, {"number": NUMBER})
    if not rows:
        return None
    row = rows[0]
    CLOCK_SEAL.unseal(keyring.store_key, row)
    reading = ClockReading(datetime.fromtimestamp(row.read_at, UTC), row.boot, row.boot_seconds)
    return ClockRecord(datetime.fromtimestamp(row.believed_at, UTC), reading, bool(row.is_doubted))


def write_clock_record(connection: Connection, keyring: Keyring, record: ClockRecord) -> None:
    """Writes the record in place of the one before."""
    columns = {
        "number": NUMBER,
        "believed_at": int(record.believed_at.timestamp()),
        "boot": record.reading.boot,
        "read_at": int(record.reading.at.timestamp()),
        "boot_seconds": int(record.reading.boot_seconds),
        "is_doubted": record.is_doubted,
    }
    connection.execute(_WRITE, CLOCK_SEAL.make(keyring.store_key, columns))


_RECORD = select(clock).where(clock.c.number == bindparam("number"))
_WRITE = text(
    "INSERT INTO clock (number, believed_at, boot, read_at, boot_seconds, is_doubted, sealed)"
    " VALUES (:number, :believed_at, :boot, :read_at, :boot_seconds, :is_doubted, :sealed)"
    " ON CONFLICT (number) DO UPDATE SET believed_at = excluded.believed_at, boot = excluded.boot,"
    " read_at = excluded.read_at, boot_seconds = excluded.boot_seconds, is_doubted = excluded.is_doubted,"
    " sealed = excluded.sealed"
)
