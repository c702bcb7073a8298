"""A stored screening as its rows hold it: sealed with its own key in one table, and in clear text in the tally."""

from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy.engine import RowMapping

from storage.crypto.encryption import STATE_STEP, make_identity, seal, unseal
from storage.crypto.keyring import Keyring
from storage.model.codec import encode_screening, pack, read_screening, unpack
from storage.model.entries import Head
from storage.model.retention import Retention
from storage.model.stored import StoredScreening, TallyOutcome


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


def unseal_screening(row: RowMapping, secret: bytes) -> StoredScreening:
    """Returns the screening in a row. Raises `Damaged` where the row was changed."""
    screening, version = row["id"], row["version"]
    identity = make_identity("state", screening, version)
    plain = unpack(unseal(secret, row["sealed"], identity, "the record of a screening"))
    determinations, failed, is_finished = plain["outcome"]
    return StoredScreening(
        id=screening,
        code=plain["code"],
        owner=plain["owner"],
        role=plain["role"],
        screening=read_screening(plain["screening"]),
        version=version,
        stored_version=version,
        head=Head(screening, row["entries"], row["head"]),
        begun_at=datetime.fromisoformat(plain["begun_at"]),
        touched_at=datetime.fromtimestamp(row["touched_at"], UTC),
        tally=plain["tally"],
        outcome=TallyOutcome(determinations, tuple(failed), is_finished),
        secret=secret,
    )


def make_tally_row(stored: StoredScreening) -> dict[str, Any]:
    """Returns the columns of a new row of the tally, which counts a screening."""
    return {
        "id": stored.tally,
        "month": f"{stored.begun_at:%Y-%m}",
        "trial": stored.screening.trial,
        "role": stored.role,
        **_make_counted_columns(stored.outcome),
    }


def make_tally_change(stored: StoredScreening) -> dict[str, Any]:
    """Returns the columns of the tally that a turn changes, and the id of the row that they belong to."""
    return {"b_id": stored.tally, **_make_counted_columns(stored.outcome)}


def _make_changing_columns(stored: StoredScreening, retention: Retention) -> dict[str, Any]:
    outcome, head = stored.outcome, stored.head
    plain = {
        "code": stored.code,
        "owner": stored.owner,
        "role": stored.role,
        "begun_at": stored.begun_at.isoformat(),
        "tally": stored.tally,
        "outcome": [outcome.determinations, outcome.failed, outcome.is_finished],
        "screening": encode_screening(stored.screening),
    }
    sealed = seal(stored.secret, pack(plain), make_identity("state", stored.id, stored.version), STATE_STEP)
    answers, touched_at = stored.screening.answers, stored.touched_at
    return {
        "version": stored.version,
        "entries": head.number,
        "head": head.mac,
        "touched_at": int(touched_at.timestamp()),
        "keep_until": int(retention.keep_until(answers, touched_at, is_finished=outcome.is_finished).timestamp()),
        "sealed": sealed,
    }


def _make_counted_columns(outcome: TallyOutcome) -> dict[str, Any]:
    return {
        "outcome": orjson.dumps(outcome.determinations).decode(),
        "failed": orjson.dumps(outcome.failed).decode(),
        "is_finished": outcome.is_finished,
    }
