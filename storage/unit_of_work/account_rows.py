"""The rows of accounts: what one holds, and which person speaks from it."""

from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.crypto.encryption import ENTRY_STEP, make_identity, seal, unseal
from storage.crypto.keyring import Keyring
from storage.database.faults import Conflict
from storage.database.schema import accounts
from storage.database.statements import fetch_rows
from storage.model.codec import pack, unpack
from storage.model.errors import Damaged
from storage.model.people import AccountName, PersonId


def find_account(connection: Connection, hashed: bytes) -> Any | None:
    """Returns the row of the account with this keyed hash, or None where it was never let in."""
    rows = fetch_rows(connection, _ACCOUNT, {"account": hashed})
    return rows[0] if rows else None


def read_person(keyring: Keyring, account: AccountName, row: Any | None) -> PersonId:
    """Returns the person who speaks from an account, by the account's row.

    An account without a row, or whose person bears its name, needs no look into what is sealed. Raises `Damaged` where
    the row names another person than what is sealed in it.
    """
    if row is None or row.person == row.account:
        return PersonId(account)
    person = PersonId(unseal_account(keyring, row).get("person", account))
    if keyring.hash_lookup("person", person) != row.person:
        raise Damaged("an account was given to another person outside of this program: restore a backup")
    return person


def seal_account(keyring: Keyring, hashed: bytes, plain: dict[str, str]) -> bytes:
    """Returns what an account's row holds sealed: its name, who invited it and for whom, and its person."""
    return seal(keyring.store_key, pack(plain), make_identity("person", hashed), ENTRY_STEP)


def unseal_account(keyring: Keyring, row: Any) -> dict[str, str]:
    """Returns what was sealed for an account. Raises `Damaged` where it was changed.

    `person` is missing where the person bears the account's name.
    """
    sealed = unseal(keyring.store_key, row.sealed, make_identity("person", row.account), "the record of an account")
    plain: dict[str, str] = unpack(sealed)
    return plain


def lock_account(connection: Connection, keyring: Keyring, account: AccountName, person: PersonId) -> None:
    """Keeps an account with its person until the transaction ends, where several may write at once.

    Raises `Conflict` where it has joined another person since its row was read.
    """
    if connection.dialect.name == "postgresql":
        row = connection.execute(_LOCKED, {"account": keyring.hash_lookup("person", account)}).first()
        if row is not None and row.person != keyring.hash_lookup("person", person):
            raise Conflict("an account was linked from elsewhere in the meantime; try again")


_ACCOUNT = select(accounts).where(accounts.c.account == bindparam("account"))
_LOCKED = select(accounts.c.person).where(accounts.c.account == bindparam("account")).with_for_update(read=True)
