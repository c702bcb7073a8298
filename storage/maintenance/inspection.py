"""An inspection: what was found of one screening, or of another part of the store."""

from dataclasses import dataclass
from typing import Any

from storage.model.entries import Entry


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


def name_by_id(screening: Any) -> str:
    """Returns what names a screening whose code cannot be read."""
    return f"screening {screening.hex() if isinstance(screening, bytes) else repr(screening)[:40]}"
