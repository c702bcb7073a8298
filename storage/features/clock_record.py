"""The record of the clock: one row, bound to its database. It says when the clock was believed last."""

from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, select, text

from storage.crypto.encryption import ENTRY_STEP, make_identity, seal, unseal
from storage.crypto.keyring import Keyring
from storage.database.schema import clock
from storage.model.clock import ClockReading, ClockRecord

NUMBER = 1
"""The number of the only row."""


def read_clock_record(connection: Connection, keyring: Keyring) -> ClockRecord | None:
    """Returns the record; None where no clock was looked at yet. Raises `Damaged` where it was changed."""
    row = connection.execute(_RECORD, {"number": NUMBER}).mappings().first()
    if row is None:
        return None
    clear = {name: value for name, value in row.items() if name != "sealed"}
    unseal(keyring.store_key, row["sealed"], _make_identity(clear), "the record of the clock")
    reading = ClockReading(datetime.fromtimestamp(row["read_at"], UTC), row["boot"], row["boot_seconds"])
    return ClockRecord(datetime.fromtimestamp(row["believed_at"], UTC), reading, row["is_doubted"])


def write_clock_record(connection: Connection, keyring: Keyring, record: ClockRecord) -> None:
    """Writes the record in place of the one before."""
    clear: dict[str, object] = {
        "number": NUMBER,
        "believed_at": int(record.believed_at.timestamp()),
        "boot": record.reading.boot,
        "read_at": int(record.reading.at.timestamp()),
        "boot_seconds": int(record.reading.boot_seconds),
        "is_doubted": record.is_doubted,
    }
    connection.execute(_WRITE, {**clear, "sealed": seal(keyring.store_key, b"", _make_identity(clear), ENTRY_STEP)})


def _make_identity(clear: dict[str, object]) -> bytes:
    """Returns the identity with which the row is sealed: all that stands in clear."""
    return make_identity("clock", *(f"{name}: {clear[name]}" for name in sorted(clear)))


_RECORD = select(clock).where(clock.c.number == bindparam("number"))
_WRITE = text(
    "INSERT INTO clock (number, believed_at, boot, read_at, boot_seconds, is_doubted, sealed)"
    " VALUES (:number, :believed_at, :boot, :read_at, :boot_seconds, :is_doubted, :sealed)"
    " ON CONFLICT (number) DO UPDATE SET believed_at = excluded.believed_at, boot = excluded.boot,"
    " read_at = excluded.read_at, boot_seconds = excluded.boot_seconds, is_doubted = excluded.is_doubted,"
    " sealed = excluded.sealed"
)
