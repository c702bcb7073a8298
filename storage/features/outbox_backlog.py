"""The backlog of the outbox: how many messages wait to be sent, and for how long the first of them has been due.

Chats that are blocked do not count, nor does what is fetched.
"""

from datetime import datetime

from sqlalchemy import bindparam, exists, func, select

from storage.database.schema import chats, outbox
from storage.outbox.outgoing_rows import NEVER
from storage.unit_of_work.repository import ScreeningRepository


def measure_backlog(repository: ScreeningRepository, now: datetime) -> tuple[int, float]:
    """Returns how many messages wait, and for how many seconds the first of them has been due: 0 where none is."""
    depth, due_at = repository.connection.execute(_BACKLOG, {"now": int(now.timestamp())}).one()
    return depth, 0.0 if due_at is None else max(now.timestamp() - due_at, 0.0)


_IS_BLOCKED = exists().where(chats.c.chat == outbox.c.chat, chats.c.blocked_at.is_not(None))

_BACKLOG = select(func.count(), func.min(outbox.c.due_at).filter(outbox.c.due_at <= bindparam("now"))).where(
    outbox.c.sent_at.is_(None), outbox.c.due_at < NEVER, ~_IS_BLOCKED
)
