"""Where screenings are kept: from the settings to an open store. A fault of the store becomes one line for the person at the command."""

import getpass
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from platformdirs import user_data_path

from bot.config.errors import UsageFault
from bot.config.settings import Settings, settings
from storage.crypto.keys import MasterKey, new_key, read_key, read_key_file, write_key_file
from storage.database.address import Address, file_address, read_address
from storage.maintenance.rotation import key_for
from storage.model.errors import StorageError
from storage.model.retention import Retention
from storage.opening.location import Place
from storage.opening.opening import open_existing, open_store
from storage.opening.probe import look_without_key
from storage.unit_of_work.store import Store

DATABASE_NAME = "screenings.db"
KEY_NAME = "key"


@dataclass(frozen=True)
class Opened:
    """An open store; `new_key_file` is the file of a key that was made for it just now."""

    store: Store
    new_key_file: Path | None = None


@contextmanager
def as_usage_faults() -> Iterator[None]:
    """Tells a fault of the store as a fault of the command."""
    try:
        yield
    except StorageError as fault:
        raise UsageFault(str(fault)) from fault


def place(database: str = "") -> Place:
    """Returns where screenings are kept: `database` is a URL that goes before the settings. Raises `UsageFault` for a wrong one."""
    given = settings()
    with as_usage_faults():
        address = _address(database or given.database.get_secret_value())
    beside = address.file or data_folder() / _name_of(address)
    return Place(
        address,
        given.anchor or beside.with_name(beside.name + ".anchor"),
        given.forgotten or beside.with_name(beside.name + ".forgotten"),
        Retention(given.idle_days, given.finished_days),
    )


def opened_or_made(database: str, now: datetime) -> Opened:
    """Opens the store for a person at a terminal, and makes it, with a key, where there is none yet."""
    where = place(database)
    make_folder(where)
    with as_usage_faults():
        key, file = _key_or_new(where)
        return Opened(open_store(where, key, now), file)


def opened_with_key(database: str, now: datetime) -> Store:
    """Opens the store, and makes it where there is none yet; but never a key. Raises `UsageFault` where there is no key."""
    where = place(database)
    given = key(where)
    make_folder(where)
    with as_usage_faults():
        return open_store(where, given, now)


def opened(database: str, now: datetime) -> Store:
    """Opens the store that is there already. Raises `UsageFault` where there is none, or no key."""
    where = place(database)
    with as_usage_faults():
        if not is_there(where):
            raise UsageFault(
                f"{where.address}: there are no screenings here; `trialscreen chat` begins one, --database names another place"
            )
        return open_existing(where, key(where), now)


def is_there(where: Place) -> bool:
    """Says whether there is a store at a place. Raises `StorageError` where something else is."""
    if where.address.file == _own_database() and not data_folder().is_dir():
        return False
    schema, _ = look_without_key(where)
    return schema is not None


def key(where: Place) -> MasterKey:
    """Returns the key that the settings name, for what is kept at a place. Raises `UsageFault` where there is none, or it is no key."""
    given = settings()
    with as_usage_faults():
        if not given.key.get_secret_value():
            _, row = look_without_key(where)
            return read_key_file(key_file(given)) if row is None else key_for(key_file(given), row.fingerprint)
        if given.key_file is not None:
            raise UsageFault("TRIALSCREEN_KEY and TRIALSCREEN_KEY_FILE are both set; keep the one that is meant")
        return read_key(given.key.get_secret_value(), "TRIALSCREEN_KEY")


def key_file(given: Settings) -> Path:
    """Returns where the file of the key is, or would be."""
    return given.key_file or data_folder() / KEY_NAME


def data_folder() -> Path:
    """Returns the user's data folder for this program."""
    return user_data_path("trialscreen", appauthor=False)


def person() -> str:
    """Returns the name under which the person at this terminal is logged in."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


def _address(url: str) -> Address:
    return read_address(url) if url else file_address(_own_database())


def _own_database() -> Path:
    return data_folder() / DATABASE_NAME


def _name_of(address: Address) -> str:
    """Returns a file name for what stands beside a database on a server."""
    url = address.url
    digest = hashlib.sha256(f"{url.host}:{url.port}/{url.database}?{sorted(url.query.items())}".encode()).hexdigest()
    return f"{url.database}-{digest[:8]}"


def make_folder(where: Place) -> None:
    """Makes the data folder, if that is where screenings are kept."""
    if where.address.file not in (None, _own_database()):
        return
    try:
        data_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageFault(
            f"{data_folder()}: the data folder cannot be made ({reason}); name another place with --database, or use --ephemeral"
        ) from error


def _key_or_new(where: Place) -> tuple[MasterKey, Path | None]:
    """Returns the key, and its file if it was made just now: only for a database that is still empty."""
    given = settings()
    file = key_file(given)
    if given.key.get_secret_value() or file.exists() or look_without_key(where)[1] is not None:
        return key(where), None
    made = new_key()
    write_key_file(file, made)
    return made, file
