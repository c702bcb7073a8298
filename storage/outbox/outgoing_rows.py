"""An outgoing message as its row holds it: sealed with the key of its screening, or else with a key of the keyring."""

from typing import Any

from sqlalchemy import Connection

from storage.crypto.encryption import TEXT_STEP, make_identity, seal, unseal
from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.model.codec import pack, unpack
from storage.model.errors import Damaged
from storage.model.file_request import make_plain_order, read_order
from storage.model.message_codec import encode_message, read_message
from storage.model.outgoing import EnqueuedMessage
from storage.model.stored import Do, Outgoing


def make_outgoing_row(enqueued: EnqueuedMessage, chat: bytes, now: int, leased_until: int) -> dict[str, Any]:
    """Returns the columns of a new message; `chat` is the keyed hash of its chat, and times are seconds since 1970."""
    plain: dict[str, Any] = {"chat": enqueued.chat, "message": encode_message(enqueued.message)}
    if enqueued.do is not Do.SEND:
        plain |= {"do": enqueued.do.value, "target": enqueued.target, "question": enqueued.question}
    if enqueued.order is not None:
        plain["order"] = make_plain_order(enqueued.order)
    if enqueued.unstored is not None:
        plain["unstored"] = enqueued.unstored.hex()
    identity = make_outgoing_identity(chat, enqueued.screening, enqueued.turn, enqueued.part)
    return {
        "chat": chat,
        "screening": enqueued.screening,
        "turn": enqueued.turn,
        "part": enqueued.part,
        "sealed": seal(enqueued.key, pack(plain), identity, TEXT_STEP),
        "due_at": now,
        "leased_until": leased_until,
        "attempts": 0,
        "question": enqueued.question if enqueued.do is Do.SEND else None,
    }


def read_outgoing_row(connection: Connection, keyring: Keyring, row: Any) -> Outgoing:
    """Returns the message that a row holds, which comes with the wrapped key of its screening.

    Raises `Damaged` where the row was changed, and `Refused` where the master key is not the database's any more.
    """
    key = keyring.store_key if row.screening is None else keyring.unwrap(row.screening, row.wrapped)
    if key is None:
        check_key(connection, keyring)
        raise Damaged("the key of a message in the outbox was changed outside of this program: restore a backup")
    identity = make_outgoing_identity(row.chat, row.screening, row.turn, row.part)
    plain = unpack(unseal(key, row.sealed, identity, "a message in the outbox"))
    return Outgoing(
        id=row.id,
        chat=plain["chat"],
        screening=row.screening,
        message=read_message(plain["message"]),
        attempts=row.attempts,
        do=Do(plain.get("do", Do.SEND.value)),
        target=plain.get("target"),
        question=plain.get("question", row.question),
        order=read_order(plain.get("order")),
        unstored=bytes.fromhex(plain["unstored"]) if "unstored" in plain else None,
    )


def make_outgoing_identity(chat: bytes, screening: bytes | None, turn: int, part: int) -> bytes:
    """Returns the identity with which an outgoing message is sealed."""
    return make_identity("outgoing", chat, screening or b"", turn, part)
