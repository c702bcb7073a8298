"""The rows of chats: the state of each chat between two events, sealed."""

from typing import Any

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import CHAT_SEAL
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
    return CHAT_SEAL.unseal(keyring.store_key, row)


def make_chat_row(chat: bytes, state: ChatStateRow, keyring: Keyring) -> dict[str, Any]:
    """Returns the columns of a chat's row; `chat` is the chat's keyed hash. A chat with an event is not blocked."""
    return CHAT_SEAL.make(
        keyring.store_key, {"chat": chat, "active_at": state.active_at, "blocked_at": None}, state.content
    )
