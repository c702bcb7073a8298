"""Chats: where each one stands between two events. Its seat is whatever plain values its channel gives; nothing here looks into it."""

from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, tuple_

from storage.database.schema import chats
from storage.database.statements import found
from storage.model.codec import packed, unpacked
from storage.model.errors import Damaged
from storage.unit_of_work.changes import Seated
from storage.unit_of_work.chat_rows import _content, seated
from storage.unit_of_work.repository import Shelf
from storage.unit_of_work.unit_of_work import Desk

Place = tuple[int, bytes]
"""A place in the order of when chats were active last."""


class Chats:
    """The seat of the chat that an event came from, at the desk of that event. Other events of the chat wait until this one is kept."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._chat = desk.realm.looked_up("chat", desk.incoming.chat)
        self._read: Seated | None = None

    def seat(self) -> Any:
        """Returns the plain values with which the chat was left by its last event, those of this batch included; None for a new chat."""
        return unpacked(self._seated().content)["seat"]

    def sit(self, plain: Any, address: str) -> None:
        """Leaves the chat with a seat, as the transaction will keep it, and marks it active now. `address` is where its replies go.

        A chat that is heard from is not blocked any more.
        """
        about = self._spoken_of()
        content = packed({"address": address, "seat": plain, "about": None if about is None else about.hex()})
        self.desk.sheet.seats[self._chat] = Seated(content, int(self.desk.incoming.at.timestamp()), self._seated().is_new, about)

    def _spoken_of(self) -> bytes | None:
        """Returns the screening that the event spoke of last in this chat, else the one before it did."""
        posted = self.desk.sheet.posted
        is_ours = bool(posted) and posted[-1].chat == self.desk.incoming.chat
        return posted[-1].screening if is_ours else self._seated().about

    def _seated(self) -> Seated:
        here = self.desk.sheet.seats.get(self._chat) or self._read or self.desk.ahead.seats.get(self._chat)
        if here is None:
            rows = found(self.desk.reading, _SEAT, {"chat": self._chat})
            here = self._read = seated(self.desk.realm, rows[0]) if rows else _NOBODY
        return here


def active_since(shelf: Shelf, since: datetime, after: Place | None = None, most: int = 500) -> tuple[list[str], Place | None]:
    """Returns the addresses of chats that were active at `since` or later, and can be sent to, with the place to go on from.

    No place means that there are no more. A chat that becomes active meanwhile may come twice, and is never left out; only one whose
    seat was damaged is, since nobody can tell any more whose it is.
    """
    at, chat = after or (int(since.timestamp()), b"")
    rows = shelf.connection.execute(_ACTIVE, {"at": at, "chat": chat, "most": most}).all()
    addresses = []
    for row in rows:
        with suppress(Damaged):
            addresses.append(unpacked(_content(shelf.realm.desk_key, row))["address"])
    return addresses, (rows[-1].active_at, rows[-1].chat) if len(rows) == most else None


_NOBODY = Seated(packed({"seat": None}), 0, is_new=True)

_SEAT = select(chats).where(chats.c.chat == bindparam("chat")).with_for_update()
_ACTIVE = (
    select(chats)
    .where(tuple_(chats.c.active_at, chats.c.chat) > tuple_(bindparam("at"), bindparam("chat")), chats.c.blocked_at.is_(None))
    .order_by(chats.c.active_at, chats.c.chat)
    .limit(bindparam("most"))
)
