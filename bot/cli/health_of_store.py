"""Looks at an open store: its key, its files, its screenings.

Nothing is changed, but for an entry in the trail where faults name screenings.
"""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.cli.command_store import note_reading_of_all
from bot.cli.health import HealthFinding
from bot.config.settings import read_settings
from bot.config.store_location import locate_key_file
from storage.crypto.keys import MasterKey
from storage.maintenance.verify import find_integrity_faults, inspect_all
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
