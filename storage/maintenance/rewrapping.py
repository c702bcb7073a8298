"""Rewrapping: the keys of screenings, wrapped with another master key. A deep rotation gives each a new key as well."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, update

from storage.crypto.encryption import make_secret
from storage.crypto.keyring import Keyring
from storage.database.schema import screening_keys
from storage.database.statements import Write, execute_all
from storage.maintenance.row_pages import iterate_pages_within
from storage.model.errors import Damaged

CHUNK = 500
"""How many keys are in memory at a time."""


def rewrap_keys(connection: Connection, old: Keyring, fresh: Keyring, *, is_deep: bool = False) -> int:
    """Wraps the keys of all screenings anew, and returns of how many.

    With `is_deep` each screening gets a new key, with its former ones behind it. Raises `Damaged` where a key was
    changed.
    """
    count = 0
    for rows in iterate_pages_within(connection, screening_keys, CHUNK):
        wrapped = [_rewrap(row, old, fresh, [make_secret()] if is_deep else []) for row in rows]
        execute_all(connection, [Write(_KEY, wrapped)])
        count += len(rows)
    return count


def _rewrap(row: Any, old: Keyring, fresh: Keyring, new: Sequence[bytes]) -> dict[str, bytes]:
    keys = old.unwrap_all(row.screening, row.wrapped)
    if not keys:
        raise Damaged(
            f"screening {row.screening.hex()}: its key was changed outside of this program, so no key was rotated;"
            " restore a backup"
        )
    return {"b_screening": row.screening, "b_wrapped": fresh.wrap(row.screening, *new, *keys)}


_KEY = (
    update(screening_keys)
    .where(screening_keys.c.screening == bindparam("b_screening"))
    .values(wrapped=bindparam("b_wrapped"))
)
