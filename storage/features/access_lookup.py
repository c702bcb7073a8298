"""Whether an account has access just now, without an event of it."""

from storage.model.people import AccountName
from storage.unit_of_work.account_rows import find_account, read_account
from storage.unit_of_work.store import Store


def has_access(store: Store, account: AccountName) -> bool:
    """Says whether an account was let in, and its access was not revoked. Raises `Damaged`."""
    with store.reading() as repository:
        row = find_account(repository.connection, repository.keyring.hash_lookup("person", account))
        return row is not None and read_account(repository.keyring, row).has_access
