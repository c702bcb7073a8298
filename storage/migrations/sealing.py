"""Sealing the rows of earlier releases: each is read as it was sealed then, if it was, and sealed as it is now.

The tables are named and read as they were at that step. A row that was changed by then is refused.
"""

import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from storage.crypto.encryption import make_identity, unseal
from storage.crypto.keyring import Keyring
from storage.crypto.row_seal import RowSeal
from storage.crypto.row_seals import (
    ACCOUNT_SEAL,
    CHAT_SEAL,
    CLOSED,
    DEAD_LETTER_SEAL,
    DEFINITION_SEAL,
    ENROLMENT_SEAL,
    EVENT_SEAL,
    HANDOVER_SEAL,
    INACCURACY_SEAL,
    INVITATION_SEAL,
    LINK_SEAL,
    OUTBOX_SEAL,
    REPORTER_SEAL,
    SCREENING_SEAL,
    SENT_SEAL,
    TALLY_SEAL,
    WRONG_CODES_SEAL,
)
from storage.model.codec import pack, unpack
from storage.model.errors import Damaged

OpenRow = Callable[[Any], bytes]
"""Returns what was sealed in a row by the earlier release."""

DAY_SECONDS = 86_400
WEEK_SECONDS = 7 * DAY_SECONDS
VERSION_BITS = 31


def seal_rows(connection: Connection, keyring: Keyring) -> None:
    """Seals every row. Raises `Damaged` where one cannot be read."""
    store_key = keyring.store_key
    secrets_ = {
        row.screening: keyring.unwrap(row.screening, row.wrapped) for row in _read(connection, "screening_keys")
    }
    open_tallies = set(_seal_screenings(connection, keyring, secrets_))
    for row in _read(connection, "tally"):
        _write(connection, TALLY_SEAL, store_key, row, b"" if row.id in open_tallies else CLOSED)
    for seal, open_ in _list_tables(keyring):
        for row in _read(connection, seal.table.name):
            _write(connection, seal, store_key, row, open_(row))
    for row in _read(connection, "handovers"):
        _write(connection, HANDOVER_SEAL, _need(secrets_.get(row.screening)), row, b"")
    for row in _read(connection, "outbox"):
        _seal_message(connection, store_key if row.screening is None else secrets_.get(row.screening), store_key, row)


def _seal_screenings(connection: Connection, keyring: Keyring, keys: dict[bytes, bytes | None]) -> Iterator[int]:
    """Seals screenings, and yields the rows of the tally that count those which are not forgotten."""
    for row in _read(connection, "screenings"):
        head = {"entries": row.entries, "head": row.head.hex()}
        changed = {"version": secrets.randbits(VERSION_BITS)}
        if row.is_forgotten:
            _write(connection, SCREENING_SEAL, keyring.store_key, row, pack(head), **changed)
            continue
        secret = _need(keys.get(row.id))
        plain = unpack(unseal(secret, row.sealed, make_identity("state", row.id, row.version), _RECORD))
        plain |= {
            **head,
            "version": row.version,
            "touched_at": datetime.fromtimestamp(row.touched_at, UTC).isoformat(),
        }
        changed |= {
            "touched_at": row.touched_at - row.touched_at % DAY_SECONDS,
            "keep_until": row.touched_at - row.touched_at % WEEK_SECONDS + WEEK_SECONDS,
        }
        _write(connection, SCREENING_SEAL, secret, row, pack(plain), **changed)
        yield plain["tally"]


def _seal_message(connection: Connection, key: bytes | None, store_key: bytes, row: Any) -> None:
    if row.sent_at is not None:
        _write(connection, SENT_SEAL, store_key, row, b"")
        return
    identity = make_identity("outgoing", row.chat, row.screening or b"", row.turn, row.part)
    content = unseal(_need(key), row.sealed, identity, "a message in the outbox")
    _write(connection, OUTBOX_SEAL, _need(key), row, content)


def _list_tables(keyring: Keyring) -> list[tuple[RowSeal, OpenRow]]:
    """Returns the seals of tables whose rows are sealed with the keyring's key, and how their rows were sealed."""

    def open_as(*kind: str) -> OpenRow:
        name, *columns = kind
        return lambda row: unseal(
            keyring.store_key, row.sealed, make_identity(name, *(getattr(row, each) for each in columns)), name
        )

    def nothing(_: Any) -> bytes:
        return b""

    return [
        (DEFINITION_SEAL, nothing),
        (EVENT_SEAL, nothing),
        (WRONG_CODES_SEAL, nothing),
        (REPORTER_SEAL, nothing),
        (DEAD_LETTER_SEAL, nothing),
        (ACCOUNT_SEAL, open_as("person", "account")),
        (INVITATION_SEAL, open_as("invitation", "token")),
        (LINK_SEAL, open_as("link", "token", "account", "expires_at")),
        (ENROLMENT_SEAL, open_as("mark", "number")),
        (INACCURACY_SEAL, open_as("inaccuracy", "id", "month")),
        (CHAT_SEAL, open_as("seat", "chat")),
    ]


def _read(connection: Connection, table: str) -> list[Any]:
    return list(connection.exec_driver_sql(f"SELECT * FROM {table}"))  # noqa: S608 - our own names


def _write(connection: Connection, seal: RowSeal, key: bytes, row: Any, content: bytes, **changed: int) -> None:
    """Seals one row, of which some columns are changed."""
    made = seal.make(key, {**row._asdict(), **changed}, content)
    names = [*changed, "sealed"]
    keys = [column.name for column in seal.table.primary_key.columns]
    settings = ", ".join(f"{name} = :{name}" for name in names)
    where = " AND ".join(f"{name} = :key_{name}" for name in keys)
    values = {name: made[name] for name in names} | {f"key_{name}": getattr(row, name) for name in keys}
    connection.execute(text(f"UPDATE {seal.table.name} SET {settings} WHERE {where}"), values)  # noqa: S608 - our names


def _need(key: bytes | None) -> bytes:
    if key is None:
        raise Damaged("the key of a screening was changed outside of this program, or is missing: restore a backup")
    return key


_RECORD = "the record of a screening"
