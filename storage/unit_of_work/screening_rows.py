"""A stored screening as its row holds it, sealed with its own key; and the tombstone that is left of it."""

import secrets
from datetime import datetime
from typing import Any

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import SCREENING_SEAL
from storage.model.codec import encode_screening, pack, read_screening, unpack
from storage.model.entries import Head
from storage.model.people import NOBODY
from storage.model.retention import Retention
from storage.model.stored import StoredScreening, TallyOutcome
from storage.unit_of_work.untaken import find_end

DAY_SECONDS = 86_400

VERSION_BITS = 31


def make_screening_row(stored: StoredScreening, keyring: Keyring, retention: Retention) -> dict[str, Any]:
    """Returns the columns of a screening as it is now. Those in clear say nothing of its answers."""
    is_untaken = stored.owner == NOBODY
    look_at = find_end(stored) if is_untaken else retention.find_first_look(stored.touched_at)
    row = {
        "id": stored.id,
        "code": keyring.hash_lookup("code", stored.code),
        "owner": keyring.hash_lookup("person", stored.owner),
        "version": secrets.randbits(VERSION_BITS),
        "touched_at": _find_day(int(stored.touched_at.timestamp())),
        "keep_until": int(look_at.timestamp()),
        "is_forgotten": False,
    }
    return SCREENING_SEAL.make(stored.secret, row, _pack_screening(stored))


def make_later_look(row: Any, secret: bytes, keep_until: int) -> dict[str, Any]:
    """Returns the columns of a row that the sweep is to look at again later."""
    return SCREENING_SEAL.change(secret, row, version=secrets.randbits(VERSION_BITS), keep_until=keep_until)


def unseal_screening(row: Any, secret: bytes) -> StoredScreening:
    """Returns the screening in a row. Raises `Damaged` where the row was changed."""
    plain = unpack(SCREENING_SEAL.unseal(secret, row))
    determinations, failed, is_finished = plain["outcome"]
    return StoredScreening(
        id=row.id,
        code=plain["code"],
        owner=plain["owner"],
        role=plain["role"],
        screening=read_screening(plain["screening"]),
        version=plain["version"],
        stored_version=row.version,
        head=_read_head(row, plain),
        begun_at=datetime.fromisoformat(plain["begun_at"]),
        touched_at=datetime.fromisoformat(plain["touched_at"]),
        tally=plain["tally"],
        outcome=TallyOutcome(determinations, tuple(failed), is_finished),
        secret=secret,
    )


def make_tombstone(head: Head, now: int, keyring: Keyring) -> dict[str, Any]:
    """Returns the columns of a forgotten screening: the day, and sealed only the length and head of its chain."""
    day = _find_day(now)
    row = {
        "id": head.screening,
        "code": None,
        "owner": None,
        "version": secrets.randbits(VERSION_BITS),
        "touched_at": day,
        "keep_until": day,
        "is_forgotten": True,
    }
    return SCREENING_SEAL.make(keyring.store_key, row, pack(_encode_head(head)))


def unseal_tombstone(row: Any, keyring: Keyring) -> Head:
    """Returns the head of a forgotten screening's chain. Raises `Damaged` where its row was changed."""
    return _read_head(row, unpack(SCREENING_SEAL.unseal(keyring.store_key, row)))


def _pack_screening(stored: StoredScreening) -> bytes:
    outcome = stored.outcome
    plain = {
        "code": stored.code,
        "owner": stored.owner,
        "role": stored.role,
        "version": stored.version,
        "begun_at": stored.begun_at.isoformat(),
        "touched_at": stored.touched_at.isoformat(),
        "tally": stored.tally,
        "outcome": [outcome.determinations, outcome.failed, outcome.is_finished],
        "screening": encode_screening(stored.screening),
    }
    return pack(plain | _encode_head(stored.head))


def _encode_head(head: Head) -> dict[str, Any]:
    return {"entries": head.number, "head": head.mac.hex()}


def _read_head(row: Any, plain: dict[str, Any]) -> Head:
    return Head(row.id, plain["entries"], bytes.fromhex(plain["head"]))


def _find_day(seconds: int) -> int:
    return seconds - seconds % DAY_SECONDS
