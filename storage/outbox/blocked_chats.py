"""Blocked chats: those to which nothing can be sent. Nobody claims their messages until they are unblocked."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, null, select, text, update

from storage.crypto.encryption import STATE_STEP, chat_state_identity, seal
from storage.crypto.keyring import Keyring
from storage.database.schema import chats, outbox
from storage.model.codec import pack


def block_chat(connection: Connection, keyring: Keyring, chat: str, now: datetime) -> None:
    """Notes that nothing can be sent to a chat, which may have no row yet."""
    hashed, state = keyring.hash_lookup("chat", chat), pack({"address": chat, "seat": None})
    sealed = seal(keyring.store_key, state, chat_state_identity(hashed), STATE_STEP)
    connection.execute(_BLOCK, {"chat": hashed, "sealed": sealed, "now": int(now.timestamp())})


def unblock_chat(connection: Connection, keyring: Keyring, chat: str) -> None:
    """Notes that messages can be sent to a chat again."""
    connection.execute(_UNBLOCK, {"b_chat": keyring.hash_lookup("chat", chat)})


IS_OPEN = ~select(chats.c.chat).where(chats.c.chat == outbox.c.chat, chats.c.blocked_at.is_not(None)).exists()
"""The condition that the chat of a message in the outbox is not blocked."""

_BLOCK = text(
    "INSERT INTO chats (chat, sealed, active_at, blocked_at) VALUES (:chat, :sealed, 0, :now)"
    " ON CONFLICT (chat) DO UPDATE SET blocked_at = excluded.blocked_at"
)
_UNBLOCK = update(chats).where(chats.c.chat == bindparam("b_chat")).values(blocked_at=null())
