"""Matrix as sending sees it: encrypted messages, edits and files in the room of each chat."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.channels.channel_event import ChannelEvent, SharedChat
from bot.channels.matrix.delivery.event_contents import MESSAGE, make_edit, make_file, make_text
from bot.channels.matrix.delivery.refusals import NoRoom, UnknownMessage, explain_fault
from bot.channels.matrix.delivery.rendering import ADDRESS, MatrixPart, MatrixRendering
from bot.channels.matrix.engine.faults import LoggedOut, MatrixFault
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import RoomFault
from bot.channels.matrix.links import make_account_link
from bot.channels.matrix.rooms.room_book import RoomBook
from bot.channels.matrix.rooms.room_check import HOPELESS, RoomCheck
from bot.channels.rate import EventRate, SendRates
from storage.features.members import Role
from storage.features.timeline import TimelineEvent, find_event, note_shown
from storage.unit_of_work.writer_thread import Writer

MATRIX_RATES = SendRates(in_a_chat=EventRate(20, 0.05), in_all=EventRate(100, 0.01))
"""For an account that the homeserver exempts from its limits; else it says itself how long to wait."""

CONFIRM_SECONDS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""How long is waited before the homeserver is asked each time whether it knows us. Together they are over a minute."""

LOGGED_OUT = (
    "the homeserver does not know this device any more: log in with `trialscreen matrix login --again`, and start again"
)

_NOBODY = HOPELESS | {RoomFault.IDENTITY_CHANGED}
"""Faults of a room in which nothing is sent. An unsigned device gets no key, and its person's others do."""

_log = logging.getLogger(__name__)


class MatrixSending(MatrixRendering):
    """The way out to the rooms of a device. See `SendingChannel`."""

    locked_out = LOGGED_OUT
    explain = staticmethod(explain_fault)

    def __init__(
        self,
        engine: MatrixEngine,
        writer: Writer,
        book: RoomBook,
        check: RoomCheck,
        *,
        now: Callable[[], datetime],
        rates: SendRates = MATRIX_RATES,
        confirm_seconds: Sequence[float] = CONFIRM_SECONDS,
    ) -> None:
        self.engine, self.writer, self.book, self.check = engine, writer, book, check
        self.now, self.rates, self.confirm_seconds = now, rates, confirm_seconds

    def make_transaction(self, words: str) -> str:
        """Returns the transaction id of a part of a message: a keyed hash, which says nothing of the chat."""
        return self.writer.store.keyring.hash_lookup("transaction", words).hex()

    async def send(self, chat: str, part: MatrixPart) -> int:
        """See `SendingChannel`. The receipt is the event's number in the chat's timeline."""
        room = await self._find_room(chat)
        if part.file is None:
            content = make_text(part)
        else:
            content = make_file(part.file, await self.engine.upload(part.file.content))
        event = await self.engine.send(room, MESSAGE, content, part.transaction)
        shown = TimelineEvent(event, room, chat)
        return await asyncio.wrap_future(self.writer.call(note_shown, self.writer.store, shown, self.now()))

    async def edit(self, chat: str, target: int, part: MatrixPart) -> None:
        """See `SendingChannel`. Without a text nothing changes: there are no buttons to be taken away."""
        if part.body:
            edited = await self._find_event(chat, target)
            await self.engine.send(edited.room, MESSAGE, make_edit(part, edited.event), part.transaction)

    async def delete(self, chat: str, target: int) -> None:
        """See `SendingChannel`."""
        found = await self._find_event(chat, target)
        await self.engine.redact(found.room, found.event, self.make_transaction(f"{chat} {target} redaction"))

    async def confirm_lockout(self) -> bool:
        """See `SendingChannel`."""
        for wait in self.confirm_seconds:
            _log.warning("the homeserver refused this device; it is asked again in %.1f seconds", wait)
            await asyncio.sleep(wait)
            try:
                await self.engine.is_signed()
            except LoggedOut:
                continue
            except MatrixFault:
                return False
            return False
        return True

    async def acknowledge(self, event: ChannelEvent, toast: str = "") -> bool:
        """See `ReceivingChannel`. Nothing is tapped here."""
        del event, toast
        return False

    def offer_commands(self, chat: str, role: Role | None) -> None:
        """See `ReceivingChannel`. There is no menu of commands."""

    def leave(self, shared: SharedChat) -> None:
        """See `ReceivingChannel`. Rooms are left where they are found wanting, before anything of them is parsed."""

    def make_link(self, token: str) -> str:
        """See `ReceivingChannel`. The link leads to us; the token is sent there, since no link carries one."""
        del token
        return make_account_link(self.engine.user)

    async def _find_room(self, chat: str) -> str:
        room = self.book.find_room(chat)
        if room is None:
            raise NoRoom
        standing = await self.check.check(room)
        if standing.fault in _NOBODY or ADDRESS + (standing.person or "") != chat:
            raise NoRoom
        return room

    async def _find_event(self, chat: str, number: int) -> TimelineEvent:
        """Returns the event with a number in the chat's room. One of a former room is not changed any more."""
        room = await self._find_room(chat)
        found = await asyncio.wrap_future(self.writer.call(find_event, self.writer.store, chat, number))
        if found is None or found.room != room:
            raise UnknownMessage
        return found
