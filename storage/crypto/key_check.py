"""The check that the master key still is the one of the database."""

from sqlalchemy import Connection, select

from storage.crypto.keyring import Keyring
from storage.database.schema import keyrings
from storage.database.statements import fetch_rows
from storage.model.errors import Refused


def check_key(connection: Connection, keyring: Keyring, *, is_locking: bool = False) -> None:
    """Raises `Refused` where the master key is not the database's any more.

    With `is_locking`, the key stays the same until the transaction ends.
    """
    rows = fetch_rows(connection, _FINGERPRINT_LOCKED if is_locking else _FINGERPRINT, {})
    fingerprint = rows[0].fingerprint if rows else None
    if fingerprint != keyring.master.fingerprint:
        raise Refused(
            f"the key was rotated meanwhile, from {keyring.master.fingerprint} to {fingerprint}; start again with the"
            " new key"
        )


_FINGERPRINT = select(keyrings.c.fingerprint)
_FINGERPRINT_LOCKED = _FINGERPRINT.with_for_update(read=True)
