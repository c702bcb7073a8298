"""The sweep: it forgets screenings that were kept long enough, and deletes rows that nobody needs any more."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, text, update

from storage.database.schema import (
    dead_letters,
    events,
    handovers,
    inaccuracies,
    link_codes,
    outbox,
    reporters,
    screening_keys,
    screenings,
    sign_ins,
    timeline,
    wrong_codes,
)
from storage.database.statements import Write, execute_all
from storage.features.inaccuracies import INACCURACIES_KEPT, REPORTS_COUNTED
from storage.features.one_time_codes import WRONG_CODES_KEPT
from storage.maintenance.anchor_tidying import tidy_anchor
from storage.model.errors import Damaged
from storage.model.retention import find_end_of_week
from storage.opening.location import find_place
from storage.opening.unfinished import clear_place
from storage.unit_of_work.forgetting import forget_all
from storage.unit_of_work.screening_rows import make_later_look, unseal_screening
from storage.unit_of_work.store import Store
from storage.unit_of_work.untaken import is_due

EVENTS_KEPT = timedelta(days=7)
"""How long an event's id is known. Channels repeat an event for a day at most."""

SENT_KEPT = timedelta(days=2)
"""How long it is known that a message without a receipt was sent."""

RECEIPTS_KEPT = timedelta(days=60)
"""How long receipts and dead letters are known."""


@dataclass(frozen=True, slots=True)
class SweepResult:
    """How many screenings were forgotten, and whether all that are to be looked at by now were looked at."""

    forgotten: int
    is_done: bool


def sweep(store: Store, now: datetime, most: int = 100) -> SweepResult:
    """Forgets screenings that were kept long enough, deletes rows that nobody needs any more, and tidies the anchor.

    It looks at `most` screenings at most, so that other transactions do not wait for long. What killed commands left at
    the place is removed.
    """
    due, later, is_done = _look(store, now, most)
    forget_all(store, due, now, "kept long enough")
    with store.database.writing() as connection:
        execute_all(connection, [Write(_LOOK_LATER, later)])
    _delete_old_rows(store, now)
    tidy_anchor(store)
    clear_place(find_place(store))
    return SweepResult(len(due), is_done)


def _look(store: Store, now: datetime, most: int) -> tuple[list[bytes], list[dict[str, Any]], bool]:
    """Returns screenings that are due, the changed rows of those that are not, and whether these are all.

    Whether one is due only its answers tell. Those that are not are looked at again at the end of the week. One that
    cannot be read stays as it is: an inspection names it.
    """
    due: list[bytes] = []
    later: list[dict[str, Any]] = []
    passed_over = 0
    keep_until = int(find_end_of_week(now).timestamp())
    while len(due) + len(later) < most:
        with store.database.reading() as connection:
            wanted = {"now": int(now.timestamp()), "most": most, "passed_over": len(due) + len(later) + passed_over}
            rows = connection.execute(_TO_LOOK_AT, wanted).all()
        for row in rows:
            try:
                stored = unseal_screening(row, store.keyring.unwrap(row.id, row.wrapped) or b"")
            except (Damaged, ValueError):
                passed_over += 1
                continue
            if is_due(stored, store.retention, now):
                due.append(row.id)
            else:
                changed = make_later_look(row, stored.secret, keep_until)
                later.append(changed | {"b_id": row.id, "b_version": row.version})
        if len(rows) < most:
            return due, later, True
    return due, later, False


def _delete_old_rows(store: Store, now: datetime) -> None:
    with store.database.writing() as connection:
        connection.execute(_OLD_EVENTS, {"before": int((now - EVENTS_KEPT).timestamp())})
        connection.execute(_OLD_SENT, {"before": int((now - SENT_KEPT).timestamp())})
        for old in (_OLD_RECEIPTS, _OLD_DEAD_LETTERS, _OLD_LINES):
            connection.execute(old, {"before": int((now - RECEIPTS_KEPT).timestamp())})
        for old in (_OLD_HANDOVERS, _OLD_LINK_CODES, _OLD_SIGN_INS):
            connection.execute(old, {"before": int(now.timestamp())})
        connection.execute(_OLD_WRONG_CODES, {"before": int((now - WRONG_CODES_KEPT).timestamp())})
        connection.execute(_OLD_REPORTERS, {"before": int((now - REPORTS_COUNTED).timestamp())})
        connection.execute(_OLD_INACCURACIES, {"before": f"{now - INACCURACIES_KEPT:%Y-%m}"})


_TO_LOOK_AT = (
    select(screenings, screening_keys.c.wrapped)
    .join_from(screenings, screening_keys, screenings.c.id == screening_keys.c.screening, isouter=True)
    .where(
        screenings.c.keep_until <= bindparam("now"),
        text("NOT is_forgotten"),  # as the index has it, word for word
    )
    .order_by(screenings.c.keep_until)
    .limit(bindparam("most"))
    .offset(bindparam("passed_over"))
)
_LOOK_LATER = (
    update(screenings)
    .where(screenings.c.id == bindparam("b_id"), screenings.c.version == bindparam("b_version"))
    .values({name: bindparam(name) for name in ("version", "keep_until", "sealed")})
)
_OLD_EVENTS = delete(events).where(events.c.taken_at < bindparam("before"))
_OLD_SENT = delete(outbox).where(outbox.c.sent_at < bindparam("before"), outbox.c.receipt.is_(None))
_OLD_RECEIPTS = delete(outbox).where(outbox.c.sent_at < bindparam("before"), outbox.c.receipt.is_not(None))
_OLD_DEAD_LETTERS = delete(dead_letters).where(dead_letters.c.at < bindparam("before"))
_OLD_LINES = delete(timeline).where(timeline.c.at < bindparam("before"))
_OLD_HANDOVERS = delete(handovers).where(handovers.c.expires_at <= bindparam("before"))
_OLD_LINK_CODES = delete(link_codes).where(link_codes.c.expires_at <= bindparam("before"))
_OLD_SIGN_INS = delete(sign_ins).where(sign_ins.c.expires_at <= bindparam("before"))
_OLD_WRONG_CODES = delete(wrong_codes).where(wrong_codes.c.since <= bindparam("before"))
_OLD_REPORTERS = delete(reporters).where(reporters.c.since <= bindparam("before"))
_OLD_INACCURACIES = delete(inaccuracies).where(inaccuracies.c.month < bindparam("before"))
