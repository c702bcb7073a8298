"""Delivery reports: what became of messages of the outbox, and the receipts by which sent ones are found again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, null, select, update

from storage.crypto.keyring import Keyring
from storage.database.schema import outbox
from storage.database.statements import Write, execute_all


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A message that was dealt with, and when. One that was sent may have a receipt: the channel's number of it."""

    message: int
    receipt: int | None
    at: datetime


def find_asking_message(
    connection: Connection, keyring: Keyring, chat: str, screening: bytes | None, question: int
) -> int | None:
    """Returns the receipt of the message that asked a question last.

    Returns None where no message did, or where it was sent too long ago.
    """
    asked = {"chat": keyring.hash_lookup("chat", chat), "question": question}
    if screening is None:
        return connection.execute(_RECEIPT_OF_NONE, asked).scalar()
    return connection.execute(_RECEIPT, asked | {"screening": screening}).scalar()


def mark_done(connection: Connection, done: Iterable[DeliveryReport]) -> None:
    """Notes within a transaction that messages were dealt with, and deletes their texts."""
    sent: list[dict[str, Any]] = []
    sent_as: list[dict[str, Any]] = []
    for each in done:
        row = {"b_id": each.message, "b_now": int(each.at.timestamp())}
        if each.receipt is None:
            sent.append(row)
        else:
            sent_as.append(row | {"b_receipt": each.receipt})
    execute_all(connection, (Write(_SENT, sent), Write(_SENT_AS, sent_as)))


_UNSENT = update(outbox).where(outbox.c.id == bindparam("b_id"), outbox.c.sent_at.is_(None))
_SENT = _UNSENT.values(sealed=null(), sent_at=bindparam("b_now"))
_SENT_AS = _UNSENT.values(sealed=null(), sent_at=bindparam("b_now"), receipt=bindparam("b_receipt"))
_ASKED = (
    select(outbox.c.receipt)
    .where(
        outbox.c.chat == bindparam("chat"), outbox.c.question == bindparam("question"), outbox.c.receipt.is_not(None)
    )
    .order_by(outbox.c.id.desc())
    .limit(1)
)
_RECEIPT = _ASKED.where(outbox.c.screening == bindparam("screening"))
_RECEIPT_OF_NONE = _ASKED.where(outbox.c.screening.is_(None))
