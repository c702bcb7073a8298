"""What a restore looks at before it writes anything: the backup, its copy, and the place."""

from contextlib import closing
from pathlib import Path

from storage.crypto.keyring import Keyring
from storage.crypto.keys import MasterKey
from storage.database.address import make_file_address
from storage.database.engine import Database
from storage.maintenance.backup import refuse_faults
from storage.maintenance.backup_seal import Backup, check_seal
from storage.maintenance.verify import find_integrity_faults
from storage.model.errors import Refused
from storage.opening.database_file import has_journal, locate_journal
from storage.opening.location import StoreLocation
from storage.opening.probe import probe, probe_without_key


def find_keyring(file: Path, key: MasterKey) -> Keyring:
    """Returns the keyring of a backup. Raises `Refused` where the file is none, or has another key."""
    found = probe(StoreLocation(make_file_address(file), file, file), key)
    if found.keyring is None:
        raise Refused(f"{file}: there is no backup; name the file that `trialscreen backup` made")
    if not found.is_backup:
        raise Refused(f"{file}: this is a database and no backup; name the file that `trialscreen backup` made")
    return found.keyring


def check_sealed_copy(made: Path, keyring: Keyring) -> Backup:
    """Returns what the copy of a backup says of itself. Raises `Damaged` where it is not as it was sealed."""
    with closing(Database(make_file_address(made), is_read_only=True)) as database:
        refuse_faults(find_integrity_faults(database))
    return check_seal(made, keyring)


def check_free(place: StoreLocation) -> None:
    """Raises `Refused` where there is a database at a place already, or what is left of one."""
    schema, _ = probe_without_key(place)
    if schema is not None:
        raise Refused(
            f"{place.address}: there is a database already, and it is never overwritten; move it away, then restore"
            " again"
        )
    file = place.address.file
    if file is not None and has_journal(file):
        raise Refused(
            f"{locate_journal(file)}: this belongs to a database that was here, and would damage the restored one;"
            " move it away too"
        )
