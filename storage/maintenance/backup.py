"""Backups: the whole database in one SQLite file that carries its own anchor.

It is finished and verified before it has its name.
"""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from storage.crypto.keyring import Keyring
from storage.database.address import make_file_address
from storage.database.engine import Database
from storage.maintenance.backup_seal import Backup, check_seal, seal_backup
from storage.maintenance.copying import copy_to_file, open_work_folder, publish_file
from storage.maintenance.gone_entries import find_gone_entries
from storage.maintenance.verify import find_integrity_faults, inspect_database
from storage.model.entries import EntryKind, Head
from storage.model.errors import Damaged, Refused
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.opening.location import find_place
from storage.opening.unfinished import clear_folder
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store


def back_up(store: Store, file: Path, now: datetime, who: str) -> Backup:
    """Writes a verified backup of a store into a new file, and notes who did it. Others may go on writing to the store.

    Raises `Refused` where the file is there already or cannot be written. Raises `Damaged` where the copy does not
    pass. No file is left then.
    """
    if file.exists():
        raise Refused(f"{file}: there is a file already, and it is left as it is; name another one")
    place = find_place(store)
    clear_folder(file.parent, place)
    with open_work_folder(file.parent, (place.address.file or place.anchor).parent) as folder:
        made = folder / "backup"
        copy_to_file(store.database, made)
        with closing(Database(make_file_address(made))) as copy:
            check_copy(copy, store.keyring)
            seal_backup(copy, store.keyring, int(now.timestamp()), version("trialscreen"))
        taken = check_seal(made, store.keyring)
        gone = find_gone_entries(store)
        remark = f"; entries of {len(gone)} chains were gone" if gone else ""
        note_in_store(store, EntryKind.BACKED_UP, f"{taken.screenings} screenings{remark}", now, who)
        publish_file(made, file)
    return replace(taken, gone=tuple(gone))


def check_copy(copy: Database, keyring: Keyring) -> None:
    """Raises `Damaged`, with the first fault, where anything in a copy is wrong, as far as it tells by itself."""
    refuse_faults(find_integrity_faults(copy))
    refuse_faults(sentence for found in inspect_database(copy, keyring) for sentence in found.sentences)


def refuse_faults(faults: Iterable[str]) -> None:
    """Raises `Damaged` with the first fault of a backup, if there is one."""
    first, *others = [*faults] or [""]
    if first:
        more = f" ({len(others)} more)" if others else ""
        raise Damaged(
            f"the backup does not pass: {first}{more}; look at the database with `trialscreen doctor`, or use another"
            " backup"
        )


def note_in_store(store: Store, what: EntryKind, note: str, now: datetime, who: str) -> None:
    """Adds an entry to the store's own chain, in the name of who asked for it."""
    inbound = InboundEvent("store", f"{what.value}:{secrets.token_hex(16)}", "", AccountName(who), now)
    store.take(inbound, lambda uow: uow.note_store(what, note))


def iterate_heads(repository: ScreeningRepository) -> Iterator[Head]:
    """Yields the head of every chain, the store's own first."""
    yield from repository.iterate_heads()
