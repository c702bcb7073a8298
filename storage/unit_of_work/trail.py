"""The trail of a screening as values: its entries, each opened with the key of the generation that wrote it."""

from sqlalchemy import bindparam, select

from storage.audit.chain import read_entry
from storage.audit.generations import pick_secrets
from storage.database.schema import screening_keys
from storage.database.statements import fetch_rows
from storage.model.entries import Entry
from storage.unit_of_work.repository import ScreeningRepository


def read_trail(repository: ScreeningRepository, screening: bytes) -> list[tuple[int, Entry]]:
    """Returns the entries of a screening with their numbers; none once it was forgotten.

    Raises `Damaged` where one was sealed otherwise.
    """
    keys = fetch_rows(repository.connection, _KEY, {"screening": screening})
    secrets = repository.keyring.unwrap_all(screening, keys[0].wrapped) if keys else ()
    rows = repository.list_entries(screening) if secrets else []
    picked = pick_secrets(repository.keyring, secrets, rows)
    return [(row.number, read_entry(secret, row)) for secret, row in zip(picked, rows, strict=True)]


_KEY = select(screening_keys.c.wrapped).where(screening_keys.c.screening == bindparam("screening"))
