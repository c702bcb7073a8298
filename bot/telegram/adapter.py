"""The adapter: one update in, one transaction, replies in the outbox. It ties Telegram to the front desk, and decides nothing itself."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.frontdesk import FrontDesk, Seat, Visit
from bot.telegram import phrases
from bot.telegram.buttons import NO_SCREENING, SCREENING_BYTES, Signer, Tap, key_hash
from bot.telegram.hearing import Heard, heard_in
from bot.telegram.seats import plain_seat, read_seat
from dialogs.machine import fact_of
from dialogs.screening import Event, Message, Said, Screening, Tapped
from storage.access import Access, Role
from storage.chats import Chats
from storage.desk import Desk
from storage.kept import Incoming
from storage.writer import Writer

CHANNEL = "telegram"

START = "/start"

_log = logging.getLogger(__name__)


class Adapter:
    """Takes updates for one bot. `notify` is told the address of each chat that has something to be sent."""

    def __init__(
        self, bot: Bot, writer: Writer, front: FrontDesk, signer: Signer, *, notify: Callable[[str], None], now: Callable[[], datetime]
    ) -> None:
        self.bot = bot
        self.writer = writer
        self.front = front
        self.signer = signer
        self.notify = notify
        self.now = now
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, update: dict[str, Any]) -> None:
        """Takes one raw update; what it causes is committed on return. Raises `Unavailable`, and `Unreadable` for what is no update."""
        heard = heard_in(update, self.bot)
        if heard is None:
            return
        incoming = Incoming(CHANNEL, str(heard.update), heard.address, f"{CHANNEL}:{heard.person}", self.now())
        taken = await self.writer.take(incoming, lambda desk: self._handle(desk, heard))
        if taken.fault is not None:
            raise taken.fault
        self.notify(heard.address)
        if heard.query:
            self._acknowledge(heard.query)

    def _handle(self, desk: Desk, heard: Heard) -> None:
        """Handles an update at its desk. Whoever was not let in learns nothing, not even that there is somebody here."""
        access = Access(desk)
        role = access.role_of(desk.incoming.person)
        word, _, token = (heard.text or "").partition(" ")
        if role is None:
            role = access.let_in(desk.incoming.person, token.strip()) if word == START and token else None
            if role is None:
                return
            desk.post([Message(phrases.WELCOME)])
        chats = Chats(desk)
        seat = read_seat(chats.seat())
        chats.sit(plain_seat(self._seated(desk, seat, heard, role)), heard.address)

    def _seated(self, desk: Desk, seat: Seat, heard: Heard, role: Role) -> Seat:
        """Does what was asked, and returns the seat from now on."""
        if heard.text is None and heard.data is None:
            desk.post([Message(phrases.NO_TEXT)])
            return seat
        if heard.is_edit:
            desk.post([Message(phrases.EDITED)])
            return seat
        visit = self.front.visit(desk, seat, role.value)
        before = visit.open
        if heard.text is not None and heard.text.partition(" ")[0] == START:
            return visit.begins(may_choose=True).seat
        event = self._event(visit, seat, heard)
        if event is None:
            desk.post([Message(phrases.NOT_A_BUTTON)])
            return seat
        reply = visit.hears(event)
        if before is not None and reply.number not in (None, before.number):
            self._close_question(desk, visit, before, heard, was_kept=seat.screening is not None)
        return reply.seat

    def _event(self, visit: Visit, seat: Seat, heard: Heard) -> Event | None:
        """Returns what was said or tapped; None for a button that we did not make, or that belongs to a screening that is not open."""
        if heard.data is None:
            return Said(heard.text or "", heard.sent_at)
        tap = self.signer.read(heard.chat, heard.data)
        if tap is None:
            return None
        return self._tapped(visit, seat, tap)

    def _tapped(self, visit: Visit, seat: Seat, tap: Tap) -> Event | None:
        for button in seat.menu:
            if tap.number == 0 and key_hash(button.key) == tap.key:
                return Tapped(0, button.key)
        if visit.open is None or tap.screening != _tag(seat):
            return None
        keys = {key_hash(button.key): button.key for button in visit.dialogue.view.buttons(visit.open)}
        return Tapped(tap.number, keys.get(tap.key, ""))

    def _close_question(self, desk: Desk, visit: Visit, before: Screening, heard: Heard, *, was_kept: bool) -> None:
        """Edits the question that was answered, or left: it shows what is recorded there, and loses its keyboard."""
        view = visit.dialogue.view
        asked = visit.dialogue.shown_again(before).messages[-1].text
        fact = fact_of(before.state)
        answer = None if visit.open is None or fact is None else visit.open.answers.get(fact)
        text = asked if answer is None or fact is None else f"{asked}\n\n{phrases.ANSWERED.format(answer=view.answer_words(fact, answer))}"
        desk.post_edit(text, visit.kept if was_kept else None, question=before.number, target=heard.message if heard.query else None)

    def _acknowledge(self, query: str) -> None:
        """Lets the tapped button come to rest on the phone. That this may fail, or come late, changes nothing."""

        async def answer() -> None:
            with suppress(TelegramError):
                await self.bot.answer_callback_query(query)

        task = asyncio.get_running_loop().create_task(answer())
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)


def _tag(seat: Seat) -> bytes:
    """Returns the beginning of the open screening's id, as its buttons carry it."""
    return NO_SCREENING if seat.screening is None else seat.screening[:SCREENING_BYTES]
