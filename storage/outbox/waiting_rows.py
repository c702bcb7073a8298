"""Changing messages that wait: each is read, and sealed anew with what is changed."""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.crypto.keyring import Keyring
from storage.database.schema import outbox
from storage.database.statements import Write, execute_all
from storage.model.errors import Damaged
from storage.outbox.outgoing_rows import change_outgoing_row

ChangeRow = Callable[[Any], dict[str, Any]]
"""Returns, for a row, the columns that are changed."""

_log = logging.getLogger(__name__)


def change_waiting(connection: Connection, keyring: Keyring, rows: Sequence[Any], change: ChangeRow) -> list[Any]:
    """Changes columns of messages that wait, and returns the rows that were changed, as they were.

    One that was changed outside of this program is logged, and left as it is.
    """
    changed, written = [], []
    for row in rows:
        try:
            columns = change_outgoing_row(connection, keyring, row, **change(row))
        except Damaged as fault:
            _log.error("message %s of the outbox cannot be sent: %s", row.id, fault)
        else:
            changed.append(row)
            written.append(columns | {"b_id": row.id})
    execute_all(connection, [Write(_CHANGE, written)])
    return changed


def has_waiting_question(
    connection: Connection, keyring: Keyring, chat: str, screening: bytes | None, question: int
) -> bool:
    """Says whether a question waits to be sent to a chat."""
    asked = {"chat": keyring.hash_lookup("chat", chat), "screening": screening, "question": question}
    return connection.execute(_WAITING_OF_NONE if screening is None else _WAITING, asked).first() is not None


def is_free(row: Any, now: float) -> bool:
    """Says whether a message may be claimed. One whose times are no numbers may: then it fails its seal."""
    times = (row.due_at, row.leased_until)
    return all(at <= now for at in times if isinstance(at, int))


_WAITING_QUESTION = select(outbox.c.id).where(
    outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None), outbox.c.question == bindparam("question")
)
_WAITING = _WAITING_QUESTION.where(outbox.c.screening == bindparam("screening")).limit(1)
_WAITING_OF_NONE = _WAITING_QUESTION.where(outbox.c.screening.is_(None)).limit(1)
_CHANGE = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"), outbox.c.sent_at.is_(None))
    .values({name: bindparam(name) for name in ("due_at", "leased_until", "attempts", "sealed")})
)
