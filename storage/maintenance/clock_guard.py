"""The guard of the clock: nothing is swept while the clock may be wrong.

A gap is believed only when the clock goes on for a day of the boot clock, or when a person confirms it. So a clock
that somebody set destroys nothing, and a quiet weekend only delays.
"""

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.database.schema import keyrings, screenings
from storage.features.clock_record import read_clock_record, write_clock_record
from storage.model.clock import MOST_OFF_SECONDS, ClockDoubt, ClockReading, ClockRecord
from storage.model.entries import EntryKind
from storage.model.errors import Damaged
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

LONGEST_GAP = timedelta(days=1)
"""A longer time since the clock was believed last is a gap."""

HELD_SECONDS = 86_400
"""For how long, by the boot clock, a doubted clock has to go on before it is believed."""

RENEWED_AFTER = timedelta(hours=1)
"""How old the record may become before it is written again."""


class ClockGuard:
    """Says before each sweep whether the clock is believed. `start` is a reading from the start of the process."""

    def __init__(self, store: Store, start: ClockReading) -> None:
        self.store = store
        self._start = start
        self._doubted: ClockReading | None = None

    def look(self, reading: ClockReading) -> ClockDoubt | None:
        """Returns why the clock is doubted now, or None where it is believed. The store remembers either."""
        with self.store.database.writing() as connection:
            check_key(connection, self.store.keyring)
            try:
                record = find_clock_record(connection, self.store.keyring)
            except Damaged:
                return ClockDoubt.DAMAGED
            goes_on = self._goes_on(record, reading)
            doubt = find_doubt(record, reading) if goes_on else ClockDoubt.JUMPED
            first = None if doubt is None else self._find_first(record, reading)
            is_held = first is not None and reading.boot_seconds - first.boot_seconds < HELD_SECONDS
            if first is not None and (is_held or not goes_on):
                self._write(connection, record, ClockRecord(record.believed_at, first, is_doubted=True))
                self._doubted = first
                return doubt
            believed_at = reading.at if first is not None else max(record.believed_at, reading.at)
            self._write(connection, record, ClockRecord(believed_at, reading, is_doubted=False))
        self.store.not_before, self._doubted = believed_at, None
        return None

    def _goes_on(self, record: ClockRecord, reading: ClockReading) -> bool:
        """Says whether the clock went on since the start of the process, or since a time that was confirmed."""
        if reading.agrees_with(self._start):
            return True
        if record.is_doubted or not reading.agrees_with(record.reading):
            return False
        self._start = record.reading
        return True

    def _find_first(self, record: ClockRecord, reading: ClockReading) -> ClockReading:
        """Returns the first reading with which this same gap was seen.

        Processes of several machines share one record, so each remembers its own first reading as well.
        """
        seen = [record.reading] if record.is_doubted else []
        seen += [] if self._doubted is None else [self._doubted]
        seen = [each for each in seen if reading.agrees_with(each)]
        return min(seen, key=lambda each: each.boot_seconds, default=reading)

    def _write(self, connection: Connection, before: ClockRecord, record: ClockRecord) -> None:
        """Writes the record, unless it says the same already, or is young enough."""
        is_same_boot = before.reading.boot == record.reading.boot
        is_young = abs(record.believed_at - before.believed_at) < RENEWED_AFTER and not before.is_doubted
        is_told = before == record if record.is_doubted else is_same_boot and is_young
        if not is_told:
            write_clock_record(connection, self.store.keyring, record)


def find_clock_record(connection: Connection, keyring: Keyring) -> ClockRecord:
    """Returns the record; where there is none yet, the clock was believed last when the database was made.

    Raises `Damaged` where it was changed.
    """
    record = read_clock_record(connection, keyring)
    if record is not None:
        return record
    made_at = datetime.fromtimestamp(connection.execute(_MADE_AT).scalar_one(), UTC)
    return ClockRecord(made_at, ClockReading(made_at, "", 0), is_doubted=False)


def find_doubt(record: ClockRecord, reading: ClockReading) -> ClockDoubt | None:
    """Returns why a reading is to be doubted after what was recorded, or None where nothing speaks against it."""
    gap = reading.at - record.believed_at
    if gap > LONGEST_GAP:
        return ClockDoubt.AHEAD
    if gap < -timedelta(seconds=MOST_OFF_SECONDS):
        return ClockDoubt.BEHIND
    is_that_doubted = record.is_doubted and reading.agrees_with(record.reading)
    return ClockDoubt.JUMPED if is_that_doubted else None


def confirm_clock(uow: UnitOfWork, reading: ClockReading) -> None:
    """Believes the clock from now on, because a person says that it is right. The trail of the database has it.

    What was used under a clock that was ahead would be kept until then. It is kept from now on, with an entry each.
    """
    record = ClockRecord(reading.at, reading, is_doubted=False)
    write_clock_record(uow.begin_writing(), uow.keyring, record)
    uow.note_store(EntryKind.CLOCK_CONFIRMED, f"{reading.at:%Y-%m-%d %H:%M} UTC")
    for each in list_used_ahead(uow.reading, reading.at):
        stored = uow.find_by_id(each)
        if stored is not None:
            uow.note(stored, EntryKind.CLOCK_CONFIRMED, "kept from now on")


def list_used_ahead(connection: Connection, at: datetime) -> list[bytes]:
    """Returns the ids of the screenings that were used last on a day that is yet to come."""
    return list(connection.execute(_USED_AHEAD, {"at": int((at + LONGEST_GAP).timestamp())}).scalars())


_MADE_AT = select(keyrings.c.made_at)
_USED_AHEAD = select(screenings.c.id).where(
    screenings.c.touched_at > bindparam("at"), screenings.c.is_forgotten.is_(False)
)
