"""Inspecting passkeys: the store's own chain and the table tell of the same ones."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from sqlalchemy import select

from storage.database.schema import passkeys
from storage.database.statements import fetch_rows
from storage.features.passkey_rows import Passkey, read_passkey_row
from storage.features.recorded_passkeys import RecordedPasskeys
from storage.model.entries import Entry
from storage.model.errors import Damaged
from storage.unit_of_work.repository import ScreeningRepository


def find_passkey_faults(repository: ScreeningRepository, entries: Sequence[Entry]) -> Iterator[str]:
    """Yields each passkey that is there although no entry adds it, or one removes it, and each that is missing.

    `entries` are those of the whole chain.
    """
    told, there = RecordedPasskeys(), list[Passkey]()
    for number, entry in enumerate(entries, 1):
        told.add(number, entry)
    for row in fetch_rows(repository.connection, _PASSKEYS, {}):
        with suppress(Damaged):  # the inspection of its table names it
            there.append(read_passkey_row(repository.keyring, row))
    for number in sorted(each.number for each in there if not told.has(repository.keyring, each)):
        yield f"the passkey of entry {number} is there, but was removed, or no entry adds it to its account"
    for number in sorted(told.accounts.keys() - {each.number for each in there}):
        yield f"the passkey of entry {number} was added and not removed, but is not there"


_PASSKEYS = select(passkeys)
