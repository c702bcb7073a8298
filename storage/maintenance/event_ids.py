"""The ids of events that were taken before a release called each after the bot that got it.

Such an event may be brought again right after the upgrade. So the ids of the last days get the name of the bot that is
served then. Older ones are never asked for again, and are swept.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from storage.crypto.row_seals import EVENT_SEAL
from storage.database.schema import events
from storage.database.statements import Write, execute_all
from storage.model.errors import Damaged
from storage.unit_of_work.store import Store

BROUGHT_AGAIN = timedelta(days=2)
"""How long an event may be brought again. Telegram keeps updates for a day (core.telegram.org/bots/api#update)."""


def prefix_event_ids(store: Store, channel: str, prefix: str, now: datetime, most: int = 1_000) -> int:
    """Puts a prefix, which ends in a colon, before each late id of a channel without one; returns how many that were.

    One whose row was changed outside of this program stays as it is.
    """
    wanted = {"channel": channel, "since": int((now - BROUGHT_AGAIN).timestamp()), "most": most, "after": ""}
    renamed = 0
    while True:
        with store.database.writing() as connection:
            rows = connection.execute(_BARE, wanted).all()
            known = [row for row in rows if _is_whole(store.keyring.store_key, row)]
            made = [
                EVENT_SEAL.make(store.keyring.store_key, row._asdict() | {"id": f"{prefix}{row.id}"}) for row in known
            ]
            keys = [{"b_channel": channel, "b_id": row.id} for row in known]
            execute_all(connection, [Write(_REMOVE, keys), Write(_ADD, made)])
        renamed += len(known)
        if len(rows) < most:
            return renamed
        wanted["after"] = rows[-1].id


def _is_whole(key: bytes, row: Any) -> bool:
    try:
        EVENT_SEAL.unseal(key, row)
    except Damaged:
        return False
    return True


_BARE = (
    select(events)
    .where(
        events.c.channel == bindparam("channel"),
        events.c.taken_at >= bindparam("since"),
        events.c.id > bindparam("after"),
        events.c.id.not_like("%:%"),
    )
    .order_by(events.c.id)
    .limit(bindparam("most"))
    .with_for_update()
)
_REMOVE = delete(events).where(events.c.channel == bindparam("b_channel"), events.c.id == bindparam("b_id"))
_ADD = insert(events).values({column.name: bindparam(column.name) for column in events.columns})
