"""`trialscreen backup | restore | rotate-key`: what an operator does with all that is kept."""

from datetime import datetime
from pathlib import Path

from bot import phrases
from bot.cli.command_store import open_store_at
from bot.config.clock import MACHINE
from bot.config.errors import UsageFault
from bot.config.login_name import get_login_name
from bot.config.output import print_notes, print_text
from bot.config.settings import read_settings
from bot.config.storage_faults import translate_faults
from bot.config.store_key import read_store_key
from bot.config.store_location import has_store, locate_key_file, locate_store, make_folder
from storage.crypto.keys import MasterKey, read_key_file
from storage.database.address import make_file_address
from storage.maintenance.backup import back_up
from storage.maintenance.restoring import Restored, restore
from storage.maintenance.rotation import RotationResult, rotate, rotate_key_file
from storage.opening.location import StoreLocation
from storage.opening.opening import open_existing
from storage.unit_of_work.store import Store


def run_backup(file: Path, database: str) -> int:
    """Writes a verified backup into a new file. Returns 1 where the database is older than its anchor knows."""
    with open_store_at(database) as store:
        taken = back_up(store, file, MACHINE(), get_login_name())
    print_text(phrases.BACKED_UP.format(count=taken.screenings, file=file))
    print_notes(list(taken.gone))
    return 1 if taken.gone else 0


def run_restore(file: Path, database: str) -> None:
    """Restores a backup to a place where nothing is kept yet."""
    if not file.is_file():
        raise UsageFault(f"{file}: there is no such backup; check the name")
    where = locate_store(database)
    make_folder(where)
    with translate_faults():
        key = read_store_key(StoreLocation(make_file_address(file), where.anchor, where.journal, where.retention))
        restored = restore(file, where, key, MACHINE(), get_login_name())
    print_text("\n".join(_describe_restore(restored, where)))


def run_rotate(database: str, new_key_file: Path | None, *, is_deep: bool) -> None:
    """Wraps every key with a new master key: one from a file, or a random one. With `is_deep`, all keys are renewed."""
    given = read_settings()
    with translate_faults():
        fresh = None if new_key_file is None else read_key_file(new_key_file)
    with open_store_at(database, _opened_to_rotate) as store:
        if given.key.get_secret_value():
            rotated = rotate(store, _read_new_key(fresh), MACHINE(), get_login_name(), is_deep=is_deep)
            remark = phrases.SET_NEW_KEY
        else:
            file = locate_key_file(given)
            rotated = rotate_key_file(store, file, MACHINE(), get_login_name(), fresh, is_deep=is_deep)
            closed = phrases.OLD_KEY_CLOSED.format(file=f"{file}.{rotated.old}.closed")
            remark = closed if is_deep else phrases.OLD_KEY_KEPT.format(file=f"{file}.{rotated.old}")
    print_text("\n".join((*_describe_rotation(rotated, is_deep=is_deep), remark)))


def _opened_to_rotate(database: str, now: datetime) -> Store:
    where = locate_store(database)
    if not has_store(where):
        raise UsageFault(f"{where.address}: there are no screenings here, so no key to rotate")
    return open_existing(where, read_store_key(where), now)


def _read_new_key(fresh: MasterKey | None) -> MasterKey:
    """Returns the new key. Raises `UsageFault` without one: this program cannot put it into the environment."""
    if fresh is None:
        raise UsageFault(
            "the key comes from TRIALSCREEN_KEY, which only you can change; write the new key into a file and name it"
            " with --new-key-file"
        )
    return fresh


def _describe_rotation(rotated: RotationResult, *, is_deep: bool) -> list[str]:
    said = phrases.ROTATED_DEEP if is_deep else phrases.ROTATED
    more = phrases.AFTER_DEEP.format(codes=rotated.void_codes) if is_deep else phrases.ROTATED_ONLY_ABOVE
    return [said.format(old=rotated.old, new=rotated.new, count=rotated.screenings), more]


def _describe_restore(restored: Restored, where: StoreLocation) -> list[str]:
    lines = [
        phrases.RESTORED.format(
            count=restored.backup.screenings,
            taken=f"{restored.backup.taken_at:%Y-%m-%d %H:%M} UTC",
            place=where.address,
        )
    ]
    if restored.lost:
        lines.append(phrases.LOST.format(count=restored.lost, anchor=restored.old_anchor))
    if not restored.has_journal:
        return [*lines, phrases.NO_JOURNAL.format(journal=where.journal)]
    lines.append(phrases.FORGOTTEN_AGAIN.format(count=restored.forgotten_again))
    if restored.unread_lines:
        lines.append(phrases.UNREAD_JOURNAL.format(count=restored.unread_lines, journal=where.journal))
    return lines
