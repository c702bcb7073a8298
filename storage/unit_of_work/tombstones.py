"""Tombstones: what is left of a forgotten screening's row. Its key and its unsent messages are deleted."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, null, true, update

from storage.database.schema import outbox, screening_keys, screenings
from storage.database.statements import Write
from storage.model.entries import Head

DAY_SECONDS = 86_400


def make_tombstone_writes(forgotten: Mapping[bytes, Head], now: int) -> list[Write]:
    """Returns what leaves id, length and head of each chain, and the day; `now` is in seconds since 1970."""
    gone = [{"b_id": each} for each in forgotten]
    day = now - now % DAY_SECONDS
    emptied = [
        {"b_id": screening, "b_entries": head.number, "b_head": head.mac, "b_day": day}
        for screening, head in forgotten.items()
    ]
    return [Write(_DESTROY_KEY, gone), Write(_EMPTY, emptied), Write(_DROP_OUTGOING, gone)]


_DESTROY_KEY = delete(screening_keys).where(screening_keys.c.screening == bindparam("b_id"))
_DROP_OUTGOING = delete(outbox).where(outbox.c.screening == bindparam("b_id"))
_EMPTY = (
    update(screenings)
    .where(screenings.c.id == bindparam("b_id"))
    .values(
        code=null(), owner=null(), sealed=null(), is_forgotten=true(), entries=bindparam("b_entries"),
        head=bindparam("b_head"), touched_at=bindparam("b_day"), keep_until=bindparam("b_day"),
    )
)  # fmt: skip
