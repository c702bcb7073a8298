"""Inspection: what is wrong with what is kept, in sentences that name it.

It only reads; a fault is a value, and stops nothing.

The anchor is read before the database, so that what is written meanwhile is never a false alarm. A store is read a few
screenings at a time, and nothing is held open between them: a serving bot can write.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import DBAPIError

from dialogs.rules.answers import Answer
from storage.audit.chain import find_faults, read_entry
from storage.crypto.keyring import STORE_CHAIN, Keyring
from storage.database.engine import Database
from storage.database.schema import entries, outbox, screening_keys, screenings
from storage.features.enrolment_counts import read_enrolment_counts
from storage.model.codes import format_code
from storage.model.entries import Entry, EntryKind, EntryRow, Head
from storage.model.errors import Damaged
from storage.model.stored import StoredScreening
from storage.unit_of_work.repository import ScreeningRepository, unseal_screening
from storage.unit_of_work.store import Store

CHUNK = 50
"""How many screenings are read at a time."""


@dataclass(frozen=True)
class Inspection:
    """What was found of one screening, or of something else that is kept.

    `entries` are those that can be read, with their numbers.

    `subject` names it: a screening by its code where its record can be read, else by its id. Of a forgotten screening
    only the last entry can be read.
    """

    subject: str
    faults: tuple[str, ...]
    entries: tuple[tuple[int, Entry], ...] = ()
    screening: bytes | None = None
    is_forgotten: bool = False

    @property
    def sentences(self) -> list[str]:
        """The faults, each with what it is about."""
        return [f"{self.subject}: {fault}" for fault in self.faults]


def inspect_screening(store: Store, stored: StoredScreening) -> Inspection:
    """Returns the entries of a screening, and what is wrong with it, as both stand now."""
    anchored = store.anchor.read_head(stored.id)
    is_anchored = store.anchor.path.exists()
    with store.reading() as repository:
        found = _inspect_screening(repository, stored.id, anchored)
    if is_anchored:
        return found
    missing = f"{store.anchor.path}: the anchor is missing, so a cut tail would not show"
    return Inspection(found.subject, (*found.faults, missing), found.entries, found.screening, found.is_forgotten)


def inspect_all(store: Store) -> Iterator[Inspection]:
    """Yields what is found of the anchor where it is at fault, of the keyring, and of every screening, the forgotten ones included."""
    at_fault = store.anchor.list_faults() if store.anchor.path.exists() or _has_entries(store.database) else []
    heads = store.anchor.read_heads()
    if at_fault:
        yield Inspection("the anchor", tuple(at_fault))
    yield from inspect_database(store.database, store.keyring, heads)


def inspect_database(database: Database, keyring: Keyring, heads: Mapping[bytes, Head]) -> Iterator[Inspection]:
    """Yields what is found of the keyring and of every screening in a database; `heads` are the anchored ones, read before."""
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
                found = [_inspect_screening(repository, each, unseen.pop(each, None)) for each in ids]
                found += _find_orphans(repository, after, last)
            yield from found
            after = last
    except Damaged as fault:
        yield Inspection("the database", (str(fault),))
        return
    for head in unseen.values():
        yield Inspection(
            _by_id(head.screening),
            (f"it is missing, but the anchor knows its {head.number} entries",),
            (),
            head.screening,
        )


def find_integrity_faults(database: Database) -> list[str]:
    """Returns what SQLite itself finds wrong with its file; nothing for a server, which watches over its own files."""
    if not database.is_file:
        return []
    try:
        with database.reading() as connection:
            lines = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    except Damaged as fault:
        return [str(fault)]
    return (
        []
        if lines == ["ok"]
        else [f"{database.address}: the database is damaged ({line}); restore a backup" for line in lines]
    )


def _inspect_store_chain(repository: ScreeningRepository, anchored: Head | None) -> Inspection:
    rows = repository.list_entries(STORE_CHAIN)
    found = list(find_faults(repository.keyring, STORE_CHAIN, rows, None, anchored))
    read, unread = _read(repository.keyring.store_key, rows)
    return Inspection(
        "the realm",
        (
            *found,
            *unread,
            *_inspect_enrolment_counts(repository, sum(entry.kind is EntryKind.MARKED for _, entry in read)),
        ),
        read,
    )


def _inspect_enrolment_counts(repository: ScreeningRepository, told: int) -> Iterator[str]:
    """Yields what is wrong with the marks of the screening log; the trail tells of so many.

    Without any there may be no table yet.
    """
    if not told:
        return
    try:
        stored = len(read_enrolment_counts(repository.connection, repository.keyring))
    except Damaged as fault:
        yield str(fault)
        return
    if stored != told:
        yield f"the trail tells of {told} marks in the screening log, but {stored} are kept"


def _inspect_screening(repository: ScreeningRepository, screening: bytes, anchored: Head | None) -> Inspection:
    try:
        row = repository.connection.execute(_ROW, {"id": screening}).mappings().first()
        if row is None:
            return Inspection(_by_id(screening), ("its record is missing",), (), screening)
        rows = repository.list_entries(screening)
        broken = list(
            find_faults(repository.keyring, screening, rows, Head(screening, row["entries"], row["head"]), anchored)
        )
        return (
            _inspect_forgotten(repository.keyring, row, rows, broken)
            if row["is_forgotten"]
            else _inspect_row(repository.keyring, row, rows, broken)
        )
    except DBAPIError:
        raise
    except Exception:  # noqa: BLE001 - SQLite takes text where bytes or a number belong, and each stumbles elsewhere over it
        return Inspection(
            _by_id(screening),
            ("its rows hold values of the wrong kind, which this program never writes",),
            (),
            screening,
        )


def _inspect_row(keyring: Keyring, row: RowMapping, rows: Sequence[EntryRow], broken: list[str]) -> Inspection:
    screening = row["id"]
    secret = None if row["wrapped"] is None else keyring.unwrap(screening, row["wrapped"])
    if secret is None:
        broken.append(
            "its key is missing" if row["wrapped"] is None else "its key was changed, or belongs to another screening"
        )
        return Inspection(_by_id(screening), tuple(broken), (), screening)
    read, unread = _read(secret, rows)
    broken += unread
    try:
        stored = None if row["sealed"] is None else unseal_screening(row, secret)
    except Damaged:
        stored = None
    if stored is None:
        broken.append("its record was changed, or is not of its version")
        return Inspection(_by_id(screening), tuple(broken), read, screening)
    if row["code"] != keyring.hash_lookup("code", stored.code):
        broken.append("it is not found by its code")
    if row["owner"] != keyring.hash_lookup("person", stored.owner):
        broken.append("it is not found by its owner")
    if not unread:
        broken += _find_contradictions(read, stored.screening.answers)
    return Inspection(f"screening {format_code(stored.code)}", tuple(broken), read, screening)


def _inspect_forgotten(keyring: Keyring, row: RowMapping, rows: Sequence[EntryRow], broken: list[str]) -> Inspection:
    if row["wrapped"] is not None:
        broken.append("it was forgotten, but its key is still there")
    if any(row[name] is not None for name in ("code", "owner", "sealed")):
        broken.append("it was forgotten, but its record is still there")
    read, _ = _read(keyring.store_key, rows[-1:])
    if not read or read[0][1].kind is not EntryKind.FORGOTTEN:
        broken.append("it is marked as forgotten, but its last entry does not say so")
    return Inspection(_by_id(row["id"]), tuple(broken), read, row["id"], is_forgotten=True)


def _read(secret: bytes, rows: Sequence[EntryRow]) -> tuple[tuple[tuple[int, Entry], ...], list[str]]:
    """Returns the entries that can be read, and a fault for each that cannot."""
    read: list[tuple[int, Entry]] = []
    unread = []
    for row in rows:
        try:
            read.append((row.number, read_entry(secret, row)))
        except Damaged:
            unread.append(f"entry {row.number} cannot be read")
    return tuple(read), unread


def _find_contradictions(read: Iterable[tuple[int, Entry]], answers: Mapping[str, Answer]) -> Iterator[str]:
    """Yields where entries contradict those before them, and whether they end in other answers than the record's."""
    told: dict[str, Answer] = {}
    for number, entry in read:
        if entry.fact is None:
            continue
        if told.get(entry.fact) != entry.before:
            yield f"entry {number} is about another answer than the one before it"
        if entry.after is None:
            told.pop(entry.fact, None)
        else:
            told[entry.fact] = entry.after
    if told != answers:
        yield "its record holds other answers than its entries tell"


