"""`trialscreen doctor`: what is set, reachable and wrong, without showing a secret.

It only looks; nothing is made or mended.
"""

import os
import platform
import sqlite3
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

from bot.config import store_access as keeping
from bot.config.clock import make_clock
from bot.config.errors import UsageFault
from bot.config.output import print_json
from bot.config.settings import Settings, read_settings
from bot.config.sites import read_listed_sites, summarize_sites
from storage.crypto.keys import MasterKey
from storage.maintenance.verify import find_integrity_faults, inspect_all
from storage.model.errors import StorageError
from storage.opening.location import StoreLocation
from storage.opening.opening import open_existing
from storage.opening.probe import probe_without_key
from storage.unit_of_work.store import Store


@dataclass(frozen=True)
class HealthFinding:
    """One thing that was looked at: how it stands, and whether that is well."""

    subject: str
    said: str
    is_well: bool = True


def run(database: str, *, is_quick: bool, as_json: bool) -> int:
    """Prints what was found. Returns 0 where all is well, else 1."""
    findings = list(_examine(database, is_quick=is_quick))
    if as_json:
        plain = [{"subject": each.subject, "said": each.said, "well": each.is_well} for each in findings]
        print_json(plain)
    else:
        for each in findings:
            sys.stdout.write(f"{'ok' if each.is_well else 'WRONG':<6}{each.subject}: {each.said}\n")
    return 0 if all(each.is_well for each in findings) else 1


def _examine(database: str, *, is_quick: bool) -> Iterator[HealthFinding]:
    yield HealthFinding(
        "program",
        f"trialscreen {metadata.version('trialscreen')}, Python {platform.python_version()}, SQLite"
        f" {sqlite3.sqlite_version}",
    )
    try:
        given = read_settings()
        yield _examine_settings(given)
        yield _examine_telegram(given, is_quick=is_quick)
        yield _examine_sites()
        yield _examine_extras()
        where = keeping.locate_store(database)
    except UsageFault as fault:
        yield HealthFinding("settings", str(fault), is_well=False)
        return
    try:
        schema, row = probe_without_key(where) if keeping.has_store(where) else (None, None)
    except StorageError as fault:
        yield HealthFinding("database", str(fault), is_well=False)
        return
    if row is None:
        yield HealthFinding("database", f"{where.address}: none yet; the first screening makes it")
        return
    yield HealthFinding("database", f"{where.address}: schema {schema}, encrypted with the key {row.fingerprint}")
    try:
        key = keeping.read_store_key(where)
        store = open_existing(where, key, make_clock(None)())
    except (UsageFault, StorageError) as fault:
        yield HealthFinding("key", str(fault), is_well=False)
        return
    try:
        yield _examine_key(key)
        yield from _examine_files(where)
        yield _describe_retention(where)
        yield from [] if is_quick else _examine_store(store)
    finally:
        store.close()


def _examine_settings(given: Settings) -> HealthFinding:
    names = [f"TRIALSCREEN_{name.upper()}" for name in sorted(given.model_fields_set)]
    return HealthFinding("settings", ", ".join(names) or "none is set; docs/settings.md lists them")


def _examine_telegram(given: Settings, *, is_quick: bool) -> HealthFinding:
    if not given.telegram_token.get_secret_value() and given.telegram_token_file is None:
        return HealthFinding("telegram", "no token is set; the terminal needs none")
    from bot.cli.telegram_check import check_telegram  # noqa: PLC0415 - Telegram's library is slow to import

    found = check_telegram(given, is_quick=is_quick)
    return HealthFinding("telegram", found.said, found.is_well)


def _examine_sites() -> HealthFinding:
    try:
        return HealthFinding("sites", summarize_sites(read_listed_sites()))
    except UsageFault as fault:
        return HealthFinding("sites", str(fault), is_well=False)


def _examine_extras() -> HealthFinding:
    """Says whether what makes PDFs, PNGs and spreadsheets is there; it need not be."""
    missing = [name for name in ("typst", "matplotlib", "xlsxwriter") if find_spec(name) is None]
    if not missing:
        return HealthFinding("reports", "the extra [reports] is installed")
    return HealthFinding(
        "reports", f"no PDF, PNG or XLSX can be made without {', '.join(missing)}: pip install 'trialscreen[reports]'"
    )


def _examine_key(key: MasterKey) -> HealthFinding:
    given = read_settings()
    if given.key.get_secret_value():
        return HealthFinding("key", f"{key.fingerprint}, from TRIALSCREEN_KEY")
    file = keeping.locate_key_file(given)
    is_private = os.name != "posix" or not file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    open_to_others = "" if is_private else "; others may read it: chmod 600"
    return HealthFinding("key", f"{key.fingerprint}, from {file}{open_to_others}", is_private)


def _examine_files(where: StoreLocation) -> Iterator[HealthFinding]:
    for subject, file in (("anchor", where.anchor), ("journal of the forgotten", where.journal)):
        yield HealthFinding(subject, f"{file}{'' if file.exists() else ': not there yet'}", _may_write(file))


def _may_write(file: Path) -> bool:
    return os.access(file if file.exists() else file.parent, os.W_OK)


def _describe_retention(where: StoreLocation) -> HealthFinding:
    days = where.retention
    return HealthFinding(
        "retention",
        f"unfinished screenings are kept {days.idle_days} days after their last use, finished ones"
        f" {days.finished_days}",
    )


def _examine_store(store: Store) -> Iterator[HealthFinding]:
    broken = find_integrity_faults(store.database)
    yield HealthFinding("integrity", "; ".join(broken) or "the database's own check finds nothing", not broken)
    count = 0
    for each in inspect_all(store):
        count += each.screening is not None
        for sentence in each.sentences:
            yield HealthFinding("audit", sentence, is_well=False)
    yield HealthFinding("audit", f"{count} screenings inspected")
    yield HealthFinding("outbox", f"{store.outbox.count_waiting()} messages wait")
