"""An inspection: the rows that are looked at together, and what was found of them."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from storage.audit.chain import read_entry
from storage.model.entries import Entry, EntryRow, Head
from storage.model.errors import Damaged


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


@dataclass(frozen=True)
class ScreeningRows:
    """All rows of one screening, as the driver gives them, and what is known of it outside of the database.

    `wrapped` is its key, `find_tally` finds a row of the tally, `digests` are those of the definitions that are there.
    `in_journal` is None where there is no journal. `handover` is the row of its open code.
    """

    row: Any
    wrapped: bytes | None
    entries: Sequence[EntryRow]
    anchored: Sequence[Head]
    find_tally: Callable[[int], Any | None]
    digests: AbstractSet[str]
    in_journal: bool | None = None
    handover: Any | None = None


def name_by_id(screening: Any) -> str:
    """Returns what names a screening whose code cannot be read."""
    return f"screening {screening.hex() if isinstance(screening, bytes) else repr(screening)[:40]}"


def read_entries(secrets: Sequence[bytes], rows: Sequence[EntryRow]) -> tuple[tuple[tuple[int, Entry], ...], list[str]]:
    """Returns the entries that can be read, with their numbers, and a fault for each that cannot.

    `secrets` has the key of each row.
    """
    read: list[tuple[int, Entry]] = []
    unread = []
    for secret, row in zip(secrets, rows, strict=True):
        try:
            read.append((row.number, read_entry(secret, row)))
        except Damaged:
            unread.append(f"entry {row.number} cannot be read")
    return tuple(read), unread
