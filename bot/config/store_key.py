"""The master key that the settings name: it is read, and made for a database that is still empty."""

from pathlib import Path

from bot.config.errors import UsageFault
from bot.config.settings import read_settings
from bot.config.storage_faults import translate_faults
from bot.config.store_location import locate_key_file
from storage.crypto.keys import MasterKey, make_key, read_key, read_key_file, write_key_file
from storage.maintenance.key_files import find_key
from storage.opening.location import StoreLocation
from storage.opening.probe import probe_without_key


def read_store_key(where: StoreLocation) -> MasterKey:
    """Returns the key that the settings name, for what is kept at a place.

    Raises `UsageFault` where there is none, or it is no key.
    """
    given = read_settings()
    with translate_faults():
        if not given.key.get_secret_value():
            _, row = probe_without_key(where)
            file = locate_key_file(given)
            return read_key_file(file) if row is None else find_key(file, row.fingerprint)
        if given.key_file is not None:
            raise UsageFault("TRIALSCREEN_KEY and TRIALSCREEN_KEY_FILE are both set; keep the one that is meant")
        return read_key(given.key.get_secret_value(), "TRIALSCREEN_KEY")


def read_or_make_key(where: StoreLocation) -> tuple[MasterKey, Path | None]:
    """Returns the key, and its file if it was made just now: only for a database that is still empty."""
    given = read_settings()
    file = locate_key_file(given)
    if given.key.get_secret_value() or file.exists() or probe_without_key(where)[1] is not None:
        return read_store_key(where), None
    made = make_key()
    write_key_file(file, made)
    return made, file
