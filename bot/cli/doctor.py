"""`trialscreen doctor`: what is set, reachable and wrong, without showing a secret. It only looks; nothing is made or mended."""

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
from bot.config.clock import clock
from bot.config.errors import UsageFault
from bot.config.output import print_json
from bot.config.settings import Settings, settings
from bot.config.sites import in_short, listed_sites
from storage.crypto.keys import MasterKey
from storage.maintenance.verify import inspect_all, integrity_faults
from storage.model.errors import StorageError
from storage.opening.location import Place
from storage.opening.opening import open_existing
from storage.opening.probe import look_without_key
from storage.unit_of_work.store import Store


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: how it stands, and whether that is well."""

    subject: str
    said: str
    is_well: bool = True


def run(database: str, *, is_quick: bool, as_json: bool) -> int:
    """Prints what was found. Returns 0 where all is well, else 1."""
    findings = list(_findings(database, is_quick=is_quick))
    if as_json:
        plain = [{"subject": each.subject, "said": each.said, "well": each.is_well} for each in findings]
        print_json(plain)
    else:
        for each in findings:
            sys.stdout.write(f"{'ok' if each.is_well else 'WRONG':<6}{each.subject}: {each.said}\n")
    return 0 if all(each.is_well for each in findings) else 1


def _findings(database: str, *, is_quick: bool) -> Iterator[Finding]:
    yield Finding(
        "program", f"trialscreen {metadata.version('trialscreen')}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    )
    try:
        given = settings()
        yield _set(given)
        yield _telegram(given, is_quick=is_quick)
        yield _sites()
        yield _reports()
        where = keeping.place(database)
    except UsageFault as fault:
        yield Finding("settings", str(fault), is_well=False)
        return
    try:
        schema, row = look_without_key(where) if keeping.is_there(where) else (None, None)
    except StorageError as fault:
        yield Finding("database", str(fault), is_well=False)
        return
    if row is None:
        yield Finding("database", f"{where.address}: none yet; the first screening makes it")
        return
    yield Finding("database", f"{where.address}: schema {schema}, encrypted with the key {row.fingerprint}")
    try:
        key = keeping.key(where)
        store = open_existing(where, key, clock(None)())
    except (UsageFault, StorageError) as fault:
        yield Finding("key", str(fault), is_well=False)
        return
    try:
        yield _key(key)
        yield from _beside(where)
        yield _retention(where)
        yield from [] if is_quick else _kept(store)
    finally:
        store.close()


def _set(given: Settings) -> Finding:
    names = [f"TRIALSCREEN_{name.upper()}" for name in sorted(given.model_fields_set)]
    return Finding("settings", ", ".join(names) or "none is set; docs/settings.md lists them")


def _telegram(given: Settings, *, is_quick: bool) -> Finding:
    if not given.telegram_token.get_secret_value() and given.telegram_token_file is None:
        return Finding("telegram", "no token is set; the terminal needs none")
    from bot.cli.telegram_check import look  # noqa: PLC0415 - Telegram's library is slow to import

    found = look(given, is_quick=is_quick)
    return Finding("telegram", found.said, found.is_well)


def _sites() -> Finding:
    try:
        return Finding("sites", in_short(listed_sites()))
    except UsageFault as fault:
        return Finding("sites", str(fault), is_well=False)


def _reports() -> Finding:
    """Says whether what makes PDFs, PNGs and spreadsheets is there; it need not be."""
    missing = [name for name in ("typst", "matplotlib", "xlsxwriter") if find_spec(name) is None]
    if not missing:
        return Finding("reports", "the extra [reports] is installed")
    return Finding("reports", f"no PDF, PNG or XLSX can be made without {', '.join(missing)}: pip install 'trialscreen[reports]'")


def _key(key: MasterKey) -> Finding:
    given = settings()
    if given.key.get_secret_value():
        return Finding("key", f"{key.fingerprint}, from TRIALSCREEN_KEY")
    file = keeping.key_file(given)
    is_private = os.name != "posix" or not file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    open_to_others = "" if is_private else "; others may read it: chmod 600"
    return Finding("key", f"{key.fingerprint}, from {file}{open_to_others}", is_private)


def _beside(where: Place) -> Iterator[Finding]:
    for subject, file in (("anchor", where.anchor), ("journal of the forgotten", where.journal)):
        yield Finding(subject, f"{file}{'' if file.exists() else ': not there yet'}", _may_write(file))


def _may_write(file: Path) -> bool:
    return os.access(file if file.exists() else file.parent, os.W_OK)


def _retention(where: Place) -> Finding:
    days = where.retention
    return Finding(
        "retention", f"unfinished screenings are kept {days.idle_days} days after their last use, finished ones {days.finished_days}"
    )


def _kept(store: Store) -> Iterator[Finding]:
    broken = integrity_faults(store.database)
    yield Finding("integrity", "; ".join(broken) or "the database's own check finds nothing", not broken)
    count = 0
    for each in inspect_all(store):
        count += each.screening is not None
        for sentence in each.sentences:
            yield Finding("audit", sentence, is_well=False)
    yield Finding("audit", f"{count} screenings inspected")
    yield Finding("outbox", f"{store.outbox.depth()} messages wait")
