"""A stored screening as its row holds it: sealed with its own key."""

from datetime import UTC, datetime

from sqlalchemy.engine import RowMapping

from storage.crypto.encryption import STATE_STEP, make_identity, seal, unseal
from storage.model.codec import encode_screening, pack, read_screening, unpack
from storage.model.entries import Head
from storage.model.stored import StoredScreening, TallyOutcome


def seal_screening(stored: StoredScreening) -> bytes:
    """Returns a screening as its row holds it."""
    plain = {
        "code": stored.code,
        "owner": stored.owner,
        "role": stored.role,
        "begun_at": stored.begun_at.isoformat(),
        "tally": stored.tally,
        "outcome": [stored.outcome.determinations, stored.outcome.failed, stored.outcome.is_finished],
        "screening": encode_screening(stored.screening),
    }
    return seal(stored.secret, pack(plain), _identity(stored.id, stored.version), STATE_STEP)


def unseal_screening(row: RowMapping, secret: bytes) -> StoredScreening:
    """Returns the screening in a row. Raises `Damaged` where the row was changed."""
    plain = unpack(unseal(secret, row["sealed"], _identity(row["id"], row["version"]), "the record of a screening"))
    determinations, failed, is_finished = plain["outcome"]
    return StoredScreening(
        id=row["id"],
        code=plain["code"],
        owner=plain["owner"],
        role=plain["role"],
        screening=read_screening(plain["screening"]),
        version=row["version"],
        stored_version=row["version"],
        head=Head(row["id"], row["entries"], row["head"]),
        begun_at=datetime.fromisoformat(plain["begun_at"]),
        touched_at=datetime.fromtimestamp(row["touched_at"], UTC),
        tally=plain["tally"],
        outcome=TallyOutcome(determinations, tuple(failed), is_finished),
        secret=secret,
    )


def _identity(screening: bytes, version: int) -> bytes:
    return make_identity("state", screening, version)
