"""The columns of rows: a stored screening, an entry and a screening's part of the tally, as their tables hold them."""

from typing import Any

import orjson

from storage.crypto.keyring import Keyring
from storage.model.entries import EntryRow
from storage.model.retention import Retention
from storage.model.stored import StoredScreening
from storage.unit_of_work.screening_rows import seal_screening


def make_screening_row(stored: StoredScreening, keyring: Keyring, retention: Retention) -> dict[str, Any]:
    """Returns the columns of a new screening."""
    return {
        "id": stored.id,
        "code": keyring.hash_lookup("code", stored.code),
        "owner": keyring.hash_lookup("person", stored.owner),
        "is_forgotten": False,
        **_make_changing_columns(stored, retention),
    }


def make_screening_change(stored: StoredScreening, retention: Retention) -> dict[str, Any]:
    """Returns the columns that a turn changes, and the id and version of the row that they belong to."""
    return {"b_id": stored.id, "b_stored": stored.stored_version, **_make_changing_columns(stored, retention)}


def make_entry_row(row: EntryRow) -> dict[str, Any]:
    """Returns the columns of an entry."""
    return {"screening": row.screening, "number": row.number, "sealed": row.sealed, "mac": row.mac}


def make_tally_row(stored: StoredScreening) -> dict[str, Any]:
    """Returns the columns of the row of the tally that counts a screening."""
    return {
        "id": stored.tally,
        "month": f"{stored.begun_at:%Y-%m}",
        "trial": stored.screening.trial,
        "role": stored.role,
        "outcome": orjson.dumps(stored.outcome.determinations).decode(),
        "failed": orjson.dumps(stored.outcome.failed).decode(),
        "is_finished": stored.outcome.is_finished,
    }


def _make_changing_columns(stored: StoredScreening, retention: Retention) -> dict[str, Any]:
    is_finished = stored.outcome.is_finished
    keep_until = retention.keep_until(stored.screening.answers, stored.touched_at, is_finished=is_finished)
    return {
        "version": stored.version,
        "entries": stored.head.number,
        "head": stored.head.mac,
        "touched_at": int(stored.touched_at.timestamp()),
        "keep_until": int(keep_until.timestamp()),
        "sealed": seal_screening(stored),
    }
