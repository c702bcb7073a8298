"""The rows of chats: where each one stands, sealed."""

from typing import Any

from storage.crypto.encryption import seat_identity, unseal
from storage.crypto.keyring import Realm
from storage.model.codec import unpacked
from storage.unit_of_work.changes import Seated


def seated(realm: Realm, row: Any) -> Seated:
    """Returns the seat that a row of the table holds. Raises `Damaged` where it was changed."""
    content = _content(realm.desk_key, row)
    about = unpacked(content).get("about")
    return Seated(content, row.active_at, is_new=False, about=None if about is None else bytes.fromhex(about))


def _content(key: bytes, row: Any) -> bytes:
    return unseal(key, row.sealed, seat_identity(row.chat), "the seat of a chat")
