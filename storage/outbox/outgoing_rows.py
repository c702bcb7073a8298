"""An outgoing message as its row holds it: sealed with the key of its screening, or else with a key of the keyring."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from storage.crypto.key_check import check_key
from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import OUTBOX_SEAL, SENT_SEAL
from storage.model.codec import pack, unpack
from storage.model.errors import Damaged
from storage.model.file_request import make_plain_order, read_order
from storage.model.message_codec import encode_message, read_message
from storage.model.outgoing import EnqueuedMessage
from storage.model.stored import Do, Outgoing

NEVER = 2**62
"""When a message is due that is fetched: no sender claims it."""


def make_outgoing_row(
    number: int, message: EnqueuedMessage, chat: bytes, now: int, leased_until: int
) -> dict[str, Any]:
    """Returns the columns of a new message; `chat` is the keyed hash of its chat. It is due `now`, if ever."""
    row = {
        "id": number,
        "chat": chat,
        "screening": message.screening,
        "turn": message.turn,
        "part": message.part,
        "due_at": NEVER if message.is_fetched else now,
        "leased_until": leased_until,
        "attempts": 0,
        "sent_at": None,
        "question": message.question if message.do is Do.SEND else None,
        "receipt": None,
    }
    return OUTBOX_SEAL.make(message.key, row, _pack_content(message))


def change_outgoing_row(connection: Connection, keyring: Keyring, row: Any, **changed: Any) -> dict[str, Any]:
    """Returns the columns of a message that waits, of which some are changed. Raises what reading it raises."""
    return OUTBOX_SEAL.change(_find_key(connection, keyring, row), row, **changed)


def make_sent_row(keyring: Keyring, columns: Mapping[str, Any], sent_at: int, receipt: int | None) -> dict[str, Any]:
    """Returns the columns of a message that was sent: nothing of it is kept."""
    return SENT_SEAL.make(keyring.store_key, {**columns, "sent_at": sent_at, "receipt": receipt})


def read_columns(connection: Connection, keyring: Keyring, row: Any) -> dict[str, Any]:
    """Returns the columns of a message that waits. Raises what `read_outgoing_row` raises."""
    OUTBOX_SEAL.unseal(_find_key(connection, keyring, row), row)
    columns: dict[str, Any] = row._asdict()
    return columns


def read_outgoing_row(connection: Connection, keyring: Keyring, row: Any) -> Outgoing:
    """Returns the message that a row holds, which comes with the wrapped key of its screening.

    Raises `Damaged` where the row was changed, and `Refused` where the master key is not the database's any more.
    """
    plain = unpack(OUTBOX_SEAL.unseal(_find_key(connection, keyring, row), row))
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
        turn=row.turn,
    )


def _find_key(connection: Connection, keyring: Keyring, row: Any) -> bytes:
    """Returns the key with which a message is sealed."""
    key = keyring.store_key if row.screening is None else keyring.unwrap(row.screening, row.wrapped)
    if key is None:
        check_key(connection, keyring)
        raise Damaged("the key of a message in the outbox was changed outside of this program: restore a backup")
    return key


def _pack_content(message: EnqueuedMessage) -> bytes:
    """Returns what is sealed of a message: its chat's address, the message, and what is to be done."""
    plain: dict[str, Any] = {"chat": message.chat, "message": encode_message(message.message)}
    if message.do is not Do.SEND:
        plain |= {"do": message.do.value, "target": message.target, "question": message.question}
    if message.order is not None:
        plain["order"] = make_plain_order(message.order)
    if message.unstored is not None:
        plain["unstored"] = message.unstored.hex()
    return pack(plain)
