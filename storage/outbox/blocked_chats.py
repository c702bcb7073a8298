"""Blocked chats: those to which nothing can be sent. Nobody claims their messages until they are unblocked."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from storage.crypto.keyring import Keyring
from storage.crypto.row_seals import CHAT_SEAL
from storage.database.schema import chats, outbox
from storage.model.codec import pack


def block_chat(connection: Connection, keyring: Keyring, chat: str, now: datetime) -> None:
    """Notes that nothing can be sent to a chat, which may have no row yet."""
    if not _write_blocked(connection, keyring, chat, int(now.timestamp())):
        row = {"chat": keyring.hash_lookup("chat", chat), "active_at": 0, "blocked_at": int(now.timestamp())}
        content = pack({"address": chat, "seat": None})
        connection.execute(insert(chats), CHAT_SEAL.make(keyring.store_key, row, content))


def unblock_chat(connection: Connection, keyring: Keyring, chat: str) -> None:
    """Notes that messages can be sent to a chat again."""
    _write_blocked(connection, keyring, chat, None)


def _write_blocked(connection: Connection, keyring: Keyring, chat: str, blocked_at: int | None) -> bool:
    """Writes since when a chat is blocked, and says whether it has a row."""
    row = connection.execute(_CHAT, {"chat": keyring.hash_lookup("chat", chat)}).first()
    if row is None:
        return False
    changed = CHAT_SEAL.change(keyring.store_key, row, blocked_at=blocked_at)
    connection.execute(_CHANGE, changed | {"b_chat": row.chat})
    return True


IS_OPEN = ~select(chats.c.chat).where(chats.c.chat == outbox.c.chat, chats.c.blocked_at.is_not(None)).exists()
"""The condition that the chat of a message in the outbox is not blocked."""

_CHAT = select(chats).where(chats.c.chat == bindparam("chat")).with_for_update()
_CHANGE = (
    update(chats)
    .where(chats.c.chat == bindparam("b_chat"))
    .values({name: bindparam(name) for name in ("sealed", "active_at", "blocked_at")})
)
