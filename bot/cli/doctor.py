"""`trialscreen doctor`: what is set, reachable and wrong, without showing a secret.

It only looks; nothing is made or mended.
"""

import platform
import sqlite3
import sys
from collections.abc import Iterator
from importlib import metadata

from bot.cli.health import HealthFinding
from bot.cli.health_of_settings import (
    examine_extras,
    examine_hospitals,
    examine_key_files,
    examine_matrix,
    examine_page,
    examine_settings,
    examine_sites,
    examine_telegram,
    examine_trials,
)
from bot.cli.health_of_store import describe_retention, examine_clock, examine_files, examine_key, examine_store
from bot.config.clock import MACHINE
from bot.config.errors import UsageFault
from bot.config.output import print_json
from bot.config.settings import read_settings
from bot.config.store_key import read_store_key
from bot.config.store_location import has_store, locate_store
from storage.model.errors import StorageError
from storage.opening.opening import open_existing
from storage.opening.probe import probe_without_key


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
        yield examine_settings(given)
        yield from examine_telegram(given, is_quick=is_quick)
        yield examine_page(given)
        yield from examine_hospitals(given, is_quick=is_quick)
        yield from examine_trials()
        yield examine_sites()
        yield examine_extras()
        yield from examine_key_files(given)
        where = locate_store(database)
        yield from examine_matrix(given, where, is_quick=is_quick)
    except UsageFault as fault:
        yield HealthFinding("settings", str(fault), is_well=False)
        return
    try:
        schema, row = probe_without_key(where) if has_store(where) else (None, None)
    except StorageError as fault:
        yield HealthFinding("database", str(fault), is_well=False)
        return
    if row is None:
        yield HealthFinding("database", f"{where.address}: none yet; the first screening makes it")
        return
    yield HealthFinding("database", f"{where.address}: schema {schema}, encrypted with the key {row.fingerprint}")
    try:
        key = read_store_key(where)
        store = open_existing(where, key, MACHINE())
    except (UsageFault, StorageError) as fault:
        yield HealthFinding("key", str(fault), is_well=False)
        return
    try:
        yield examine_key(key)
        yield from examine_files(where)
        yield describe_retention(where)
        yield examine_clock(store, MACHINE.read())
        yield from [] if is_quick else examine_store(store)
    finally:
        store.close()
