"""The keyring's row: sealed with the keyring's own key, together with a digest of the schema that migrations made."""

from typing import Any

from sqlalchemy import Connection, select, update

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import KEYRING_SEAL
from storage.database.address import DatabaseAddress
from storage.database.schema import keyrings
from storage.model.errors import Damaged, Refused
from storage.opening.schema_objects import digest_schema


def seal_keyring_row(connection: Connection, keyring: Keyring) -> None:
    """Seals the keyring's row for the schema as it is now, after a migration."""
    row = connection.execute(select(keyrings)).one()
    sealed = KEYRING_SEAL.make(keyring.store_key, row._asdict(), digest_schema(connection).encode())
    connection.execute(update(keyrings).values(sealed=sealed["sealed"]))


def check_keyring_row(connection: Connection, keyring: Keyring, address: DatabaseAddress) -> None:
    """Raises `Refused` where the keyring's row was changed, is not alone, or was sealed for another schema."""
    rows: list[Any] = list(connection.execute(select(keyrings)))
    if len(rows) != 1:
        raise Refused(f"{address}: the database holds {len(rows)} rows of a realm, and must hold one; restore a backup")
    try:
        digest = KEYRING_SEAL.unseal(keyring.store_key, rows[0]).decode()
    except Damaged as fault:
        raise Refused(f"{address}: {fault}") from fault
    if digest and digest_schema(connection) not in (digest, ""):
        raise Refused(
            f"{address}: the schema of the database was changed outside of this program; undo the change, or restore a"
            " backup"
        )
