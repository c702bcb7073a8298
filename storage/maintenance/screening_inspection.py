"""What is wrong with one screening."""

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


def inspect_rows(repository: ScreeningRepository, screening: bytes, anchored: Head | None) -> Inspection:
    try:
        row = repository.connection.execute(_ROW, {"id": screening}).mappings().first()
        if row is None:
            return Inspection(name_by_id(screening), ("its record is missing",), (), screening)
        rows = repository.list_entries(screening)
        broken = list(
            find_faults(repository.keyring, screening, rows, Head(screening, row["entries"], row["head"]), anchored)
        )
        return (
            _inspect_forgotten(repository.keyring, row, rows, broken)
            if row["is_forgotten"]
            else _inspect_record(repository.keyring, row, rows, broken)
        )
    except DBAPIError:
        raise
    except Exception:  # noqa: BLE001 - SQLite takes text where bytes or a number belong, and each stumbles elsewhere over it
        return Inspection(
            name_by_id(screening),
            ("its rows hold values of the wrong kind, which this program never writes",),
            (),
            screening,
        )


def _inspect_record(keyring: Keyring, row: RowMapping, rows: Sequence[EntryRow], broken: list[str]) -> Inspection:
    screening = row["id"]
    secret = None if row["wrapped"] is None else keyring.unwrap(screening, row["wrapped"])
    if secret is None:
        broken.append(
            "its key is missing" if row["wrapped"] is None else "its key was changed, or belongs to another screening"
        )
        return Inspection(name_by_id(screening), tuple(broken), (), screening)
    read, unread = read_entries(secret, rows)
    broken += unread
    try:
        stored = None if row["sealed"] is None else unseal_screening(row, secret)
    except Damaged:
        stored = None
    if stored is None:
        broken.append("its record was changed, or is not of its version")
        return Inspection(name_by_id(screening), tuple(broken), read, screening)
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
    read, _ = read_entries(keyring.store_key, rows[-1:])
    if not read or read[0][1].kind is not EntryKind.FORGOTTEN:
        broken.append("it is marked as forgotten, but its last entry does not say so")
    return Inspection(name_by_id(row["id"]), tuple(broken), read, row["id"], is_forgotten=True)


def read_entries(secret: bytes, rows: Sequence[EntryRow]) -> tuple[tuple[tuple[int, Entry], ...], list[str]]:
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


def name_by_id(screening: bytes) -> str:
    return f"screening {screening.hex()}"


_ROW = (
    select(screenings, screening_keys.c.wrapped)
    .join_from(screenings, screening_keys, screenings.c.id == screening_keys.c.screening, isouter=True)
    .where(screenings.c.id == bindparam("id"))
)
