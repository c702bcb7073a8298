"""Looks at an open store: its key, its files, its screenings.

Nothing is changed, but for an entry in the trail where faults name screenings.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from bot import phrases
from bot.cli.command_store import note_reading_of_all
from bot.cli.health import HealthFinding
from bot.config.output import format_time
from bot.config.settings import read_settings
from bot.config.store_location import locate_key_file
from storage.crypto.keys import MasterKey
from storage.maintenance.clock_guard import find_clock_record, find_doubt, list_used_ahead
from storage.maintenance.verify import find_integrity_faults, inspect_all
from storage.model.clock import ClockDoubt, ClockReading
from storage.model.errors import Damaged
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store


def examine_key(key: MasterKey) -> HealthFinding:
    """Says where the key comes from."""
    given = read_settings()
    source = "TRIALSCREEN_KEY" if given.key.get_secret_value() else locate_key_file(given)
    return HealthFinding("key", f"{key.fingerprint}, from {source}")


def examine_files(where: StoreLocation) -> Iterator[HealthFinding]:
    """Says whether the files beside the database can be written."""
    for subject, file in (("anchor", where.anchor), ("journal of the forgotten", where.journal)):
        yield HealthFinding(subject, f"{file}{'' if file.exists() else ': not there yet'}", _may_write(file))


def _may_write(file: Path) -> bool:
    return os.access(file if file.exists() else file.parent, os.W_OK)


def describe_retention(where: StoreLocation) -> HealthFinding:
    """Says how long screenings are stored."""
    days = where.retention
    return HealthFinding(
        "retention",
        f"unfinished screenings are kept {days.idle_days} days after their last use, finished ones"
        f" {days.finished_days}",
    )


def examine_clock(store: Store, reading: ClockReading) -> HealthFinding:
    """Says whether the clock is believed; where it is doubted, since when, and what a person can do."""
    at = format_time(reading.at)
    try:
        with store.database.reading() as connection:
            record = find_clock_record(connection, store.keyring)
            ahead = len(list_used_ahead(connection, reading.at))
    except Damaged:
        return HealthFinding("clock", phrases.CLOCK_DAMAGED.format(at=at), is_well=False)
    doubt, believed = find_doubt(record, reading), format_time(record.believed_at)
    if doubt is None and ahead:
        return HealthFinding("clock", phrases.CLOCK_WAS_AHEAD.format(at=at, count=ahead), is_well=False)
    if doubt is None:
        return HealthFinding("clock", phrases.CLOCK_BELIEVED.format(at=at))
    if doubt is ClockDoubt.AHEAD and not record.is_doubted:
        return HealthFinding("clock", phrases.CLOCK_GAP.format(at=at, believed=believed))
    since = format_time(record.reading.at)
    is_waiting = record.is_doubted and reading.agrees_with(record.reading)
    waiting = phrases.CLOCK_WAITING.format(since=since) if is_waiting else ""
    said = phrases.CLOCK_DOUBTED.format(doubt=doubt.value, at=at, believed=believed, waiting=waiting)
    return HealthFinding("clock", said, is_well=False)


def examine_store(store: Store) -> Iterator[HealthFinding]:
    """Reads all that the store holds, and says what is wrong with it.

    Faults name screenings of all people, so that is noted before they are told.
    """
    broken = find_integrity_faults(store.database)
    yield HealthFinding("integrity", "; ".join(broken) or "the database's own check finds nothing", not broken)
    count, sentences = 0, list[str]()
    for each in inspect_all(store):
        count += each.screening is not None
        sentences += each.sentences
    if sentences:
        sentences += note_reading_of_all(store, "the faults that the doctor found")
    yield from (HealthFinding("audit", sentence, is_well=False) for sentence in sentences)
    yield HealthFinding("audit", f"{count} screenings inspected")
    yield HealthFinding("outbox", f"{store.outbox.count_waiting()} messages wait")
