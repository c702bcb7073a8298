"""An outgoing message as its row holds it: sealed with the key of its screening, or else with a key of the keyring."""

from collections.abc import Iterable, Mapping, Sequence
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


def make_outgoing_rows(
    messages: Sequence[EnqueuedMessage], hashes: Mapping[str, bytes], now: int
) -> list[dict[str, Any]]:
    """Returns the columns of new messages, but for their ids; `hashes` are the keyed hashes of their chats.

    They are due `now`, in seconds since 1970, and nobody leases them.
    """
    rows = []
    for each, content in zip(messages, _pack_contents(messages), strict=True):
        chat = hashes[each.chat]
        identity = make_identity("outgoing", chat, each.screening or b"", each.turn, each.part)
        row = {
            "chat": chat,
            "screening": each.screening,
            "turn": each.turn,
            "part": each.part,
            "sealed": seal(each.key, content, identity, TEXT_STEP),
            "due_at": now,
            "leased_until": 0,
            "attempts": 0,
            "question": each.question if each.do is Do.SEND else None,
        }
        rows.append(row)
    return rows


def read_outgoing_row(connection: Connection, keyring: Keyring, row: Any) -> Outgoing:
    """Returns the message that a row holds, which comes with the wrapped key of its screening.

    Raises `Damaged` where the row was changed, and `Refused` where the master key is not the database's any more.
    """
    key = keyring.store_key if row.screening is None else keyring.unwrap(row.screening, row.wrapped)
    if key is None:
        check_key(connection, keyring)
        raise Damaged("the key of a message in the outbox was changed outside of this program: restore a backup")
    identity = make_identity("outgoing", row.chat, row.screening or b"", row.turn, row.part)
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


def _pack_contents(messages: Iterable[EnqueuedMessage]) -> list[bytes]:
    """Returns what is sealed of each message: its chat's address, the message, and what is to be done."""
    contents = []
    for each in messages:
        plain: dict[str, Any] = {"chat": each.chat, "message": encode_message(each.message)}
        if each.do is not Do.SEND:
            plain |= {"do": each.do.value, "target": each.target, "question": each.question}
        if each.order is not None:
            plain["order"] = make_plain_order(each.order)
        if each.unstored is not None:
            plain["unstored"] = each.unstored.hex()
        contents.append(pack(plain))
    return contents
