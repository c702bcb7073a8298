"""Rotation: another master key takes over.

The keys of the keyring and of every screening are wrapped anew; the rows that they seal stay as they are. A key file
and its database change one after the other. The new key is in a file before the database needs it, so that a crash
loses neither key: `find_key` completes the rotation. The old key stays beside the new one, for older backups.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.crypto.keys import MasterKey, make_key, write_key_file
from storage.crypto.row_seals import KEYRING_SEAL
from storage.database.schema import keyrings, screening_keys
from storage.maintenance.key_files import (
    check_key_file,
    complete_rotation,
    locate_new_key,
    lock_key_file,
    make_room_for_key,
)
from storage.model.entries import EntryKind
from storage.model.errors import Damaged, Refused, Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.location import find_place
from storage.opening.unfinished import clear_folder
from storage.unit_of_work.changes import PendingChanges
from storage.unit_of_work.flush import flush
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

CHUNK = 500
"""How many keys are in memory at a time."""


@dataclass(frozen=True)
class RotationResult:
    """Which key was replaced by which, by their fingerprints, and how many screenings' keys were wrapped anew."""

    old: str
    new: str
    screenings: int


def rotate(store: Store, key: MasterKey, now: datetime, who: str) -> RotationResult:
    """Wraps every key with another master key, in one transaction.

    Afterwards the store has to be opened anew, with that key. Another process that has it open is refused at its next
    write of a key. Raises `Refused` where `key` is the one in use already, or the key was rotated meanwhile. Raises
    `Damaged` where a screening's key cannot be unwrapped. Nothing is changed then.
    """
    old = store.keyring
    if key.fingerprint == old.master.fingerprint:
        raise Refused(
            f"the key {key.fingerprint} is the one in use already; give a new one, as `openssl rand -base64 32` makes"
            " them"
        )
    fresh = replace(old, master=key)
    inbound = InboundEvent("store", f"rotate:{secrets.token_hex(16)}", "", AccountName(who), now)
    changes = PendingChanges()
    with store.database.writing() as connection:
        connection.execute(_LOCK).first()
        check_key(connection, old, is_locking=True)
        row = connection.execute(select(keyrings)).one()
        wrapped = {"fingerprint": key.fingerprint, "wrapped": fresh.wrap_own_key()}
        connection.execute(_KEYRING, KEYRING_SEAL.change(old.store_key, row, **wrapped))
        count = _rewrap(connection, old, fresh)
        note = f"from {old.master.fingerprint} to {key.fingerprint}"
        UnitOfWork(inbound, changes, ScreeningRepository(connection, fresh)).note_store(EntryKind.KEY_ROTATED, note)
        flush(connection, changes, [inbound], fresh, store.retention)
    if changes.store_head is not None:
        with suppress(Unavailable):  # the anchor may be behind: the store's next entry anchors this one too
            store.anchor.append([changes.store_head])
    return RotationResult(old.master.fingerprint, key.fingerprint, count)


def rotate_key_file(store: Store, path: Path, now: datetime, who: str, key: MasterKey | None = None) -> RotationResult:
    """Rotates to `key`, or to a new random one, and puts it into the key file.

    The old key stays in `<file>.<its fingerprint>`. Raises what `rotate` raises, and `Refused` where the files cannot
    be written; then the old key is still in use.
    """
    key = key or make_key()
    with lock_key_file(path):
        check_key_file(path, store.keyring.master)
        clear_folder(path.parent, find_place(store))  # a rotation that was killed may have left a key there
        make_room_for_key(path)
        write_key_file(locate_new_key(path), key)
        rotated = rotate(store, key, now, who)
        complete_rotation(path, key)
    return rotated


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


_LOCK = select(keyrings.c.id).with_for_update()
_KEYRING = update(keyrings).values({name: bindparam(name) for name in ("fingerprint", "wrapped", "sealed")})
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
