"""The trail of a screening as values: its entries, each opened with the key of the generation that wrote it."""

from sqlalchemy import bindparam, select

from storage.audit.chain import read_entry
from storage.audit.generations import pick_secrets
from storage.database.schema import screening_keys
from storage.database.statements import fetch_rows
from storage.model.entries import Entry
from storage.model.stored import StoredScreening
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.unit_of_work import UnitOfWork


def read_trail(repository: ScreeningRepository, screening: bytes) -> list[tuple[int, Entry]]:
    """Returns the entries of a screening with their numbers; none once it was forgotten.

    Raises `Damaged` where one was sealed otherwise.
    """
    keys = fetch_rows(repository.connection, _KEY, {"screening": screening})
    secrets = repository.keyring.unwrap_all(screening, keys[0].wrapped) if keys else ()
    rows = repository.list_entries(screening) if secrets else []
    picked = pick_secrets(repository.keyring, secrets, rows)
    return [(row.number, read_entry(secret, row)) for secret, row in zip(picked, rows, strict=True)]


def read_current_trail(uow: UnitOfWork, stored: StoredScreening) -> list[Entry]:
    """Returns the entries of a screening in their order, with those of this transaction."""
    kept = [entry for _, entry in read_trail(ScreeningRepository(uow.reading, uow.keyring), stored.id)]
    return kept + [read_entry(stored.secret, row) for row in uow.changes.rows if row.screening == stored.id]


_KEY = select(screening_keys.c.wrapped).where(screening_keys.c.screening == bindparam("screening"))
