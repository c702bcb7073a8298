"""The rows of chats: where each one stands, sealed."""

from typing import Any

from storage.crypto.encryption import chat_state_identity, unseal
from storage.crypto.keyring import Keyring
from storage.model.codec import unpack
from storage.unit_of_work.changes import ChatStateRow


def read_chat_state(keyring: Keyring, row: Any) -> ChatStateRow:
    """Returns the chat state that a row of the table holds. Raises `Damaged` where it was changed."""
    content = _unseal_content(keyring.store_key, row)
    about = unpack(content).get("about")
    return ChatStateRow(content, row.active_at, is_new=False, about=None if about is None else bytes.fromhex(about))


def _unseal_content(key: bytes, row: Any) -> bytes:
    return unseal(key, row.sealed, chat_state_identity(row.chat), "the seat of a chat")
