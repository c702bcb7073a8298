"""Chat states: what each chat is at between two events.

A state is made of plain values of its channel; nothing here looks into it.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, tuple_

from storage.crypto.encryption import STATE_STEP, make_identity, seal, unseal
from storage.database.schema import chats
from storage.database.statements import fetch_rows
from storage.model.codec import pack, unpack
from storage.model.errors import Damaged
from storage.model.stored import StoredScreening
from storage.unit_of_work.changes import ChatStateRow
from storage.unit_of_work.chat_rows import read_chat_state, unseal_chat_state
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.unit_of_work import UnitOfWork

ActivityCursor = tuple[int, bytes]
"""Where a list of chats goes on: when its last chat was active, in seconds since 1970, and that chat's hash."""


class ChatStates:
    """The state of the chat that an event came from, in the unit of work of that event.

    Other events of the chat wait until this one is committed.
    """

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self._chat = uow.keyring.hash_lookup("chat", uow.inbound.chat)
        self._read: ChatStateRow | None = None

    def read(self) -> Any:
        """Returns the state after the chat's last event, also one of this batch; None for a new chat."""
        return unpack(self._find_row().content)["seat"]

    def find_active_at(self) -> int:
        """Returns when the chat was last active, in seconds since 1970; 0 for a new chat."""
        return self._find_row().active_at

    def save(self, plain: Any, address: str) -> None:
        """Saves the chat's state with the transaction, and notes that the chat is active now.

        `address` is where its replies go. A chat that has an event is not blocked any more.
        """
        about = self._find_last_screening()
        content = pack({"address": address, "seat": plain, "about": None if about is None else about.hex()})
        self.uow.changes.chat_states[self._chat] = ChatStateRow(
            content, int(self.uow.inbound.at.timestamp()), self._find_row().is_new, about
        )

    def seal(self, stored: StoredScreening | None, plain: Any) -> str:
        """Returns plain values sealed for the chat's state, so that nobody can read them once `stored` is forgotten."""
        key, identity = self._find_key(stored)
        return seal(key, pack(plain), identity, STATE_STEP).hex()

    def unseal(self, stored: StoredScreening | None, sealed: str) -> Any:
        """Returns what `seal` sealed. Raises `Damaged` where it was sealed for another screening, or changed."""
        key, identity = self._find_key(stored)
        return unpack(unseal(key, bytes.fromhex(sealed), identity, "the state of a chat"))

    def _find_key(self, stored: StoredScreening | None) -> tuple[bytes, bytes]:
        screening, key = (b"", self.uow.keyring.store_key) if stored is None else (stored.id, stored.secret)
        return key, make_identity("lasting", self._chat, screening)

    def _find_last_screening(self) -> bytes | None:
        """Returns the screening of the event's last message to this chat, else that of the event before."""
        last = self.uow.changes.enqueued[-1:]
        is_ours = bool(last) and last[0].chat == self.uow.inbound.chat
        return last[0].screening if is_ours else self._find_row().about

    def _find_row(self) -> ChatStateRow:
        changed, prefetched = self.uow.changes.chat_states, self.uow.prefetched.chat_states
        row = changed.get(self._chat) or self._read or prefetched.get(self._chat)
        if row is None:
            rows = fetch_rows(self.uow.reading, _CHAT, {"chat": self._chat})
            row = self._read = read_chat_state(self.uow.keyring, rows[0]) if rows else _NEW_CHAT
        return row


def find_chat_state(repository: ScreeningRepository, chat: str) -> Any:
    """Returns the state of a chat; None for a new one. Raises `Damaged` where it was changed."""
    asked = {"chat": repository.keyring.hash_lookup("chat", chat)}
    rows = fetch_rows(repository.connection, _CHAT_AS_IT_IS, asked)
    return unpack(unseal_chat_state(repository.keyring, rows[0]))["seat"] if rows else None


def find_active(
    repository: ScreeningRepository, since: datetime, after: ActivityCursor | None = None, most: int = 500
) -> tuple[list[str], ActivityCursor | None]:
    """Returns the addresses of chats that were active at `since` or later and are not blocked, and where to go on.

    None instead of a cursor means that there are no more. A chat that becomes active meanwhile may come twice, and is
    never left out. A chat whose state was damaged is left out, since its address cannot be read.
    """
    at, chat = after or (int(since.timestamp()), b"")
    rows = repository.connection.execute(_ACTIVE, {"at": at, "chat": chat, "most": most}).all()
    addresses = []
    for row in rows:
        with suppress(Damaged):
            addresses.append(unpack(unseal_chat_state(repository.keyring, row))["address"])
    return addresses, (rows[-1].active_at, rows[-1].chat) if len(rows) == most else None


_NEW_CHAT = ChatStateRow(pack({"seat": None}), 0, is_new=True)

_CHAT_AS_IT_IS = select(chats).where(chats.c.chat == bindparam("chat"))
_CHAT = _CHAT_AS_IT_IS.with_for_update()
_ACTIVE = (
    select(chats)
    .where(
        tuple_(chats.c.active_at, chats.c.chat) > tuple_(bindparam("at"), bindparam("chat")),
        chats.c.blocked_at.is_(None),
    )
    .order_by(chats.c.active_at, chats.c.chat)
    .limit(bindparam("most"))
)
