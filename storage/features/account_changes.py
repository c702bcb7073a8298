"""Changes of the rows of accounts, in the transaction of one event. Its entry in the store's own chain is the caller's.

The role of a person is the same on all their accounts.
"""

from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.database.schema import accounts
from storage.features.invitations import Invitation
from storage.model.people import AccountName
from storage.unit_of_work.account_rows import StoredAccount, make_account_row, read_account
from storage.unit_of_work.unit_of_work import UnitOfWork


def write_account(uow: UnitOfWork, account: AccountName, invited: Invitation, called: str) -> None:
    """Writes the row of an account that is let in, and gives its role to all accounts of its person."""
    writing, keyring = uow.begin_changing_accounts(), uow.keyring
    hashed, person = keyring.hash_lookup("person", account), invited.person
    now = int(uow.inbound.at.timestamp())
    columns = {"account": hashed, "role": invited.role, "let_in_at": now, "revoked_at": None}
    stored = StoredAccount(columns, account, person, invited.by, invited.note, called)
    writing.execute(_REMOVE, {"b_account": hashed})
    writing.execute(insert(accounts), make_account_row(keyring, stored))
    for row in uow.reading.execute(_OF_PERSON, {"person": keyring.hash_lookup("person", person)}).all():
        change_account(uow, row.account, role=invited.role)


def change_account(uow: UnitOfWork, account: bytes, **changed: Any) -> None:
    """Changes columns of the row of the account with this keyed hash."""
    row = uow.reading.execute(_ACCOUNT, {"account": account}).one()
    columns = make_account_row(uow.keyring, read_account(uow.keyring, row), **changed)
    uow.begin_writing().execute(_CHANGE, columns | {"b_account": account})


_REMOVE = delete(accounts).where(accounts.c.account == bindparam("b_account"))
_ACCOUNT = select(accounts).where(accounts.c.account == bindparam("account"))
_OF_PERSON = select(accounts.c.account).where(accounts.c.person == bindparam("person"))
_CHANGE = (
    update(accounts)
    .where(accounts.c.account == bindparam("b_account"))
    .values({name: bindparam(name) for name in ("role", "revoked_at", "sealed")})
)