def _find_orphans(repository: ScreeningRepository, after: bytes, last: bytes) -> Iterator[Inspection]:
    """Yields what belongs to no screening, among the ids after `after` up to `last`."""
    for statement, fault in _ORPHANS:
        for screening in repository.connection.execute(statement, {"after": after, "last": last}).scalars():
            yield Inspection(_by_id(screening), (fault,), (), screening)


def _has_entries(database: Database) -> bool:
    with database.reading() as connection:
        return connection.execute(select(entries.c.number).limit(1)).first() is not None


def _by_id(screening: bytes) -> str:
    return f"screening {screening.hex()}"


_LAST = bytes([255]) * 17
"""Comes after every id."""

_IDS = select(screenings.c.id).where(screenings.c.id > bindparam("after")).order_by(screenings.c.id).limit(CHUNK)
_ROW = (
    select(screenings, screening_keys.c.wrapped)
    .join_from(screenings, screening_keys, screenings.c.id == screening_keys.c.screening, isouter=True)
    .where(screenings.c.id == bindparam("id"))
)
_ORPHANS = (
    (
        select(entries.c.screening)
        .where(
            entries.c.screening > bindparam("after"),
            entries.c.screening <= bindparam("last"),
            entries.c.screening != STORE_CHAIN,
        )
        .where(~select(screenings.c.id).where(screenings.c.id == entries.c.screening).exists())
        .distinct(),
        "there are entries of it, but no record",
    ),
    (
        select(screening_keys.c.screening)
        .where(screening_keys.c.screening > bindparam("after"), screening_keys.c.screening <= bindparam("last"))
        .where(~select(screenings.c.id).where(screenings.c.id == screening_keys.c.screening).exists()),
        "there is a key of it, but no record",
    ),
    (
        select(outbox.c.screening)
        .where(outbox.c.screening > bindparam("after"), outbox.c.screening <= bindparam("last"))
        .where(~select(screening_keys.c.screening).where(screening_keys.c.screening == outbox.c.screening).exists())
        .distinct(),
        "there are messages of it, but no key",
    ),
)
