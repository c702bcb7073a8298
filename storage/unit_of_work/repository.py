"""The screening repository: it finds screenings by code, id or owner, their entries, and definitions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

from sqlalchemy import Connection, bindparam, func, select

from storage.crypto.key_check import check_key
from storage.crypto.keyring import STORE_CHAIN, Keyring
from storage.crypto.row_seals import DEFINITION_SEAL
from storage.database.schema import definitions, entries, screening_keys, screenings
from storage.database.statements import fetch_rows
from storage.model.entries import EntryRow, Head
from storage.model.errors import Damaged
from storage.model.stored import StoredDefinition, StoredScreening
from storage.unit_of_work.screening_rows import unseal_screening


@dataclass
class ScreeningRepository:
    """Reads what is stored, within one transaction.

    With `is_locking`, screenings that are found stay as they are until it ends.
    """

    connection: Connection
    keyring: Keyring
    is_locking: bool = field(default=False, kw_only=True)
    _fetched: dict[bytes, Any] = field(default_factory=dict, init=False)

    def fetch(self, screenings_: Iterable[bytes]) -> None:
        """Looks up several screenings at once, and locks them in the order of their ids.

        `find_by_id` gives out each of them once.
        """
        ids = sorted(set(screenings_))
        if ids:
            rows = self.connection.execute(_BY_IDS_LOCKED if self.is_locking else _BY_IDS, {"values": ids})
            self._fetched = {row.id: row for row in rows}

    def find_by_code(self, code: str) -> StoredScreening | None:
        """Returns the screening with this code, or None where there is none, or it was forgotten.

        The code is one that `read_code` returned. Raises `Damaged` where a screening is found by another one's code.
        """
        found = self._find_one(_BY_CODE_LOCKED if self.is_locking else _BY_CODE, self.keyring.hash_lookup("code", code))
        if found is not None and found.code != code:
            raise Damaged("the code of a screening was changed outside of this program: restore a backup")
        return found

    def find_by_id(self, screening: bytes) -> StoredScreening | None:
        """Returns the screening with this id, or None where there is none, or it was forgotten."""
        row = self._fetched.pop(screening, None)
        if row is not None:
            return self._read_stored(row)
        return self._find_one(_BY_ID_LOCKED if self.is_locking else _BY_ID, screening)

    def list_owned(self, person: str, most: int = 50) -> list[StoredScreening]:
        """Returns the screenings of a person, those used last first."""
        owner = self.keyring.hash_lookup("person", person)
        rows = self.connection.execute(_OWNED, {"owner": owner, "most": most})
        return sorted(map(self._read_stored, rows), key=lambda stored: stored.touched_at, reverse=True)

    def iterate_all(self, step: int = 200) -> Iterator[StoredScreening]:
        """Yields every screening that is not forgotten, a few at a time."""
        after = b""
        while rows := self.connection.execute(_ALL, {"after": after, "most": step}).all():
            yield from map(self._read_stored, rows)
            after = rows[-1].id

    def iterate_heads(self, step: int = 1_000) -> Iterator[Head]:
        """Yields the head of every chain as its last entry tells it, that of the store's own chain first."""
        own = self.find_last_entry(STORE_CHAIN)
        if own is not None:
            yield Head(STORE_CHAIN, own.number, own.mac)
        after = b""
        while rows := self.connection.execute(_HEADS, {"after": after, "most": step}).all():
            yield from (Head(row.screening, row.number, row.mac) for row in rows)
            after = rows[-1].screening

    def list_entries(self, screening: bytes, after: int = 0) -> list[EntryRow]:
        """Returns the entries of a chain that come after a number, in order."""
        rows = self.connection.execute(_ENTRIES, {"screening": screening, "after": after})
        return [EntryRow(*row) for row in rows]

    def find_last_entry(self, screening: bytes) -> EntryRow | None:
        """Returns the last entry of a chain."""
        row = self.connection.execute(_LAST_ENTRY, {"screening": screening}).first()
        return None if row is None else EntryRow(*row)

    def find_definition(self, digest: str) -> StoredDefinition | None:
        """Returns the trial definition with this digest."""
        row = self.connection.execute(_DEFINITION, {"digest": digest}).first()
        return None if row is None else read_definition(self.keyring, row)

    def _find_one(self, statement: Any, value: bytes) -> StoredScreening | None:
        rows = fetch_rows(self.connection, statement, {"value": value})
        return self._read_stored(rows[0]) if rows else None

    def _read_stored(self, row: Any) -> StoredScreening:
        return unseal_screening(row, self.keyring.unwrap(row.id, row.wrapped) or self._refuse())

    def _refuse(self) -> NoReturn:
        """Raises what it means that the key of a screening cannot be unwrapped."""
        check_key(self.connection, self.keyring)
        raise Damaged("the key of a screening was changed outside of this program: restore a backup")


def read_definition(keyring: Keyring, row: Any) -> StoredDefinition:
    """Returns the trial definition that a row holds. Raises `Damaged` where it was changed."""
    DEFINITION_SEAL.unseal(keyring.store_key, row)
    return StoredDefinition(row.digest, row.file, row.text)


_STORED = select(screenings, screening_keys.c.wrapped).join_from(
    screenings, screening_keys, screenings.c.id == screening_keys.c.screening
)
_IS_THERE = screenings.c.is_forgotten.is_(False)  # PostgreSQL asks this again after it waited for a lock
_BY_ID = _STORED.where(screenings.c.id == bindparam("value"), _IS_THERE)
_BY_CODE = _STORED.where(screenings.c.code == bindparam("value"))
_BY_IDS = _STORED.where(screenings.c.id.in_(bindparam("values", expanding=True)), _IS_THERE).order_by(screenings.c.id)
_BY_IDS_LOCKED = _BY_IDS.with_for_update(of=screenings)
_BY_ID_LOCKED = _BY_ID.with_for_update(of=screenings)
_BY_CODE_LOCKED = _BY_CODE.with_for_update(of=screenings)
_OWNED = (
    _STORED.where(screenings.c.owner == bindparam("owner"))
    .order_by(screenings.c.touched_at.desc())
    .limit(bindparam("most"))
)
_ALL = _STORED.where(screenings.c.id > bindparam("after")).order_by(screenings.c.id).limit(bindparam("most"))
_OTHERS = entries.alias()
_LAST_NUMBER = select(func.max(_OTHERS.c.number)).where(_OTHERS.c.screening == screenings.c.id).scalar_subquery()
_HEADS = (
    select(entries.c.screening, entries.c.number, entries.c.mac)
    .join_from(screenings, entries, entries.c.screening == screenings.c.id)
    .where(screenings.c.id > bindparam("after"), entries.c.number == _LAST_NUMBER)
    .order_by(screenings.c.id)
    .limit(bindparam("most"))
)
_ENTRIES = (
    select(entries)
    .where(entries.c.screening == bindparam("screening"), entries.c.number > bindparam("after"))
    .order_by(entries.c.number)
)
_LAST_ENTRY = (
    select(entries).where(entries.c.screening == bindparam("screening")).order_by(entries.c.number.desc()).limit(1)
)
_DEFINITION = select(definitions).where(definitions.c.digest == bindparam("digest"))
