"""Where screenings are kept: from the settings to an open store.

A fault of the store becomes one line for the person at the command.
"""

import getpass
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from bot.config.errors import UsageFault
from bot.config.settings import Settings, read_settings
from storage.crypto.keys import MasterKey, make_key, read_key, read_key_file, write_key_file
from storage.database.address import DatabaseAddress, make_file_address, read_address
from storage.maintenance.key_files import find_key
from storage.model.errors import StorageError
from storage.model.retention import Retention
from storage.opening.location import StoreLocation
from storage.opening.opening import open_existing, open_store
from storage.opening.probe import probe_without_key
from storage.unit_of_work.store import Store

DATABASE_NAME = "screenings.db"
KEY_NAME = "key"


@dataclass(frozen=True)
class OpenedStore:
    """An open store; `new_key_file` is the file of a key that was made for it just now."""

    store: Store
    new_key_file: Path | None = None


@contextmanager
def translate_faults() -> Iterator[None]:
    """Tells a fault of the store as a fault of the command."""
    try:
        yield
    except StorageError as fault:
        raise UsageFault(str(fault)) from fault


def locate_store(database: str = "") -> StoreLocation:
    """Returns where screenings are kept: `database` is a URL that goes before the settings.

    Raises `UsageFault` for a wrong one.
    """
    given = read_settings()
    with translate_faults():
        address = _read_database_url(database or given.database.get_secret_value())
    beside = address.file or locate_data_folder() / _file_name_for(address)
    return StoreLocation(
        address,
        given.anchor or beside.with_name(beside.name + ".anchor"),
        given.forgotten or beside.with_name(beside.name + ".forgotten"),
        Retention(given.idle_days, given.finished_days),
    )


def open_or_make_store(database: str, now: datetime) -> OpenedStore:
    """Opens the store for a person at a terminal, and makes it, with a key, where there is none yet."""
    where = locate_store(database)
    make_folder(where)
    with translate_faults():
        key, file = _read_or_make_key(where)
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


def has_store(where: StoreLocation) -> bool:
    """Says whether there is a store at a place. Raises `StorageError` where something else is."""
    if where.address.file == _locate_own_database() and not locate_data_folder().is_dir():
        return False
    schema, _ = probe_without_key(where)
    return schema is not None


def read_store_key(where: StoreLocation) -> MasterKey:
    """Returns the key that the settings name, for what is kept at a place.

    Raises `UsageFault` where there is none, or it is no key.
    """
    given = read_settings()
    with translate_faults():
        if not given.key.get_secret_value():
            _, row = probe_without_key(where)
            return (
                read_key_file(locate_key_file(given))
                if row is None
                else find_key(locate_key_file(given), row.fingerprint)
            )
        if given.key_file is not None:
            raise UsageFault("TRIALSCREEN_KEY and TRIALSCREEN_KEY_FILE are both set; keep the one that is meant")
        return read_key(given.key.get_secret_value(), "TRIALSCREEN_KEY")


def locate_key_file(given: Settings) -> Path:
    """Returns where the file of the key is, or would be."""
    return given.key_file or locate_data_folder() / KEY_NAME


def locate_data_folder() -> Path:
    """Returns the user's data folder for this program."""
    return user_data_path("trialscreen", appauthor=False)


def get_login_name() -> str:
    """Returns the name under which the person at this terminal is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _read_database_url(url: str) -> DatabaseAddress:
    return read_address(url) if url else make_file_address(_locate_own_database())


def _locate_own_database() -> Path:
    return locate_data_folder() / DATABASE_NAME


def _file_name_for(address: DatabaseAddress) -> str:
    """Returns a file name for what stands beside a database on a server."""
    url = address.url
    digest = hashlib.sha256(f"{url.host}:{url.port}/{url.database}?{sorted(url.query.items())}".encode()).hexdigest()
    return f"{url.database}-{digest[:8]}"


def make_folder(where: StoreLocation) -> None:
    """Makes the data folder, if that is where screenings are kept."""
    if where.address.file not in (None, _locate_own_database()):
        return
    try:
        locate_data_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageFault(
            f"{locate_data_folder()}: the data folder cannot be made ({reason}); name another place with --database, or"
            " use --ephemeral"
        ) from error


def _read_or_make_key(where: StoreLocation) -> tuple[MasterKey, Path | None]:
    """Returns the key, and its file if it was made just now: only for a database that is still empty."""
    given = read_settings()
    file = locate_key_file(given)
    if given.key.get_secret_value() or file.exists() or probe_without_key(where)[1] is not None:
        return read_store_key(where), None
    made = make_key()
    write_key_file(file, made)
    return made, file
