"""The accounts of one person that have access: more than one where they are linked."""

from sqlalchemy import Connection, bindparam, select

from storage.crypto.keyring import Keyring
from storage.database.schema import accounts
from storage.database.statements import fetch_rows
from storage.model.people import PersonId


def is_linked(connection: Connection, keyring: Keyring, person: PersonId) -> bool:
    """Says whether a person has more than one account with access."""
    return len(fetch_rows(connection, _WITH_ACCESS, {"person": keyring.hash_lookup("person", person)})) > 1


_WITH_ACCESS = select(accounts.c.account).where(
    accounts.c.person == bindparam("person"), accounts.c.revoked_at.is_(None)
)
