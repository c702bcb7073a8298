"""The location of a store: a database, the files beside it, and how long screenings are kept. It opens nothing."""

from dataclasses import dataclass, field
from pathlib import Path

from storage.database.address import DatabaseAddress
from storage.model.retention import Retention
from storage.unit_of_work.store import Store


@dataclass(frozen=True)
class StoreLocation:
    """Where a store is: the database, and beside it the anchor and the journal of forgotten screenings."""

    address: DatabaseAddress
    anchor: Path
    journal: Path
    retention: Retention = field(default_factory=Retention)
    busy_seconds: float = 5.0


def find_place(store: Store) -> StoreLocation:
    """Returns where an open store is."""
    return StoreLocation(store.database.address, store.anchor.path, store.journal.path, store.retention)
