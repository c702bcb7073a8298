"""Rotation: another master key takes over.

The keys of the keyring and of every screening are wrapped anew; what they seal stays.

A key file and its database change one after the other. Between the two the new key stands in `<file>.new`, so that a
crash loses neither: whoever reads the file by `find_key` completes what was begun. The old key stays beside it under
its fingerprint, for older backups.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout
from sqlalchemy import Connection, bindparam, select, update

from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.crypto.keys import MasterKey, make_key, read_key_file, write_key_file
from storage.database.schema import keyrings, screening_keys
from storage.database.whole_files import sync_folder
from storage.model.entries import EntryKind
from storage.model.errors import Damaged, Refused, Unavailable
from storage.model.stored import InboundEvent
from storage.unit_of_work.changes import PendingChanges
from storage.unit_of_work.flush import flush
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

CHUNK = 500
"""How many keys are in memory at a time."""

LOCK_SECONDS = 10.0
"""How long another rotation of the same key file is waited for."""


@dataclass(frozen=True)
class RotationResult:
    """What a rotation came to: which key was replaced by which, by their fingerprints, and how many screenings' keys were wrapped anew."""

    old: str
    new: str
    screenings: int


def rotate(store: Store, key: MasterKey, now: datetime, who: str) -> RotationResult:
    """Wraps every key with another master key, in one transaction.

    Afterwards the store has to be opened anew, with that key.

    Another process that holds the store open is refused at its next write of a key. Raises `Refused` where `key` is the
    one in use already, or the key was rotated meanwhile, and `Damaged` where a screening's key cannot be unwrapped;
    nothing is changed then.
    """
    old = store.keyring
    if key.fingerprint == old.master.fingerprint:
        raise Refused(
            f"the key {key.fingerprint} is the one in use already; give a new one, as `openssl rand -base64 32` makes"
            " them"
        )
    fresh = replace(old, master=key)
    inbound = InboundEvent("store", f"rotate:{secrets.token_hex(16)}", "", who, now)
    changes = PendingChanges()
    with store.database.writing() as connection:
        connection.execute(_LOCK).first()
        check_key(connection, old, is_locking=True)
        connection.execute(_REALM, {"b_fingerprint": key.fingerprint, "b_wrapped": fresh.wrap_own_key()})
        count = _rewrap(connection, old, fresh)
        note = f"from {old.master.fingerprint} to {key.fingerprint}"
        UnitOfWork(inbound, changes, ScreeningRepository(connection, fresh)).note_store(EntryKind.KEY_ROTATED, note)
        flush(connection, changes, [inbound], fresh, store.retention)
    if changes.store_head is not None:
        with suppress(Unavailable):  # the anchor may be behind: the store's next entry anchors this one too
            store.anchor.append([changes.store_head])
    return RotationResult(old.master.fingerprint, key.fingerprint, count)


def rotate_key_file(store: Store, path: Path, now: datetime, who: str, key: MasterKey | None = None) -> RotationResult:
    """Rotates to `key`, or to a new random one, and puts it into the key file; the old key is kept in `<file>.<its fingerprint>`.

    Raises what `rotate` raises, and `Refused` where the files cannot be written; then the old key is still in use.
    """
    fresh = path.with_name(path.name + ".new")
    key = key or make_key()
    with _lock_file(path):
        _check_file(path, store.keyring.master)
        _set_aside(path)
        write_key_file(fresh, key)
        rotated = rotate(store, key, now, who)
        _complete(path, key)
    return rotated


def find_key(path: Path, fingerprint: str) -> MasterKey:
    """Returns the key of a file that has this fingerprint: the one in it, one of a rotation that a crash cut short, or a former one.

    A rotation that was cut short is completed. Where none has the fingerprint, the key in the file is returned, and
    opening will refuse it.
    """
    found = _key_in(path)
    if found is not None and found.fingerprint == fingerprint:
        return found
    if path.with_name(path.name + ".new").exists():  # else nothing is written: the folder may be read-only
        with _lock_file(path):
            fresh = _key_in(path.with_name(path.name + ".new"))
            if fresh is not None and fresh.fingerprint == fingerprint:
                _complete(path, fresh)
    for each in (path, _former_path(path, fingerprint)):
        key = _key_in(each)
        if key is not None and key.fingerprint == fingerprint:
            return key
    return read_key_file(path)


def _rewrap(connection: Connection, old: Keyring, fresh: Keyring) -> int:
    count, after = 0, b""
    while rows := connection.execute(_KEYS, {"after": after}).all():
        connection.execute(_KEY, [_rewrap_row(row, old, fresh) for row in rows])
        count += len(rows)
        after = rows[-1].screening
    return count


def _rewrap_row(row: Any, old: Keyring, fresh: Keyring) -> dict[str, bytes]:
    secret = old.unwrap(row.screening, row.wrapped)
    if secret is None:
        raise Damaged(
            f"screening {row.screening.hex()}: its key was changed outside of this program, so no key was rotated;"
            " restore a backup"
        )
    return {"b_screening": row.screening, "b_wrapped": fresh.wrap(row.screening, secret)}


def _complete(path: Path, key: MasterKey) -> None:
    """Gives the new key its place.

    The old one is written under its own name first, so that the file is there at every moment.
    """
    old = _key_in(path)
    if old is not None and old != key and _key_in(former := _former_path(path, old.fingerprint)) != old:
        former.unlink(missing_ok=True)  # a crash may have cut it short
        write_key_file(former, old)
    path.with_name(path.name + ".new").replace(path)
    sync_folder(path.parent)


def _set_aside(path: Path) -> None:
    """Makes room for a new key. One that is left there is kept under its fingerprint: perhaps a database uses it."""
    fresh = path.with_name(path.name + ".new")
    if fresh.exists():
        left = _key_in(fresh)
        fresh.replace(_former_path(path, "unreadable" if left is None else left.fingerprint))


def _check_file(path: Path, master: MasterKey) -> None:
    found = read_key_file(path)
    if found != master:
        raise Refused(
            f"{path}: it holds the key {found.fingerprint}, but the database is open with {master.fingerprint}; name"
            " its key file"
        )


def _key_in(path: Path) -> MasterKey | None:
    """Returns the key in a file, or None where there is none, or a crash cut it short."""
    try:
        return read_key_file(path)
    except Refused:
        return None


def _former_path(path: Path, fingerprint: str) -> Path:
    return path.with_name(f"{path.name}.{fingerprint}")


@contextmanager
def _lock_file(path: Path) -> Iterator[None]:
    lock = FileLock(path.with_name(path.name + ".lock"), timeout=LOCK_SECONDS, mode=0o600)
    try:
        lock.acquire()
    except Timeout:
        raise Unavailable(f"{path}: another process rotates this key; wait until it is done") from None
    except OSError as error:
        raise Refused(
            f"{path}: nothing can be written beside it ({(error.strerror or 'unknown reason').lower()}); allow it"
        ) from error
    try:
        yield
    finally:
        lock.release()


_LOCK = select(keyrings.c.id).with_for_update()
_REALM = update(keyrings).values(fingerprint=bindparam("b_fingerprint"), wrapped=bindparam("b_wrapped"))
_KEYS = (
    select(screening_keys)
    .where(screening_keys.c.screening > bindparam("after"))
    .order_by(screening_keys.c.screening)
    .limit(CHUNK)
)
_KEY = (
    update(screening_keys)
    .where(screening_keys.c.screening == bindparam("b_screening"))
    .values(wrapped=bindparam("b_wrapped"))
)
