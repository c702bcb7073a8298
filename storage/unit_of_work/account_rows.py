"""The rows of accounts: what one holds, and which person speaks from it."""

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import ACCOUNT_SEAL
from storage.database.faults import Conflict
from storage.database.schema import accounts
from storage.database.statements import fetch_rows
from storage.model.codec import pack, unpack
from storage.model.people import AccountName, PersonId


@dataclass(frozen=True, slots=True)
class StoredAccount:
    """An account that was let in: what is clear of it, and what is sealed.

    `person` is who speaks from it. `called` is how its channel called them then; empty where it did not, and in rows of
    earlier releases.
    """

    columns: dict[str, Any]
    name: AccountName = field(repr=False)
    person: PersonId = field(repr=False)
    invited_by: str = field(repr=False)
    note: str = field(repr=False)
    called: str = field(default="", repr=False)

    @property
    def has_access(self) -> bool:
        """Whether its access was not revoked."""
        return self.columns["revoked_at"] is None


def find_account(connection: Connection, hashed: bytes) -> Any | None:
    """Returns the row of the account with this keyed hash, or None where it was never let in."""
    rows = fetch_rows(connection, _ACCOUNT, {"account": hashed})
    return rows[0] if rows else None


def read_account(keyring: Keyring, row: Any) -> StoredAccount:
    """Returns the account that a row holds. Raises `Damaged` where the row was changed outside of this program."""
    plain = unpack(ACCOUNT_SEAL.unseal(keyring.store_key, row))
    name = AccountName(plain["name"])
    person, called = PersonId(plain.get("person", name)), plain.get("called", "")
    return StoredAccount(row._asdict(), name, person, plain["by"], plain["note"], called)


def make_account_row(keyring: Keyring, stored: StoredAccount, **changed: Any) -> dict[str, Any]:
    """Returns the columns of an account's row, of which some are changed."""
    plain = {"name": stored.name, "by": stored.invited_by, "note": stored.note}
    if stored.called:
        plain["called"] = stored.called
    if stored.person != PersonId(stored.name):
        plain["person"] = stored.person
    person = keyring.hash_lookup("person", stored.person)
    return ACCOUNT_SEAL.make(keyring.store_key, stored.columns | changed | {"person": person}, pack(plain))


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
