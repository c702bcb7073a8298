"""The doors of rooms: which invitations are accepted, in which rooms is read, and which are left."""

import logging
from collections.abc import Awaitable, Callable

from bot.channels.channel_event import Membership
from bot.channels.matrix import phrases
from bot.channels.matrix.engine.faults import HomeserverRefusal
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import RoomFault, RoomStanding
from bot.channels.matrix.rooms.room_book import RoomBook
from bot.channels.matrix.rooms.room_check import HOPELESS, RoomCheck

SAID_OF: dict[RoomFault, str] = {
    RoomFault.NOT_ENCRYPTED: phrases.NOT_ENCRYPTED,
    RoomFault.NOT_TWO: phrases.NOT_TWO,
    RoomFault.NO_IDENTITY: phrases.NO_IDENTITY,
    RoomFault.IDENTITY_CHANGED: phrases.NEW_IDENTITY,
    RoomFault.UNSIGNED_DEVICE: phrases.NOT_SIGNED,
}
"""What is told of each fault."""

_Tell = Callable[[str, str, str, str], Awaitable[None]]
"""Tells in a room, to the person of a chat who was let in, a sentence; once for what it is about."""

_Note = Callable[[Membership], Awaitable[None]]
"""Notes whether a chat may be written to."""

_log = logging.getLogger(__name__)


class RoomDoors:
    """Opens and closes rooms. Invitations count from people of the servers that are `allowed`.

    Each method may raise `Unavailable` and the faults of the engine; what was begun is then done again.
    """

    def __init__(
        self,
        engine: MatrixEngine,
        book: RoomBook,
        check: RoomCheck,
        *,
        allowed: frozenset[str],
        tell: _Tell,
        note: _Note,
    ) -> None:
        self._engine, self._book, self._check = engine, book, check
        self._allowed, self._tell, self._note = allowed, tell, note

    async def answer_invitation(self, room: str, inviter: str, chat: str, *, is_direct: bool) -> None:
        """Joins a room into which somebody of an allowed server invites us for a chat of two; declines any other."""
        if not is_direct or inviter.partition(":")[2] not in self._allowed:
            _log.info("an invitation was declined")
            await self._leave(room)
            return
        try:
            await self._engine.join(room)
        except HomeserverRefusal as refusal:
            if refusal.status >= 500 or refusal.status == 401:  # noqa: PLR2004 - it may work later
                raise
            _log.info("an invitation is not open any more: %s", type(refusal).__name__)
            return
        self._check.forget_room(room)
        await self.admit(room, inviter, chat)

    async def admit(self, room: str, sender: str, chat: str) -> bool:
        """Says whether is read what somebody writes in a room. Else they are told once why, where they were let in."""
        standing = await self._check.check(room)
        if standing.fault is None and standing.person == sender:
            if self._book.find_room(chat) != room:
                await self._open(room, chat)
            return True
        await self._refuse(standing, chat)
        return False

    async def _open(self, room: str, chat: str) -> None:
        """Opens a room for a chat, whose messages go there from now on; the former one is left."""
        former = await self._book.keep(room, chat)
        await self._note(Membership(chat, may_be_written_to=True))
        if former is not None:
            await self._leave(former)

    async def look_again(self, room: str, chat: str) -> None:
        """Looks at a room anew whose members changed, and leaves it where it is not one of two any more."""
        self._check.forget_room(room)
        standing = await self._check.check(room)
        if standing.fault in HOPELESS:
            await self._refuse(standing, chat)

    async def note_left(self, room: str) -> None:
        """Notes that we are not in a room any more: its chat cannot be written to until its person opens another."""
        chat = self._book.find_chat(room)
        self._check.forget_room(room)
        if chat is not None:
            await self._book.drop(room)
            await self._note(Membership(chat, may_be_written_to=False))

    async def _refuse(self, standing: RoomStanding, chat: str) -> None:
        assert standing.fault is not None or standing.person, "a room without a fault has a person"
        if standing.fault is not None:
            try:
                await self._tell(standing.room, chat, SAID_OF[standing.fault], " ".join(standing.unsigned))
            except HomeserverRefusal as refusal:  # we are out of it
                _log.info("a room's fault could not be told: %s", type(refusal).__name__)
        if standing.fault in HOPELESS:
            await self._leave(standing.room)
            await self.note_left(standing.room)

    async def _leave(self, room: str) -> None:
        try:
            await self._engine.leave(room)
        except HomeserverRefusal as refusal:
            if refusal.status >= 500 or refusal.status == 401:  # noqa: PLR2004 - it may work later
                raise
        _log.info("a room was left")
