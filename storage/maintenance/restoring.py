"""Restoring: a verified backup becomes a database again, in a file or on a server.

It is complete, and has forgotten again, before it is in its place. A database at that place is never overwritten.
"""

from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import delete, func, inspect, select

from storage.audit.erasure_journal import ErasureJournal
from storage.crypto.keyring import Keyring
from storage.crypto.keys import MasterKey
from storage.database.address import make_file_address
from storage.database.engine import Database
from storage.database.schema import (
    APPLICATION_ID,
    devices,
    handovers,
    inbox,
    link_codes,
    passkeys,
    screenings,
    sign_ins,
)
from storage.maintenance.backup import check_copy, iterate_heads, note_in_store
from storage.maintenance.backup_seal import Backup, backup
from storage.maintenance.copying import copy_rows, copy_to_file, open_work_folder, publish_file
from storage.maintenance.fresh_anchor import rebase_anchor
from storage.maintenance.restore_checks import check_free, check_sealed_copy, find_keyring
from storage.model.entries import EntryKind, Head
from storage.model.errors import Refused
from storage.opening.keyring_row import seal_keyring_row
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.opening.place_lock import lock_place
from storage.opening.unfinished import clear_locked_place
from storage.unit_of_work.forgetting import forget_again
from storage.unit_of_work.store import Store


@dataclass(frozen=True)
class Restored:
    """What a restore came to.

    `lost` counts the screenings of which the anchor at the place knew entries that are not in the backup. That anchor
    stays as `old_anchor`. `forgotten_again` counts those that were forgotten since; only the journal knows them. Its
    `unread_lines` are those that the keys of the backup did not sign: a deep rotation came after it.
    """

    backup: Backup
    lost: int
    old_anchor: Path | None
    forgotten_again: int
    has_journal: bool
    unread_lines: int


def restore(file: Path, place: StoreLocation, key: MasterKey, now: datetime, who: str) -> Restored:
    """Restores a verified backup to a place where there is no database, and forgets again what was forgotten since.

    The place is locked from the first look to the end, so that nobody makes a database there meanwhile. Raises
    `Refused` or `Damaged`, with nothing written, for a file that is no backup, another key, a newer schema and a
    changed backup. It raises `Refused` also where there is a database already.
    """
    keyring, has_forgotten = find_keyring(file, key), place.journal.exists()
    with lock_place(place, "somebody makes or restores a database here just now"):
        clear_locked_place(place)
        check_free(place)
        home = (place.address.file or place.anchor).parent
        with open_work_folder(home, home) as folder:
            made = folder / "screenings.db"
            with closing(Database(make_file_address(file), is_read_only=True)) as source:
                copy_to_file(source, made)
            taken = check_sealed_copy(made, keyring)
            work = replace(place, address=make_file_address(made), anchor=folder / "anchor")
            keyring, fresh, forgotten_again = _prepare(work, key, now, who, taken)
            with rebase_anchor(place, folder, keyring, fresh, now) as (lost, old_anchor):
                _deliver(made, place)
    unread_lines = sum(each is None for _, each in ErasureJournal(place.journal, keyring).iterate_lines())
    return Restored(taken, lost, old_anchor, forgotten_again, has_forgotten, unread_lines)


def _prepare(
    work: StoreLocation, key: MasterKey, now: datetime, who: str, taken: Backup
) -> tuple[Keyring, list[Head], int]:
    """Makes a store of a copied backup: inspects it, forgets again, and notes who restored it.

    Backups of all releases are brought up to this one first, so that they are inspected alike. Returns the keyring,
    the heads, and how many were forgotten again.
    """
    with closing(Database(work.address)) as database, database.writing() as connection:
        backup.drop(connection)
        before = connection.execute(_FORGOTTEN).scalar_one()
    with closing(open_store(work, key, now)) as store:
        check_copy(store.database, store.keyring)
        forget_again(store, now, is_whole_journal=True)
        with store.database.writing() as connection:
            for ended in _ENDED:
                connection.execute(delete(ended))
            seal_keyring_row(connection, store.keyring)  # the copy of a server has the schema of a file from now on
        _complete_journal(store)
        note_in_store(store, EntryKind.RESTORED, f"backup of {taken.taken_at:%Y-%m-%d %H:%M} UTC", now, who)
        with store.reading() as repository:
            forgotten = repository.connection.execute(_FORGOTTEN).scalar_one()
            return store.keyring, list(iterate_heads(repository)), forgotten - before


def _complete_journal(store: Store) -> None:
    """Adds to the journal of the forgotten whom it does not name: it may be lost, or be that of another machine."""
    named = set(store.journal.iterate())
    with store.reading() as repository:
        missing = [each for each in repository.connection.execute(_TOMBSTONES).scalars() if each not in named]
    if missing:
        store.journal.add(missing)


def _deliver(made: Path, place: StoreLocation) -> None:
    if place.address.file is not None:
        _remove_empty(place.address.file)
        publish_file(made, place.address.file)
        return
    from storage.migrations import upgrade  # noqa: PLC0415 - the migration library is slow to import, and rarely needed

    source, target = Database(make_file_address(made), is_read_only=True), Database(place.address)
    with closing(source), closing(target), source.reading() as reading, target.writing() as writing:
        writing.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (APPLICATION_ID,))
        if inspect(writing).get_table_names():
            raise Refused(f"{place.address}: somebody else made a database here just now; it is left as it is")
        upgrade(writing)
        copy_rows(reading, writing)


def _remove_empty(file: Path) -> None:
    """Removes an empty file, which a first start left that was killed. Another one is never replaced."""
    if file.exists() and file.stat().st_size == 0:
        file.unlink()


_ENDED = (handovers, link_codes, sign_ins, passkeys, devices, inbox)
"""The tables whose rows may have been used, replaced, ended or removed since the backup: none of them works again."""

_FORGOTTEN = select(func.count()).where(screenings.c.is_forgotten)
_TOMBSTONES = select(screenings.c.id).where(screenings.c.is_forgotten)
