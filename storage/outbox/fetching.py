"""Fetching: the messages of a chat whose person comes for them. They wait until it is known that they were seen."""

import logging
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, select

from storage.crypto.keyring import Keyring
from storage.database.schema import outbox, screening_keys
from storage.database.statements import fetch_rows
from storage.model.errors import Damaged
from storage.model.file_request import FileOrder
from storage.model.stored import Outgoing
from storage.outbox.delivery_reports import DeliveryReport, mark_done
from storage.outbox.outgoing_rows import read_outgoing_row

MOST_FETCHED = 200
"""How many messages are fetched at once: those that were enqueued last."""

FILE_LASTS = timedelta(hours=1)
"""How long a file can be fetched after it was asked for."""

_log = logging.getLogger(__name__)


def fetch_waiting(connection: Connection, keyring: Keyring, chat: str) -> list[Outgoing]:
    """Returns the messages that wait for a chat, in order. One that cannot be read is logged, and left out."""
    asked = {"chat": keyring.hash_lookup("chat", chat), "most": MOST_FETCHED}
    return [each for _, each in _read_rows(connection, keyring, reversed(connection.execute(_LAST, asked).all()))]


def fetch_one(connection: Connection, keyring: Keyring, chat: str, message: int) -> Outgoing | None:
    """Returns a message that waits for a chat; None where it is no such message, or cannot be read."""
    rows = fetch_rows(connection, _ONE, {"id": message})
    if not rows or rows[0].chat != keyring.hash_lookup("chat", chat):
        return None
    return next((each for _, each in _read_rows(connection, keyring, rows)), None)


def note_seen(connection: Connection, keyring: Keyring, chat: str, up_to: int, now: datetime) -> None:
    """Notes within a transaction that all was seen that waited for a chat, up to a message.

    A file that was asked for waits on for as long as it can be fetched.
    """
    asked = {"chat": keyring.hash_lookup("chat", chat), "up_to": up_to}
    waiting = _read_rows(connection, keyring, fetch_rows(connection, _UP_TO, asked))
    seen = {each.id: row._asdict() for row, each in waiting if not can_be_fetched(each.order, now)}
    mark_done(connection, keyring, [DeliveryReport(each, None, now) for each in seen], seen.get)


def can_be_fetched(order: FileOrder | None, now: datetime) -> bool:
    """Says whether there is a file that was asked for not too long ago."""
    return order is not None and now - order.at < FILE_LASTS


def was_asked_after(connection: Connection, keyring: Keyring, chat: str, message: int) -> bool:
    """Says whether something waits for a chat that was asked after a message."""
    asked = {"chat": keyring.hash_lookup("chat", chat), "after": message}
    return bool(fetch_rows(connection, _ASKED_AFTER, asked))


def _read_rows(connection: Connection, keyring: Keyring, rows: Iterable[Any]) -> Iterator[tuple[Any, Outgoing]]:
    """Yields rows with the messages that they hold, but for those that cannot be read, which are logged."""
    for row in rows:
        try:
            yield row, read_outgoing_row(connection, keyring, row)
        except Damaged as fault:
            _log.error("message %s of the outbox cannot be shown: %s", row.id, fault)


_WAITS = (outbox.c.chat == bindparam("chat"), outbox.c.sent_at.is_(None))
_WITH_KEYS = select(outbox, screening_keys.c.wrapped).join_from(
    outbox, screening_keys, outbox.c.screening == screening_keys.c.screening, isouter=True
)
_LAST = _WITH_KEYS.where(*_WAITS).order_by(outbox.c.id.desc()).limit(bindparam("most"))
_ONE = _WITH_KEYS.where(outbox.c.id == bindparam("id"), outbox.c.sent_at.is_(None))
_UP_TO = _WITH_KEYS.where(*_WAITS, outbox.c.id <= bindparam("up_to")).order_by(outbox.c.id).with_for_update(of=outbox)
_ASKED_AFTER = select(outbox.c.id).where(*_WAITS, outbox.c.id > bindparam("after"), outbox.c.question.is_not(None))
