"""An inspection: the rows that are looked at together, and what was found of them."""

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from storage.model.entries import Entry, EntryRow, Head


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
