"""Inspection of a store: what is wrong with it, in sentences that name the subject.

It only reads. A fault is a value, and stops nothing. The anchor is read before the database, so that a commit meanwhile
gives no false alarm. Screenings are read a few at a time, and no transaction is open in between: a serving bot can
write.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from sqlalchemy import bindparam, select

from storage.audit.chain import find_faults
from storage.crypto.keyring import STORE_CHAIN, Keyring
from storage.database.engine import Database
from storage.database.schema import entries, screenings
from storage.features.enrolment_counts import read_enrolment_counts
from storage.maintenance.account_inspection import find_account_faults
from storage.maintenance.orphans import find_orphans
from storage.maintenance.screening_inspection import Inspection, inspect_rows, name_by_id, read_entries
from storage.model.entries import EntryKind, Head
from storage.model.errors import Damaged
from storage.model.stored import StoredScreening
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store

CHUNK = 50
"""How many screenings are read at a time."""


def inspect_screening(store: Store, stored: StoredScreening) -> Inspection:
    """Returns the entries of a screening, and what is wrong with it, as both stand now."""
    anchored = store.anchor.read_head(stored.id)
    is_anchored = store.anchor.path.exists()
    with store.reading() as repository:
        found = inspect_rows(repository, stored.id, anchored)
    if is_anchored:
        return found
    missing = f"{store.anchor.path}: the anchor is missing, so a cut tail would not show"
    return Inspection(found.subject, (*found.faults, missing), found.entries, found.screening, found.is_forgotten)


def inspect_all(store: Store) -> Iterator[Inspection]:
    """Yields the inspection of the store's own chain, and of every screening, the forgotten ones included.

    Where the anchor itself is at fault, its inspection comes first.
    """
    at_fault = store.anchor.list_faults() if store.anchor.path.exists() or _has_entries(store.database) else []
    heads = store.anchor.read_heads()
    if at_fault:
        yield Inspection("the anchor", tuple(at_fault))
    yield from inspect_database(store.database, store.keyring, heads)


def inspect_database(database: Database, keyring: Keyring, heads: Mapping[bytes, Head]) -> Iterator[Inspection]:
    """Yields the inspection of the store's own chain, and of every screening in a database.

    `heads` are the anchored ones, read before.
    """
    unseen = dict(heads)
    after = b""
    try:
        with database.reading() as connection:
            found = [_inspect_store_chain(ScreeningRepository(connection, keyring), unseen.pop(STORE_CHAIN, None))]
        yield from found
        while after < _LAST:
            with database.reading() as connection:
                repository = ScreeningRepository(connection, keyring)
                ids = connection.execute(_IDS, {"after": after}).scalars().all()
                last = ids[-1] if len(ids) == CHUNK else _LAST
                found = [inspect_rows(repository, each, unseen.pop(each, None)) for each in ids]
                found += find_orphans(repository, after, last)
            yield from found
            after = last
    except Damaged as fault:
        yield Inspection("the database", (str(fault),))
        return
    for head in unseen.values():
        missing = f"it is missing, but the anchor knows its {head.number} entries"
        yield Inspection(name_by_id(head.screening), (missing,), (), head.screening)


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


def _inspect_store_chain(repository: ScreeningRepository, anchored: Head | None) -> Inspection:
    rows = repository.list_entries(STORE_CHAIN)
    faults = list(find_faults(repository.keyring, STORE_CHAIN, rows, None, anchored))
    read, unread = read_entries(repository.keyring.store_key, rows)
    noted = Counter(entry.kind for _, entry in read)
    faults += [*unread, *_inspect_enrolment_counts(repository, noted[EntryKind.MARKED])]
    if noted[EntryKind.LINKED]:
        faults += find_account_faults(repository)
    return Inspection("the realm", tuple(faults), read)


def _inspect_enrolment_counts(repository: ScreeningRepository, noted: int) -> Iterator[str]:
    """Yields what is wrong with the enrolment counts; `noted` is how many of them the store's own chain tells of.

    Where it tells of none, there may be no table yet.
    """
    if not noted:
        return
    try:
        stored = len(read_enrolment_counts(repository.connection, repository.keyring))
    except Damaged as fault:
        yield str(fault)
        return
    if stored != noted:
        yield f"the trail tells of {noted} marks in the screening log, but {stored} are kept"


def _has_entries(database: Database) -> bool:
    with database.reading() as connection:
        return connection.execute(select(entries.c.number).limit(1)).first() is not None


_LAST = bytes([255]) * 17
"""Comes after every id."""

_IDS = select(screenings.c.id).where(screenings.c.id > bindparam("after")).order_by(screenings.c.id).limit(CHUNK)
