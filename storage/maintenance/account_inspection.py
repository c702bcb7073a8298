"""Inspecting accounts: each row is of the account and of the person that it names."""

from collections.abc import Iterator

from sqlalchemy import select

from storage.database.schema import accounts
from storage.model.errors import Damaged
from storage.unit_of_work.account_rows import unseal_account
from storage.unit_of_work.repository import ScreeningRepository


def find_account_faults(repository: ScreeningRepository) -> Iterator[str]:
    """Yields what is wrong with the accounts, a sentence each."""
    keyring = repository.keyring
    for row in repository.connection.execute(select(accounts).order_by(accounts.c.account)):
        what = f"the account {row.account.hex()}"
        try:
            plain = unseal_account(keyring, row)
        except Damaged:
            yield f"{what} cannot be read"
            continue
        if row.person != keyring.hash_lookup("person", plain.get("person", plain["name"])):
            yield f"{what} is not with the person whom its record names"
