"""The sweep: it forgets screenings that were kept long enough, and deletes rows that nobody needs any more."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, text

from storage.database.schema import (
    dead_letters,
    events,
    handovers,
    inaccuracies,
    link_codes,
    outbox,
    reporters,
    screenings,
    wrong_codes,
)
from storage.features.inaccuracies import INACCURACIES_KEPT, REPORTS_COUNTED
from storage.features.one_time_codes import WRONG_CODES_KEPT
from storage.opening.location import find_place
from storage.opening.unfinished import clear_place
from storage.unit_of_work.forgetting import forget_all
from storage.unit_of_work.store import Store

EVENTS_KEPT = timedelta(days=7)
"""How long an event's id is known. Channels repeat an event for a day at most."""

SENT_KEPT = timedelta(days=2)
"""How long it is known that a message without a receipt was sent."""

RECEIPTS_KEPT = timedelta(days=60)
"""How long receipts and dead letters are known."""


def sweep(store: Store, now: datetime, most: int = 100) -> int:
    """Forgets screenings that were kept long enough, deletes rows that nobody needs any more, and tidies the anchor.

    What killed commands left at the place is removed.

    Returns how many screenings were forgotten: at most `most`, so that other transactions do not wait for long.
    """
    with store.database.reading() as connection:
        due = list(connection.execute(_DUE, {"now": int(now.timestamp()), "most": most}).scalars())
    forget_all(store, due, now, "kept long enough")
    with store.database.writing() as connection:
        connection.execute(_OLD_EVENTS, {"before": int((now - EVENTS_KEPT).timestamp())})
        connection.execute(_OLD_SENT, {"before": int((now - SENT_KEPT).timestamp())})
        for old in (_OLD_RECEIPTS, _OLD_DEAD_LETTERS):
            connection.execute(old, {"before": int((now - RECEIPTS_KEPT).timestamp())})
        for old in (_OLD_HANDOVERS, _OLD_LINK_CODES):
            connection.execute(old, {"before": int(now.timestamp())})
        connection.execute(_OLD_WRONG_CODES, {"before": int((now - WRONG_CODES_KEPT).timestamp())})
        connection.execute(_OLD_REPORTERS, {"before": int((now - REPORTS_COUNTED).timestamp())})
        connection.execute(_OLD_INACCURACIES, {"before": f"{now - INACCURACIES_KEPT:%Y-%m}"})
    store.anchor.tidy()
    clear_place(find_place(store))
    return len(due)


_DUE = (
    select(screenings.c.id)
    .where(screenings.c.keep_until < bindparam("now"), text("NOT is_forgotten"))  # as the index has it, word for word
    .order_by(screenings.c.keep_until)
    .limit(bindparam("most"))
)
_OLD_EVENTS = delete(events).where(events.c.taken_at < bindparam("before"))
_OLD_SENT = delete(outbox).where(outbox.c.sent_at < bindparam("before"), outbox.c.receipt.is_(None))
_OLD_RECEIPTS = delete(outbox).where(outbox.c.sent_at < bindparam("before"), outbox.c.receipt.is_not(None))
_OLD_DEAD_LETTERS = delete(dead_letters).where(dead_letters.c.at < bindparam("before"))
_OLD_HANDOVERS = delete(handovers).where(handovers.c.expires_at <= bindparam("before"))
_OLD_LINK_CODES = delete(link_codes).where(link_codes.c.expires_at <= bindparam("before"))
_OLD_WRONG_CODES = delete(wrong_codes).where(wrong_codes.c.since <= bindparam("before"))
_OLD_REPORTERS = delete(reporters).where(reporters.c.since <= bindparam("before"))
_OLD_INACCURACIES = delete(inaccuracies).where(inaccuracies.c.month < bindparam("before"))
