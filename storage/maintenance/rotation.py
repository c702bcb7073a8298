"""Rotation: another master key takes over.

The keys of the keyring and of every screening are wrapped anew; the rows that they seal stay as they are. A deep
rotation renews these keys too. A key file and its database change one after the other. The new key is in a file before
the database needs it, so that a crash loses neither key: `find_key` completes the rotation. The old key stays beside
the new one, for older backups.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, bindparam, select, update

from storage.audit.anchor import Anchor
from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.crypto.keys import MasterKey, make_key, write_key_file
from storage.crypto.row_seals import KEYRING_SEAL
from storage.database.schema import keyrings
from storage.maintenance.deep_rotation import keep_others_out, renew_all, verify_before
from storage.maintenance.key_files import (
    check_key_file,
    complete_rotation,
    locate_new_key,
    lock_key_file,
    make_room_for_key,
)
from storage.maintenance.rewrapping import rewrap_keys
from storage.model.entries import EntryKind
from storage.model.errors import Refused, Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.location import find_place
from storage.opening.unfinished import clear_folder
from storage.unit_of_work.changes import PendingChanges
from storage.unit_of_work.flush import flush
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class RotationResult:
    """Which key was replaced by which, by their fingerprints, and how many screenings' keys were wrapped anew.

    `void_codes` counts the open one-time codes that a deep rotation made void.
    """

    old: str
    new: str
    screenings: int
    void_codes: int = 0


def rotate(store: Store, key: MasterKey, now: datetime, who: str, *, is_deep: bool = False) -> RotationResult:
    """Wraps every key with another master key, in one transaction. A deep one renews all keys.

    Afterwards the store has to be opened anew, with that key. Another process that has it open is refused at its next
    write. Raises `Refused` where `key` is the one in use already, or the key was rotated meanwhile. Raises `Damaged`
    where a screening's key cannot be unwrapped, and a deep one where anything is not whole. Nothing is changed then.
    """
    old = store.keyring
    if key.fingerprint == old.master.fingerprint:
        raise Refused(
            f"the key {key.fingerprint} is the one in use already; give a new one, as `openssl rand -base64 32` makes"
            " them"
        )
    if is_deep:
        verify_before(store, now)
    fresh = old.renew(key) if is_deep else replace(old, master=key)
    inbound = InboundEvent("store", f"rotate:{secrets.token_hex(16)}", "", AccountName(who), now)
    changes = PendingChanges()
    note = f"from {old.master.fingerprint} to {key.fingerprint}" + ", all keys renewed" * is_deep
    with store.database.writing() as connection:
        if is_deep:
            keep_others_out(connection)
        connection.execute(_LOCK).first()
        check_key(connection, old, is_locking=True)
        count, void_codes = (
            renew_all(connection, store.journal, old, fresh) if is_deep else (rewrap_keys(connection, old, fresh), 0)
        )
        _write_keyring(connection, old, fresh)
        UnitOfWork(inbound, changes, ScreeningRepository(connection, fresh)).note_store(EntryKind.KEY_ROTATED, note)
        flush(connection, changes, [inbound], fresh, store.retention)
    if changes.store_head is not None:
        with suppress(Unavailable):  # the anchor may be behind: the store's next entry anchors this one too
            Anchor(store.anchor.path, fresh).append([changes.store_head])
    return RotationResult(old.master.fingerprint, key.fingerprint, count, void_codes)


def rotate_key_file(
    store: Store, path: Path, now: datetime, who: str, key: MasterKey | None = None, *, is_deep: bool = False
) -> RotationResult:
    """Rotates to `key`, or to a new random one, and puts it into the key file.

    The old key stays in `<file>.<its fingerprint>`, after a deep rotation in `<file>.<its fingerprint>.closed`. Raises
    what `rotate` raises, and `Refused` where the files cannot be written; then the old key is still in use.
    """
    key = key or make_key()
    with lock_key_file(path):
        check_key_file(path, store.keyring.master)
        clear_folder(path.parent, find_place(store))  # a rotation that was killed may have left a key there
        make_room_for_key(path)
        write_key_file(locate_new_key(path, is_deep=is_deep), key)
        rotated = rotate(store, key, now, who, is_deep=is_deep)
        complete_rotation(path, key, is_deep=is_deep)
    return rotated


def _write_keyring(connection: Connection, old: Keyring, fresh: Keyring) -> None:
    """Writes the keyring's row anew: its wrapped keys, and the seal with its own key."""
    row = connection.execute(select(keyrings)).one()
    wrapped = {"fingerprint": fresh.master.fingerprint, "wrapped": fresh.wrap_own_key()}
    schema = KEYRING_SEAL.unseal(old.store_key, row)
    connection.execute(_KEYRING, KEYRING_SEAL.make(fresh.store_key, {**row._asdict(), **wrapped}, schema))


_LOCK = select(keyrings.c.id).with_for_update()
_KEYRING = update(keyrings).values({name: bindparam(name) for name in ("fingerprint", "wrapped", "sealed")})
