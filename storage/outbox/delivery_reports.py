"""Delivery reports: what became of messages of the outbox, and the receipts by which sent ones are found again."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import SENT_SEAL
from storage.database.schema import outbox, screening_keys
from storage.database.statements import Write, execute_all, fetch_rows
from storage.model.errors import Damaged
from storage.outbox.outgoing_rows import make_sent_row, read_columns

FindPosted = Callable[[int], Mapping[str, Any] | None]

LARGEST_ID = 2**62
"""No message gets so large an id."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A message that was dealt with, and when. One that was sent may have a receipt: the channel's number of it."""

    message: int
    receipt: int | None
    at: datetime


def find_asking_message(
    connection: Connection,
    keyring: Keyring,
    chat: str,
    screening: bytes | None,
    question: int,
    *,
    before: int = LARGEST_ID,
) -> int | None:
    """Returns the receipt of the message that asked a question last, among those enqueued before message `before`.

    Returns None where no message did, or where it was sent too long ago.
    """
    asked: dict[str, Any] = {"chat": keyring.hash_lookup("chat", chat), "question": question, "before": before}
    query = _RECEIPT_OF_NONE if screening is None else _RECEIPT
    row = _find_sent(connection, keyring, query, asked | {"screening": screening})
    return None if row is None else int(row.receipt)


def was_asked_since(
    connection: Connection, keyring: Keyring, chat: str, screening: bytes | None, question: int, *, since: float
) -> bool:
    """Says whether a question was sent to a chat at a moment, in seconds since 1970, or later."""
    rows = _list_asking(connection, keyring, chat, screening, question)
    return any(row.sent_at >= int(since) for row in rows)


def list_receipts(
    connection: Connection, keyring: Keyring, chat: str, screening: bytes | None, question: int
) -> list[int]:
    """Returns the receipts of all messages that asked a question in a chat, the first one first."""
    return [row.receipt for row in _list_asking(connection, keyring, chat, screening, question)]


def find_question(
    connection: Connection, keyring: Keyring, chat: str, receipt: int, *, before: bool = False
) -> tuple[bytes | None, int] | None:
    """Returns the screening and the number of the question that a message asked; None for any other message.

    With `before` it is the last question that was asked before that message.
    """
    asked = {"chat": keyring.hash_lookup("chat", chat), "receipt": receipt}
    row = _find_sent(connection, keyring, _QUESTION_BEFORE if before else _QUESTION, asked)
    return None if row is None else (row.screening, row.question)


def mark_done(
    connection: Connection, keyring: Keyring, done: Iterable[DeliveryReport], find_posted: FindPosted = lambda _: None
) -> None:
    """Notes within a transaction that messages were dealt with, and deletes their texts.

    `find_posted` finds the columns of a message that this process enqueued; others are read. One whose row was changed
    outside of this program is logged, and left as it is.
    """
    sent = []
    for each in done:
        columns = find_posted(each.message) or _find_columns(connection, keyring, each.message)
        if columns is not None:
            row = make_sent_row(keyring, columns, int(each.at.timestamp()), each.receipt)
            sent.append(row | {"b_id": each.message})
    execute_all(connection, [Write(_SENT, sent)])


def _list_asking(
    connection: Connection, keyring: Keyring, chat: str, screening: bytes | None, question: int
) -> Sequence[Any]:
    """Returns the rows of the messages that asked a question in a chat and have a receipt, the first one first."""
    asked = {"chat": keyring.hash_lookup("chat", chat), "question": question, "screening": screening}
    rows = fetch_rows(connection, _RECEIPTS_OF_NONE if screening is None else _RECEIPTS, asked)
    for row in rows:
        SENT_SEAL.unseal(keyring.store_key, row)
    return rows


def _find_sent(connection: Connection, keyring: Keyring, query: Any, asked: dict[str, Any]) -> Any:
    """Returns the first row of a message that was sent; None where there is none. Raises `Damaged`."""
    row = connection.execute(query, asked).first()
    if row is not None:
        SENT_SEAL.unseal(keyring.store_key, row)
    return row


def _find_columns(connection: Connection, keyring: Keyring, message: int) -> dict[str, Any] | None:
    """Returns the columns of a message that waits; None where it does not, or its row was changed."""
    rows = fetch_rows(connection, WAITING_MESSAGE, {"id": message})
    try:
        return read_columns(connection, keyring, rows[0]) if rows else None
    except Damaged as fault:
        _log.error("message %s of the outbox cannot be noted as sent: %s", message, fault)
        return None


WAITING_MESSAGE = (
    select(outbox, screening_keys.c.wrapped)
    .join_from(outbox, screening_keys, outbox.c.screening == screening_keys.c.screening, isouter=True)
    .where(outbox.c.id == bindparam("id"), outbox.c.sent_at.is_(None))
    .with_for_update(of=outbox)
)
"""Finds a message that waits, with the wrapped key of its screening."""

_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"), outbox.c.sent_at.is_(None))
    .values({name: bindparam(name) for name in ("due_at", "leased_until", "attempts", "sealed", "sent_at", "receipt")})
)
_ASKED = select(outbox).where(
    outbox.c.chat == bindparam("chat"), outbox.c.question == bindparam("question"), outbox.c.receipt.is_not(None)
)
_RECEIPTS = _ASKED.where(outbox.c.screening == bindparam("screening")).order_by(outbox.c.id)
_RECEIPTS_OF_NONE = _ASKED.where(outbox.c.screening.is_(None)).order_by(outbox.c.id)
_LAST = _ASKED.where(outbox.c.id < bindparam("before")).order_by(outbox.c.id.desc()).limit(1)
_RECEIPT = _LAST.where(outbox.c.screening == bindparam("screening"))
_RECEIPT_OF_NONE = _LAST.where(outbox.c.screening.is_(None))
_ASKING = select(outbox).where(outbox.c.chat == bindparam("chat"), outbox.c.question.is_not(None)).limit(1)
_QUESTION = _ASKING.where(outbox.c.receipt == bindparam("receipt"))
_QUESTION_BEFORE = _ASKING.where(outbox.c.receipt < bindparam("receipt")).order_by(outbox.c.receipt.desc())
