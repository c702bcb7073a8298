"""Chats: where each one stands between two events.

Its state is whatever plain values its channel gives; nothing here looks into it.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, tuple_

from storage.database.schema import chats
from storage.database.statements import fetch_rows
from storage.model.codec import pack, unpack
from storage.model.errors import Damaged
from storage.unit_of_work.changes import ChatStateRow
from storage.unit_of_work.chat_rows import read_chat_state, unseal_chat_state
from storage.unit_of_work.repository import ScreeningRepository
from storage.unit_of_work.unit_of_work import UnitOfWork

ActivityCursor = tuple[int, bytes]
"""A place in the order of when chats were active last."""


class ChatStates:
    """The state of the chat that an event came from, in the unit of work of that event.

    Other events of the chat wait until this one is kept.
    """

    def __init__(self, uow: UnitOfWork) -> None:
        self.uow = uow
        self._chat = uow.keyring.hash_lookup("chat", uow.inbound.chat)
        self._read: ChatStateRow | None = None

    def read(self) -> Any:
        """Returns the plain values with which the chat was left by its last event, those of this batch included; None for a new chat."""
        return unpack(self._find_row().content)["seat"]

    def save(self, plain: Any, address: str) -> None:
        """Leaves the chat with a state, as the transaction will keep it, and marks it active now.

        `address` is where its replies go.

        A chat that is heard from is not blocked any more.
        """
        about = self._find_last_screening()
        content = pack({"address": address, "seat": plain, "about": None if about is None else about.hex()})
        self.uow.changes.chat_states[self._chat] = ChatStateRow(
            content, int(self.uow.inbound.at.timestamp()), self._find_row().is_new, about
        )

    def _find_last_screening(self) -> bytes | None:
        """Returns the screening that the event spoke of last in this chat, else the one before it did."""
        posted = self.uow.changes.enqueued
        is_ours = bool(posted) and posted[-1].chat == self.uow.inbound.chat
        return posted[-1].screening if is_ours else self._find_row().about

    def _find_row(self) -> ChatStateRow:
        here = (
            self.uow.changes.chat_states.get(self._chat)
            or self._read
            or self.uow.prefetched.chat_states.get(self._chat)
        )
        if here is None:
            rows = fetch_rows(self.uow.reading, _SEAT, {"chat": self._chat})
            here = self._read = read_chat_state(self.uow.keyring, rows[0]) if rows else _NOBODY
        return here


def find_active(
    repository: ScreeningRepository, since: datetime, after: ActivityCursor | None = None, most: int = 500
) -> tuple[list[str], ActivityCursor | None]:
    """Returns the addresses of chats that were active at `since` or later, and can be sent to, with the place to go on from.

    No place means that there are no more. A chat that becomes active meanwhile may come twice, and is never left out;
    only one whose chat state was damaged is, since nobody can tell any more whose it is.
    """
    at, chat = after or (int(since.timestamp()), b"")
    rows = repository.connection.execute(_ACTIVE, {"at": at, "chat": chat, "most": most}).all()
    addresses = []
    for row in rows:
        with suppress(Damaged):
            addresses.append(unpack(unseal_chat_state(repository.keyring, row))["address"])
    return addresses, (rows[-1].active_at, rows[-1].chat) if len(rows) == most else None


_NOBODY = ChatStateRow(pack({"seat": None}), 0, is_new=True)

_SEAT = select(chats).where(chats.c.chat == bindparam("chat")).with_for_update()
_ACTIVE = (
    select(chats)
    .where(
        tuple_(chats.c.active_at, chats.c.chat) > tuple_(bindparam("at"), bindparam("chat")),
        chats.c.blocked_at.is_(None),
    )
    .order_by(chats.c.active_at, chats.c.chat)
    .limit(bindparam("most"))
)
