"""The statements that find what waits in the outbox: of one chat, and the first messages of many."""

from sqlalchemy import bindparam, func, select

from storage.database.schema import outbox, screening_keys
from storage.outbox.blocked_chats import IS_OPEN

MOST_PASSED = 100
"""So many closing edits of a chat may be passed."""

_IS_UNSENT = outbox.c.sent_at.is_(None)
_WITH_KEYS = select(outbox, screening_keys.c.wrapped).join_from(
    outbox, screening_keys, outbox.c.screening == screening_keys.c.screening, isouter=True
)
WAITING_OF_CHAT = _WITH_KEYS.where(outbox.c.chat == bindparam("chat"), _IS_UNSENT)
WAITING = WAITING_OF_CHAT.order_by(outbox.c.id).limit(bindparam("most"))
FIRST = WAITING_OF_CHAT.where(IS_OPEN).order_by(outbox.c.id).limit(bindparam("most")).with_for_update(of=outbox)
FREE = _WITH_KEYS.where(
    outbox.c.id.in_(bindparam("ids", expanding=True)),
    _IS_UNSENT,
    outbox.c.due_at <= bindparam("now"),
    outbox.c.leased_until <= bindparam("now"),
).with_for_update(of=outbox)
FIRSTS = (
    select(outbox.c.chat, func.min(outbox.c.id).label("id"))
    .where(outbox.c.chat > bindparam("after"), _IS_UNSENT, IS_OPEN)
    .group_by(outbox.c.chat)
    .order_by(outbox.c.chat)
    .limit(bindparam("most"))
)
