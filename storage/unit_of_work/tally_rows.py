"""Rows of the tally: what a screening came to, in clear text, sealed against changes with nothing that links them.

The row of a forgotten screening is closed: it never changes again. There are as many closed rows as tombstones.
"""

from typing import Any

import orjson

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import CLOSED, TALLY_SEAL
from storage.model.stored import StoredScreening


def make_tally_row(stored: StoredScreening, keyring: Keyring, *, is_closed: bool = False) -> dict[str, Any]:
    """Returns the columns of the row that counts a screening, as it is now."""
    return TALLY_SEAL.make(keyring.store_key, make_tally_columns(stored), CLOSED if is_closed else b"")


def make_tally_columns(stored: StoredScreening) -> dict[str, Any]:
    """Returns the clear columns of that row."""
    outcome = stored.outcome
    return {
        "id": stored.tally,
        "month": f"{stored.begun_at:%Y-%m}",
        "trial": stored.screening.trial,
        "role": stored.role,
        "outcome": orjson.dumps(outcome.determinations).decode(),
        "failed": orjson.dumps(outcome.failed).decode(),
        "is_finished": outcome.is_finished,
    }
