"""Inspection of a store: what is wrong with it, in sentences that name the subject.

It only reads. A fault is a value, and stops nothing. What stands outside of the database is read before it, so that a
commit meanwhile gives no false alarm. Rows are read a few at a time, and no transaction is open in between: a serving
bot can write.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.audit.chain import find_faults
from storage.audit.evidence import Evidence, EvidencePage, gather_evidence
from storage.audit.generations import list_ages, pick_secrets
from storage.crypto.keyring import STORE_CHAIN, Keyring
from storage.database.engine import Database
from storage.database.schema import entries, screenings
from storage.database.statements import fetch_rows
from storage.maintenance.grant_inspection import find_grant_faults
from storage.maintenance.inspection import Inspection, read_entries
from storage.maintenance.row_pages import inspect_pages
from storage.maintenance.screening_pages import read_screening_page
from storage.maintenance.table_inspection import inspect_tables
from storage.model.errors import Damaged
from storage.model.stored import StoredScreening
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store

PAGE = 50
"""How many screenings are read at a time."""


def inspect_screening(store: Store, stored: StoredScreening) -> Inspection:
    """Returns the entries of a screening, and what is wrong with it, as both stand now."""
    anchored, has_journal = store.anchor.read_chain(stored.id), store.journal.path.exists()
    is_in_journal = has_journal and stored.id in set(store.journal.iterate())
    known = EvidencePage({stored.id: anchored}, frozenset([stored.id] if is_in_journal else []))
    is_anchored = store.anchor.path.exists()
    with store.database.reading() as connection:
        rows = fetch_rows(connection, _SCREENING, {"id": stored.id})
        before = (int.from_bytes(stored.id) - 1).to_bytes(len(stored.id))
        page = read_screening_page(connection, rows, before, stored.id)
        found = next(page.inspect(store.keyring, known, has_journal=has_journal))
    if is_anchored:
        return found
    missing = f"{store.anchor.path}: the anchor is missing, so a cut tail would not show"
    return Inspection(found.subject, (*found.faults, missing), found.entries, found.screening, found.is_forgotten)


def inspect_all(store: Store) -> Iterator[Inspection]:
    """Yields the inspection of the store's own chain, of every screening, and of every other table.

    Where the anchor or the journal of the forgotten is at fault itself, that comes first.
    """
    with gather_evidence(store.anchor, store.journal) as evidence:
        if not evidence.has_anchor and _has(store.database, _ANY_ENTRY):
            evidence.anchor_faults.append(f"{store.anchor.path}: the anchor is missing")
        if not evidence.has_journal and _has(store.database, _ANY_TOMBSTONE):
            evidence.journal_faults.append(f"{store.journal.path}: it is missing")
        if evidence.anchor_faults:
            yield Inspection("the anchor", tuple(evidence.anchor_faults))
        if evidence.journal_faults:
            yield Inspection("the journal of the forgotten", tuple(evidence.journal_faults))
        yield from inspect_database(store.database, store.keyring, evidence)


def inspect_database(database: Database, keyring: Keyring, evidence: Evidence | None = None) -> Iterator[Inspection]:
    """Yields the inspection of all that is in a database. Without `evidence` nothing outside is known of it."""
    try:
        with database.reading() as connection:
            found = _inspect_store_chain(ScreeningRepository(connection, keyring), evidence)
        yield found
        yield from _inspect_screenings(database, keyring, evidence)
        yield from inspect_tables(database, keyring)
    except Damaged as fault:
        yield Inspection("the database", (str(fault),))


def find_integrity_faults(database: Database) -> list[str]:
    """Returns what SQLite itself finds wrong with its file, and nothing for a server, which checks its own files."""
    if not database.is_file:
        return []
    try:
        with database.reading() as connection:
            lines = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    except Damaged as fault:
        return [str(fault)]
    if lines == ["ok"]:
        return []
    return [f"{database.address}: the database is damaged ({line}); restore a backup" for line in lines]


def _inspect_screenings(database: Database, keyring: Keyring, evidence: Evidence | None) -> Iterator[Inspection]:
    after: Any = _BEFORE_ALL if database.is_file else b""

    def inspect(connection: Connection, rows: Sequence[Any]) -> list[Inspection]:
        nonlocal after
        last = rows[-1].id if len(rows) == PAGE else _AFTER_ALL
        known = EvidencePage() if evidence is None else evidence.read_page(after, last)
        tombstones = {row.id for row in rows if row.is_forgotten}
        if evidence is not None and tombstones - known.forgotten and evidence.read_later_lines():
            known = evidence.read_page(after, last)  # they were forgotten since the journal was read
        page = read_screening_page(connection, rows, after, last)
        has_journal = evidence is not None and evidence.has_journal
        after = last
        return list(page.inspect(keyring, known, has_journal=has_journal))

    return inspect_pages(database, screenings, inspect, PAGE)


def _inspect_store_chain(repository: ScreeningRepository, evidence: Evidence | None) -> Inspection:
    rows = repository.list_entries(STORE_CHAIN)
    anchored = [] if evidence is None else evidence.read_page(b"", STORE_CHAIN).find_heads(STORE_CHAIN)
    faults = list(find_faults(repository.keyring, STORE_CHAIN, rows, None, anchored))
    keyring = repository.keyring
    read, unread = read_entries(pick_secrets(keyring, keyring.store_keys, rows), rows)
    if keyring.former and list_ages(keyring, rows)[-1:] != [0]:
        faults.append("its last entries are missing: none is of the newest keys, which a deep rotation notes first")
    faults += unread
    if not faults:
        faults += find_grant_faults(repository, [entry for _, entry in read])
    return Inspection("the realm", tuple(faults), read)


def _has(database: Database, statement: Any) -> bool:
    with database.reading() as connection:
        return connection.execute(statement).first() is not None


_BEFORE_ALL = -(2**63)
"""Comes before every id in an SQLite file, also before text and numbers in the place of one."""

_AFTER_ALL = bytes([255]) * 64

_SCREENING = select(screenings).where(screenings.c.id == bindparam("id"))
_ANY_ENTRY = select(entries.c.number).limit(1)
_ANY_TOMBSTONE = select(screenings.c.id).where(screenings.c.is_forgotten).limit(1)
