"""Forgetting in rows: what is left of a screening is a tombstone. Its key and its unsent messages are deleted."""

from sqlalchemy import bindparam, delete, update

from storage.crypto.keyring import Keyring
from storage.database.schema import outbox, screening_keys, screenings, tally
from storage.database.statements import Write
from storage.unit_of_work.changes import PendingChanges
from storage.unit_of_work.screening_rows import make_tombstone
from storage.unit_of_work.tally_rows import make_tally_row


def make_tombstone_writes(changes: PendingChanges, now: int, keyring: Keyring) -> list[Write]:
    """Returns what leaves tombstones, and closes their rows of the tally; `now` is in seconds since 1970."""
    gone = [{"b_id": each} for each in changes.forgotten]
    tombstones = [
        {"b_id": screening, **make_tombstone(head, now, keyring)} for screening, head in changes.forgotten.items()
    ]
    forgotten = [changes.screenings[each] for each in changes.forgotten]
    closed = [{"b_id": each.tally, **make_tally_row(each, keyring, is_closed=True)} for each in forgotten]
    return [
        Write(_DESTROY_KEY, gone),
        Write(_EMPTY, tombstones),
        Write(_DROP_OUTGOING, gone),
        Write(_CLOSE_COUNT, closed),
    ]


_DESTROY_KEY = delete(screening_keys).where(screening_keys.c.screening == bindparam("b_id"))
_DROP_OUTGOING = delete(outbox).where(outbox.c.screening == bindparam("b_id"))
_EMPTY = (
    update(screenings)
    .where(screenings.c.id == bindparam("b_id"))
    .values(
        {
            name: bindparam(name)
            for name in ("code", "owner", "version", "touched_at", "keep_until", "is_forgotten", "sealed")
        }
    )
)
_CLOSE_COUNT = (
    update(tally)
    .where(tally.c.id == bindparam("b_id"))
    .values({name: bindparam(name) for name in ("outcome", "failed", "is_finished", "sealed")})
)
