"""Backups: the whole database in one SQLite file that carries its own anchor.

It is finished and verified before it has its name.
"""

import secrets
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from hmac import compare_digest
from hmac import new as new_hmac
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text, func, insert, select

from storage.crypto.encryption import make_identity
from storage.crypto.keyring import Keyring
from storage.database.address import make_file_address
from storage.database.engine import Database
from storage.database.schema import screenings
from storage.maintenance.copying import copy_to_file, make_work_folder, publish_file
from storage.maintenance.gone_entries import find_gone_entries
from storage.maintenance.verify import find_integrity_faults, inspect_database
from storage.model.entries import EntryKind, Head
from storage.model.errors import Damaged, Refused
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.store import Store

backup = Table(
    "backup",
    MetaData(),
    Column("taken_at", BigInteger, nullable=False),
    Column("version", Text, nullable=False),
    Column("seal", LargeBinary(32), nullable=False),
)
"""One row, in backups only: when it was taken, and by which version of the program.

The seal is an HMAC over both and the head of every chain.
"""


@dataclass(frozen=True)
class Backup:
    """What a verified backup says of itself. `screenings` counts the forgotten ones too.

    `gone` says, when it was taken, which entries the anchor knew and the database did not hold.
    """

    taken_at: datetime
    version: str
    screenings: int
    gone: tuple[str, ...] = ()


def back_up(store: Store, file: Path, now: datetime, who: str) -> Backup:
    """Writes a verified backup of a store into a new file, and notes who did it. Others may go on writing to the store.

    Raises `Refused` where the file is there already or cannot be written. Raises `Damaged` where the copy does not
    pass. No file is left then.
    """
    if file.exists():
        raise Refused(f"{file}: there is a file already, and it is left as it is; name another one")
    with make_work_folder(file.parent) as folder:
        made = folder / file.name
        copy_to_file(store.database, made)
        with closing(Database(make_file_address(made))) as copy:
            _sign(copy, store.keyring, now)
            taken = verify_backup(copy, store.keyring)
        gone = find_gone_entries(store)
        remark = f"; entries of {len(gone)} chains were gone" if gone else ""
        note_in_store(store, EntryKind.BACKED_UP, f"{taken.screenings} screenings{remark}", now, who)
        publish_file(made, file)
    return replace(taken, gone=tuple(gone))


def verify_backup(database: Database, keyring: Keyring) -> Backup:
    """Returns what a backup says of itself.

    Raises `Damaged`, with the first fault, where anything in it is not as it was written.
    """
    faults = find_integrity_faults(database)
    faults = faults or [sentence for found in inspect_database(database, keyring) for sentence in found.sentences]
    with database.reading() as connection:
        repository = ScreeningRepository(connection, keyring)
        row = connection.execute(select(backup)).first()
        if row is None or not compare_digest(row.seal, _compute_seal(repository, row.taken_at, row.version)):
            faults.append("the screenings in it are not those that it was made of")
        screenings_ = connection.execute(select(func.count()).select_from(screenings)).scalar_one()
    if row is None or faults:
        more = f" ({len(faults) - 1} more)" if len(faults) > 1 else ""
        raise Damaged(
            f"the backup does not pass: {faults[0]}{more}; look at the database with `trialscreen doctor`, or use"
            " another backup"
        )
    return Backup(datetime.fromtimestamp(row.taken_at, UTC), row.version, screenings_)


def note_in_store(store: Store, what: EntryKind, note: str, now: datetime, who: str) -> None:
    """Adds an entry to the store's own chain, in the name of who asked for it."""
    inbound = InboundEvent("store", f"{what.value}:{secrets.token_hex(16)}", "", AccountName(who), now)
    store.take(inbound, lambda uow: uow.note_store(what, note))


def iterate_heads(repository: ScreeningRepository) -> Iterator[Head]:
    """Yields the head of every chain, the store's own first."""
    yield from repository.iterate_heads()


def _sign(copy: Database, keyring: Keyring, now: datetime) -> None:
    taken_at, program = int(now.timestamp()), version("trialscreen")
    with copy.writing() as connection:
        backup.create(connection)
        seal = _compute_seal(ScreeningRepository(connection, keyring), taken_at, program)
        connection.execute(insert(backup), {"taken_at": taken_at, "version": program, "seal": seal})


def _compute_seal(repository: ScreeningRepository, taken_at: int, program: str) -> bytes:
    keyring = repository.keyring
    seal = new_hmac(keyring.anchor_key, make_identity("backup", keyring.id, taken_at, program), sha256)
    for head in iterate_heads(repository):
        seal.update(make_identity(head.screening, head.number, head.mac))
    return seal.digest()
