"""Renewing the keys of screenings: each gets a new one, which holds its former ones within, and its row is sealed anew.

A screening's entries stay as they are. Once it is forgotten, its former keys are gone with the new one.
"""

import secrets
from typing import Any

from sqlalchemy import bindparam, update

from storage.crypto.row_seals import OUTBOX_SEAL, SCREENING_SEAL, SENT_SEAL
from storage.database.schema import outbox, screenings
from storage.database.statements import Write, execute_all
from storage.maintenance.renewal import PAGE, Renewal
from storage.maintenance.rewrapping import rewrap_keys
from storage.maintenance.row_pages import iterate_pages_within
from storage.model.codec import unpack
from storage.model.errors import Damaged
from storage.unit_of_work.screening_rows import VERSION_BITS

Keys = dict[bytes, tuple[bytes, bytes]]
"""The new and the old key of each screening."""


def renew_screenings(renewal: Renewal) -> int:
    """Gives every screening a new key, and seals all screenings and tombstones anew.

    Returns how many keys there are. Raises `Damaged` where a key or a row was changed.
    """
    count = rewrap_keys(renewal.connection, renewal.old, renewal.fresh, is_deep=True)
    for rows in iterate_pages_within(renewal.connection, screenings, PAGE):
        keys = renewal.read_keys([row.id for row in rows])
        execute_all(renewal.connection, [Write(_SCREENING, [_renew_row(renewal, row, keys) for row in rows])])
    return count


def renew_outbox(renewal: Renewal) -> None:
    """Seals the messages of the outbox anew; those that were sent to a chat that nobody knows any more are dropped."""
    for rows in iterate_pages_within(renewal.connection, outbox, PAGE):
        keys = renewal.read_keys(list({row.screening for row in rows if row.screening is not None}))
        renewed = [_renew_message(renewal, row, keys) for row in rows]
        gone = [{"b_id": row.id} for row, each in zip(rows, renewed, strict=True) if each is None]
        execute_all(renewal.connection, [Write(_MESSAGE, [each for each in renewed if each]), Write(_DROP, gone)])


def _renew_row(renewal: Renewal, row: Any, keys: Keys) -> dict[str, Any]:
    changed: dict[str, Any] = {"version": secrets.randbits(VERSION_BITS)}
    if row.is_forgotten:
        fresh, old = renewal.fresh.store_key, renewal.old.store_key
        content = SCREENING_SEAL.unseal(old, row)
    else:
        fresh, old = _find_keys(keys, row.id)
        content = SCREENING_SEAL.unseal(old, row)
        plain = unpack(content)
        renewal.people.add(plain["owner"])
        changed["code"] = renewal.fresh.hash_lookup("code", plain["code"])
        changed["owner"] = renewal.fresh.hash_lookup("person", plain["owner"])
    return {**SCREENING_SEAL.make(fresh, {**row._asdict(), **changed}, content), "b_id": row.id}


def _renew_message(renewal: Renewal, row: Any, keys: Keys) -> dict[str, Any] | None:
    """Returns the columns of a message, or None where its chat is not known."""
    is_sent = row.sent_at is not None
    fresh, old = renewal.fresh.store_key, renewal.old.store_key
    if not is_sent and row.screening is not None:
        fresh, old = _find_keys(keys, row.screening)
    seal = SENT_SEAL if is_sent else OUTBOX_SEAL
    content = seal.unseal(old, row)
    chat = renewal.chats.get(row.chat) if is_sent else renewal.rename_chat(unpack(content)["chat"])
    return None if chat is None else {**seal.make(fresh, {**row._asdict(), "chat": chat}, content), "b_id": row.id}


def _find_keys(keys: Keys, screening: bytes) -> tuple[bytes, bytes]:
    if screening not in keys:
        raise Damaged(f"screening {screening.hex()}: its key is missing, so no key was rotated; restore a backup")
    return keys[screening]


_SCREENING = (
    update(screenings)
    .where(screenings.c.id == bindparam("b_id"))
    .values({name: bindparam(name) for name in ("code", "owner", "version", "sealed")})
)
_MESSAGE = (
    update(outbox).where(outbox.c.id == bindparam("b_id")).values(chat=bindparam("chat"), sealed=bindparam("sealed"))
)
_DROP = outbox.delete().where(outbox.c.id == bindparam("b_id"))
