"""The way from the settings to an open store."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.config.errors import UsageFault
from bot.config.storage_faults import translate_faults
from bot.config.store_key import read_or_make_key, read_store_key
from bot.config.store_location import has_store, locate_store, make_folder
from storage.opening.opening import open_existing, open_store
from storage.unit_of_work.store import Store


@dataclass(frozen=True)
class OpenedStore:
    """An open store; `new_key_file` is the file of a key that was made for it just now."""

    store: Store
    new_key_file: Path | None = None


def open_or_make_store(database: str, now: datetime) -> OpenedStore:
    """Opens the store for a person at a terminal, and makes it, with a key, where there is none yet."""
    where = locate_store(database)
    make_folder(where)
    with translate_faults():
        key, file = read_or_make_key(where)
        return OpenedStore(open_store(where, key, now), file)


def open_store_with_key(database: str, now: datetime) -> Store:
    """Opens the store, and makes it where there is none yet; but never a key.

    Raises `UsageFault` where there is no key.
    """
    where = locate_store(database)
    given = read_store_key(where)
    make_folder(where)
    with translate_faults():
        return open_store(where, given, now)


def open_existing_store(database: str, now: datetime) -> Store:
    """Opens the store that is there already. Raises `UsageFault` where there is none, or no key."""
    where = locate_store(database)
    with translate_faults():
        if not has_store(where):
            raise UsageFault(
                f"{where.address}: there are no screenings here; `trialscreen chat` begins one, --database names"
                " another place"
            )
        return open_existing(where, read_store_key(where), now)
