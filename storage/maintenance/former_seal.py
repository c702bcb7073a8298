"""The seal of backups that earlier releases made, up to schema 0006: an HMAC over the head of every chain.

It covers no other column. What else is in such a backup is inspected once its copy is brought up to this release.
"""

import sqlite3
from hashlib import sha256
from hmac import HMAC

from storage.crypto.encryption import make_identity
from storage.crypto.keyring import STORE_CHAIN, Keyring

SCHEMAS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""The schemas of those releases."""


def compute_former_seal(connection: sqlite3.Connection, keyring: Keyring, taken_at: int, version: str) -> bytes:
    """Returns the seal that an earlier release would have given; nothing for a schema that came later."""
    (schema,) = connection.execute("SELECT CAST(version_num AS BLOB) FROM alembic_version").fetchone()
    if schema.decode() not in SCHEMAS:
        return b""
    seal = HMAC(keyring.anchor_key, make_identity("backup", keyring.id, taken_at, version), sha256)
    for statement in (_STORE_CHAIN, _SCREENINGS):
        for screening, number, mac in connection.execute(statement, {"store": STORE_CHAIN}):
            seal.update(make_identity(screening, number, mac))
    return seal.digest()


_STORE_CHAIN = "SELECT screening, number, mac FROM entries WHERE screening = :store ORDER BY number DESC LIMIT 1"
_SCREENINGS = "SELECT id, entries, head FROM screenings WHERE id > :store ORDER BY id"
