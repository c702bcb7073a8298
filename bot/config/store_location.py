"""Where screenings are kept, from the settings."""

import hashlib
from pathlib import Path

from platformdirs import user_data_path

from bot.config.distinct_files import check_distinct, check_plain
from bot.config.errors import UsageFault, describe_cause
from bot.config.settings import Settings, list_set_files, read_settings
from bot.config.storage_faults import translate_faults
from storage.database.address import DatabaseAddress, make_file_address, read_address
from storage.model.retention import Retention
from storage.opening.location import StoreLocation
from storage.opening.probe import probe_without_key

DATABASE_NAME = "screenings.db"
KEY_NAME = "key"


def locate_store(database: str = "") -> StoreLocation:
    """Returns where screenings are kept: `database` is a URL that goes before the settings.

    Raises `UsageFault` for a wrong one, and where two of its files are one, or none that can be kept.
    """
    given = read_settings()
    with translate_faults():
        address = _read_database_url(database or given.database.get_secret_value())
    beside = address.file or locate_data_folder() / _file_name_for(address)
    # The files that settings name belong to the database that settings name: those of another one would spoil them.
    is_set = not database or _read_set_address(given) in (None, address)
    where = StoreLocation(
        address,
        (is_set and given.anchor) or beside.with_name(beside.name + ".anchor"),
        (is_set and given.forgotten) or beside.with_name(beside.name + ".forgotten"),
        Retention(given.idle_days, given.finished_days),
    )
    _check_files(where, given)
    return where


def has_store(where: StoreLocation) -> bool:
    """Says whether there is a store at a place. Raises `StorageError` where something else is."""
    if where.address.file == _locate_own_database() and not locate_data_folder().is_dir():
        return False
    schema, _ = probe_without_key(where)
    return schema is not None


def make_folder(where: StoreLocation) -> None:
    """Makes the data folder, if that is where screenings are kept."""
    if where.address.file not in (None, _locate_own_database()):
        return
    try:
        locate_data_folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        what = f"{locate_data_folder()}: the data folder cannot be made ({describe_cause(error)})"
        raise UsageFault(f"{what}; name another place with --database, or use --ephemeral") from error


def locate_data_folder() -> Path:
    """Returns the user's data folder for this program."""
    return user_data_path("trialscreen", appauthor=False)


def locate_key_file(given: Settings) -> Path:
    """Returns where the file of the key is, or would be."""
    return given.key_file or locate_data_folder() / KEY_NAME


def _check_files(where: StoreLocation, given: Settings) -> None:
    """Raises `UsageFault` where a file of the store is another one's too, or cannot be a file of it."""
    files = list_set_files(given) | {"TRIALSCREEN_ANCHOR": where.anchor, "TRIALSCREEN_FORGOTTEN": where.journal}
    if not given.key.get_secret_value():
        files["TRIALSCREEN_KEY_FILE"] = locate_key_file(given)
    locks = {f"the lock of {name}": path.with_name(f"{path.name}.lock") for name, path in files.items()}
    file = where.address.file
    if file is not None:
        check_plain("TRIALSCREEN_DATABASE", file, may_be_folder=True)
        files["TRIALSCREEN_DATABASE"] = file
        for end, what in (("-journal", "the journal"), ("-wal", "the write-ahead log"), (".lock", "the lock")):
            locks[f"{what} of TRIALSCREEN_DATABASE"] = file.with_name(f"{file.name}{end}")
    check_distinct(files | locks)
    check_plain("TRIALSCREEN_ANCHOR", where.anchor)
    check_plain("TRIALSCREEN_FORGOTTEN", where.journal)


def _read_set_address(given: Settings) -> DatabaseAddress | None:
    """Returns the address of the database that settings name; None where they name none."""
    url = given.database.get_secret_value()
    return _read_database_url(url) if url else None


def _read_database_url(url: str) -> DatabaseAddress:
    return read_address(url) if url else make_file_address(_locate_own_database())


def _locate_own_database() -> Path:
    return locate_data_folder() / DATABASE_NAME


def _file_name_for(address: DatabaseAddress) -> str:
    """Returns a file name for what stands beside a database on a server."""
    url = address.url
    digest = hashlib.sha256(f"{url.host}:{url.port}/{url.database}?{sorted(url.query.items())}".encode()).hexdigest()
    return f"{url.database}-{digest[:8]}"
