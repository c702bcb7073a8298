"""The inspection of one screening: its record, its key, its entries, and its head against the anchor."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.engine import RowMapping
from sqlalchemy.exc import DBAPIError

from dialogs.rules.answers import Answer
from storage.audit.chain import find_faults, read_entry
from storage.crypto.keyring import Keyring
from storage.database.schema import screening_keys, screenings
from storage.model.codes import format_code
from storage.model.entries import Entry, EntryKind, EntryRow, Head
from storage.model.errors import Damaged
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.screening_rows import unseal_screening


@dataclass(frozen=True)
class Inspection:
    """What was found of one screening, or of another part of the store.

    `subject` names it: a screening by its code where its record can be read, else by its id. `entries` are those that
    can be read, with their numbers. Of a forgotten screening only the last entry can be read.
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


def inspect_rows(repository: ScreeningRepository, screening: bytes, anchored: Head | None) -> Inspection:
    """Returns what is found of the screening with this id; `anchored` is its head in the anchor."""
    keyring = repository.keyring
    try:
        row = repository.connection.execute(_ROW, {"id": screening}).mappings().first()
        if row is None:
            return Inspection(name_by_id(screening), ("its record is missing",), (), screening)
        rows = repository.list_entries(screening)
        stored = Head(screening, row["entries"], row["head"])
        faults = list(find_faults(keyring, screening, rows, stored, anchored))
        inspect = _inspect_forgotten if row["is_forgotten"] else _inspect_record
        return inspect(keyring, row, rows, faults)
    except DBAPIError:
        raise
    except Exception:  # noqa: BLE001 - SQLite takes text where bytes or numbers belong, which fails in many places
        fault = "its rows hold values of the wrong kind, which this program never writes"
        return Inspection(name_by_id(screening), (fault,), (), screening)


def read_entries(secret: bytes, rows: Sequence[EntryRow]) -> tuple[tuple[tuple[int, Entry], ...], list[str]]:
    """Returns the entries that can be read, with their numbers, and a fault for each that cannot."""
    read: list[tuple[int, Entry]] = []
    unread = []
    for row in rows:
        try:
            read.append((row.number, read_entry(secret, row)))
        except Damaged:
            unread.append(f"entry {row.number} cannot be read")
    return tuple(read), unread


def name_by_id(screening: bytes) -> str:
    """Returns what names a screening whose code cannot be read."""
    return f"screening {screening.hex()}"


def _inspect_record(keyring: Keyring, row: RowMapping, rows: Sequence[EntryRow], faults: list[str]) -> Inspection:
    screening = row["id"]
    secret = None if row["wrapped"] is None else keyring.unwrap(screening, row["wrapped"])
    if secret is None:
        is_missing = row["wrapped"] is None
        faults.append("its key is missing" if is_missing else "its key was changed, or belongs to another screening")
        return Inspection(name_by_id(screening), tuple(faults), (), screening)
    read, unread = read_entries(secret, rows)
    faults += unread
    try:
        stored = None if row["sealed"] is None else unseal_screening(row, secret)
    except Damaged:
        stored = None
    if stored is None:
        faults.append("its record was changed, or is not of its version")
        return Inspection(name_by_id(screening), tuple(faults), read, screening)
    if row["code"] != keyring.hash_lookup("code", stored.code):
        faults.append("it is not found by its code")
    if row["owner"] != keyring.hash_lookup("person", stored.owner):
        faults.append("it is not found by its owner")
    if not unread:
        faults += _find_contradictions(read, stored.screening.answers)
    return Inspection(f"screening {format_code(stored.code)}", tuple(faults), read, screening)


def _inspect_forgotten(keyring: Keyring, row: RowMapping, rows: Sequence[EntryRow], faults: list[str]) -> Inspection:
    if row["wrapped"] is not None:
        faults.append("it was forgotten, but its key is still there")
    if any(row[name] is not None for name in ("code", "owner", "sealed")):
        faults.append("it was forgotten, but its record is still there")
    read, _ = read_entries(keyring.store_key, rows[-1:])
    if not read or read[0][1].kind is not EntryKind.FORGOTTEN:
        faults.append("it is marked as forgotten, but its last entry does not say so")
    return Inspection(name_by_id(row["id"]), tuple(faults), read, row["id"], is_forgotten=True)


def _find_contradictions(read: Iterable[tuple[int, Entry]], answers: Mapping[str, Answer]) -> Iterator[str]:
    """Yields where entries contradict those before them, and whether they end in other answers than the record's."""
    expected: dict[str, Answer] = {}
    for number, entry in read:
        if entry.fact is None:
            continue
        if expected.get(entry.fact) != entry.before:
            yield f"entry {number} is about another answer than the one before it"
        if entry.after is None:
            expected.pop(entry.fact, None)
        else:
            expected[entry.fact] = entry.after
    if expected != answers:
        yield "its record holds other answers than its entries tell"


_ROW = (
    select(screenings, screening_keys.c.wrapped)
    .join_from(screenings, screening_keys, screenings.c.id == screening_keys.c.screening, isouter=True)
    .where(screenings.c.id == bindparam("id"))
)
