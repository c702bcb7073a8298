"""Tallies for tests and benchmarks: rows as screenings leave them, without the screenings."""

import random
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from sqlalchemy import insert

from storage.crypto.row_seals import TALLY_SEAL
from storage.database.schema import tally
from storage.unit_of_work.store import Store

TRIAL = "interfant-21"

ELIGIBLE = {"protocol": "eligible", "blinatumomab": "eligible"}
EXCLUDED = {"protocol": "ineligible", "blinatumomab": "not_applicable"}
PENDING = {"protocol": "undetermined", "blinatumomab": "undetermined"}
WITHOUT = {"protocol": "eligible", "blinatumomab": "excluded"}

Row = dict[str, Any]


def rows(
    number: int,
    codes: dict[str, str],
    failed: Iterable[str] = (),
    *,
    month: str = "2026-06",
    trial: str = TRIAL,
    role: str = "clinician",
    is_finished: bool = True,
) -> list[Row]:
    """Returns so many rows that are alike."""
    row = {
        "month": month,
        "trial": trial,
        "role": role,
        "outcome": orjson.dumps(codes).decode(),
        "failed": orjson.dumps(list(failed)).decode(),
        "is_finished": is_finished,
    }
    return [row] * number


def some(number: int, months: int = 6, seed: int = 1) -> Iterator[Row]:
    """Yields random rows such as a busy site leaves: one in five of a tester, one in ten unfinished."""
    draw = random.Random(seed)
    for _ in range(number):
        failed = [each for each in ("I1", "I3", "E1", "E2", "E3", "E4", "E5") if draw.random() < 0.06]
        why = [each for each in ("B1", "B2", "B3", "B4") if draw.random() < 0.05]
        codes = EXCLUDED if failed else PENDING if draw.random() < 0.2 else WITHOUT if why else ELIGIBLE
        month = draw.randrange(months)
        named = f"{2026 + month // 12}-{month % 12 + 1:02}"
        role = draw.choice(("clinician", "clinician", "referrer", "tester", "coordinator"))
        yield rows(1, codes, [*failed, *why], month=named, role=role, is_finished=draw.random() < 0.9)[0]


def fill(store: Store, *some_rows: Iterable[Row]) -> None:
    """Adds rows to the tally of a store, each with an id of its own."""
    numbered = [{"id": random.getrandbits(62), **row} for each in some_rows for row in each]
    if numbered:
        with store.database.writing() as connection:
            sealed = [TALLY_SEAL.make(store.keyring.store_key, row) for row in numbered]
            connection.execute(insert(tally), sealed)
