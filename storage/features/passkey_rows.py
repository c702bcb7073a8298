"""The rows of passkeys: what one holds, and whose it is.

A passkey is named by the number of the entry in the store's own chain that added it. No deep rotation changes that.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import PASSKEY_SEAL
from storage.database.schema import accounts, passkeys
from storage.database.statements import fetch_rows
from storage.model.codec import pack, unpack
from storage.model.people import AccountName, PersonId
from storage.unit_of_work.account_rows import find_account, read_account
from storage.unit_of_work.store import Store

CREDENTIAL = "passkey"
"""The kind of the keyed hash of a credential's id, of which the hexadecimal digits are hashed."""


@dataclass(frozen=True, slots=True)
class PasskeyCredential:
    """What a browser brought to be added: the id of its credential, its public key (COSE), and its sign count.

    `name` is what its person calls it.
    """

    credential: bytes = field(repr=False)
    public_key: bytes = field(repr=False)
    sign_count: int
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey: its number, whose account it signs in to, what it was when it was added, and its last day of use."""

    number: int
    account: AccountName = field(repr=False)
    made_at: datetime
    used_on: date | None
    key: PasskeyCredential = field(repr=False)

    @property
    def way(self) -> str:
        """What names it in the sign-ins that were begun with it."""
        return f"passkey {self.number}"


def read_passkey_row(keyring: Keyring, row: Any) -> Passkey:
    """Returns the passkey of a row. Raises `Damaged` where the row was changed outside of this program."""
    plain = unpack(PASSKEY_SEAL.unseal(keyring.store_key, row))
    key = PasskeyCredential(
        bytes.fromhex(plain["credential"]), bytes.fromhex(plain["key"]), plain["count"], plain["called"]
    )
    used_on = None if row.used_at is None else datetime.fromtimestamp(row.used_at, UTC).date()
    return Passkey(
        plain["entry"], AccountName(plain["account"]), datetime.fromtimestamp(row.made_at, UTC), used_on, key
    )


def make_passkey_row(keyring: Keyring, passkey: Passkey) -> dict[str, Any]:
    """Returns the columns of a passkey's row."""
    key, used_on = passkey.key, passkey.used_on
    day = None if used_on is None else int(datetime(used_on.year, used_on.month, used_on.day, tzinfo=UTC).timestamp())
    columns = {
        "credential": keyring.hash_lookup(CREDENTIAL, key.credential.hex()),
        "account": keyring.hash_lookup("person", passkey.account),
        "made_at": int(passkey.made_at.timestamp()),
        "used_at": day,
    }
    plain = {
        "entry": passkey.number,
        "account": passkey.account,
        "credential": key.credential.hex(),
        "key": key.public_key.hex(),
        "count": key.sign_count,
        "called": key.name,
    }
    return PASSKEY_SEAL.make(keyring.store_key, columns, pack(plain))


def find_passkey(store: Store, credential: bytes) -> Passkey | None:
    """Returns the passkey with this credential's id; None where there is none. Raises `Damaged` for a changed row.

    It may have been put back: only `use_passkey` says whether it lets anybody in.
    """
    with store.reading() as repository:
        hashed = repository.keyring.hash_lookup(CREDENTIAL, credential.hex())
        rows = fetch_rows(repository.connection, _BY_CREDENTIAL, {"credential": hashed})
        return read_passkey_row(repository.keyring, rows[0]) if rows else None


def list_passkeys(connection: Connection, keyring: Keyring, person: PersonId) -> Sequence[Passkey]:
    """Returns the passkeys of all accounts of a person, the first ones first. Raises `Damaged` for a changed row."""
    rows = connection.execute(_OF_PERSON, {"person": keyring.hash_lookup("person", person)}).all()
    return sorted((read_passkey_row(keyring, row) for row in rows), key=lambda each: each.number)


def list_own_passkeys(store: Store, account: AccountName) -> Sequence[Passkey]:
    """Returns the passkeys of the person of an account. Raises what `list_passkeys` raises."""
    with store.reading() as repository:
        connection, keyring = repository.connection, repository.keyring
        row = find_account(connection, keyring.hash_lookup("person", account))
        return () if row is None else list_passkeys(connection, keyring, read_account(keyring, row).person)


_BY_CREDENTIAL: Any = select(passkeys).where(passkeys.c.credential == bindparam("credential"))
_OF_PERSON: Any = (
    select(passkeys)
    .join_from(passkeys, accounts, passkeys.c.account == accounts.c.account)
    .where(accounts.c.person == bindparam("person"))
)
