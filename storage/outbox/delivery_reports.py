"""What became of messages of the outbox: noted as dealt with, and found again by the question that they asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, null, select, update

from storage.crypto.keyring import Keyring
from storage.database.schema import outbox
from storage.database.statements import execute_many


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """A message that was dealt with: when, and, where it was sent, its receipt, which is the number that the channel gave it."""

    message: int
    receipt: int | None
    at: datetime


def find_asking_message(
    connection: Connection, keyring: Keyring, chat: str, screening: bytes | None, question: int
) -> int | None:
    """Returns what `Outbox.receipt` does, within a transaction."""
    asked = {"chat": keyring.hash_lookup("chat", chat), "question": question}
    if screening is None:
        return connection.execute(_RECEIPT_OF_NONE, asked).scalar()
    return connection.execute(_RECEIPT, asked | {"screening": screening}).scalar()


def mark_done(connection: Connection, done: Iterable[DeliveryReport]) -> None:
    """Notes within a transaction that messages were dealt with, and deletes their texts."""
    rows = [{"b_id": each.message, "b_now": int(each.at.timestamp()), "b_receipt": each.receipt} for each in done]
    execute_many(
        connection, _SENT, [{"b_id": row["b_id"], "b_now": row["b_now"]} for row in rows if row["b_receipt"] is None]
    )
    execute_many(connection, _SENT_AS, [row for row in rows if row["b_receipt"] is not None])


_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"), outbox.c.sent_at.is_(None))
    .values(sealed=null(), sent_at=bindparam("b_now"))
)


_SENT_AS = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"), outbox.c.sent_at.is_(None))
    .values(sealed=null(), sent_at=bindparam("b_now"), receipt=bindparam("b_receipt"))
)


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
