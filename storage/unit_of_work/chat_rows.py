"""The rows of chats: the state of each chat between two events, sealed."""

from typing import Any

from storage.crypto.encryption import STATE_STEP, chat_state_identity, seal, unseal
from storage.crypto.keyring import Keyring
from storage.model.codec import unpack
from storage.unit_of_work.changes import ChatStateRow


def read_chat_state(keyring: Keyring, row: Any) -> ChatStateRow:
    """Returns the chat state that a row of the table holds. Raises `Damaged` where it was changed."""
    content = unseal_chat_state(keyring, row)
    about = unpack(content).get("about")
    screening = None if about is None else bytes.fromhex(about)
    return ChatStateRow(content, row.active_at, is_new=False, about=screening)


def unseal_chat_state(keyring: Keyring, row: Any) -> bytes:
    """Returns the packed state that a row of the table holds. Raises `Damaged` where it was changed."""
    return unseal(keyring.store_key, row.sealed, chat_state_identity(row.chat), "the seat of a chat")


def make_chat_row(chat: bytes, row: ChatStateRow, keyring: Keyring) -> dict[str, Any]:
    """Returns the columns of a new chat's row; `chat` is the chat's keyed hash."""
    sealed = seal(keyring.store_key, row.content, chat_state_identity(chat), STATE_STEP)
    return {"chat": chat, "sealed": sealed, "active_at": row.active_at}


def make_chat_change(chat: bytes, row: ChatStateRow, keyring: Keyring) -> dict[str, Any]:
    """Returns the columns that an event changes in a chat's row, and the keyed hash that finds the row."""
    sealed = seal(keyring.store_key, row.content, chat_state_identity(chat), STATE_STEP)
    return {"b_chat": chat, "b_sealed": sealed, "b_active_at": row.active_at}
