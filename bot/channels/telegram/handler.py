"""The adapter: one update in, one transaction, replies in the outbox. It ties Telegram to the front desk, and decides nothing itself."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import perf_counter
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram import phrases
from bot.channels.telegram.chat_state import Place, plain_seat, read_seat
from bot.channels.telegram.close_question import bare, close, has_lead
from bot.channels.telegram.delivery.callback_data import NO_SCREENING, SCREENING_BYTES, Signer, Tap, key_hash
from bot.channels.telegram.invite import INVITE, invitation
from bot.channels.telegram.outcomes import Came, came_of
from bot.channels.telegram.updates.chat_member import Membership, membership_in
from bot.channels.telegram.updates.rate_limits import Limits, May
from bot.channels.telegram.updates.update_parser import Heard, heard_in
from bot.observability.metrics import Ending, Metrics
from bot.observability.metrics import Tap as Refused
from bot.session import log_requests as log_asking
from bot.session.service import FrontDesk, Seat, Visit
from dialogs.conversation.screening import Event, Message, Said, Tapped
from dialogs.reading.dates import dates_in
from storage.features.chats import Chats
from storage.features.members import Access, Role
from storage.model.stored import Incoming
from storage.unit_of_work.unit_of_work import Desk
from storage.unit_of_work.writer_thread import Writer

CHANNEL = "telegram"

LATE = Tapped(0, "")
"""A tap on a question that no screening has open: one of those before the first answer, with which the screening was kept."""

START = "/start"

LOG = "/log"

OPENS_TRIAL = "trial_"
"""How the parameter of a deep link begins that opens a trial: t.me/<bot>?start=trial_<id>."""


class Adapter:
    """Takes updates for one bot. `notify` is told the address of each chat that has something to be sent."""

    channel = CHANNEL

    def __init__(
        self,
        bot: Bot,
        writer: Writer,
        front: FrontDesk,
        signer: Signer,
        *,
        notify: Callable[[str], None],
        now: Callable[[], datetime],
        metrics: Metrics | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.bot = bot
        self.writer = writer
        self.front = front
        self.signer = signer
        self.notify = notify
        self.now = now
        self.metrics = metrics or Metrics()
        self.limits = limits
        self._answering: set[asyncio.Task[None]] = set()

    async def take(self, update: dict[str, Any]) -> None:
        """Takes one raw update; what it causes is committed on return. Raises `Unavailable`, and `Unreadable` for what is no update."""
        begun = perf_counter()
        membership = membership_in(update)
        if membership is not None:
            await self._note(membership)
            return
        heard = heard_in(update, self.bot)
        if heard is None:
            return
        incoming = Incoming(CHANNEL, str(heard.update), heard.address, f"{CHANNEL}:{heard.person}", self.now())
        said_at = (heard.sent_at or incoming.at).timestamp()
        may = May.GO_ON if self.limits is None else self.limits.may(incoming.person, said_at)
        if may is May.SAY_NOTHING:
            self.metrics.turn(Ending.LIMITED, perf_counter() - begun)
            return
        taken = await self.writer.take(incoming, (lambda desk: self._handle(desk, heard)) if may is May.GO_ON else _tell_limit)
        came: Came = Came(Ending.DUPLICATE) if taken.is_duplicate else taken.value
        self._note_limits(incoming.person, said_at, came)
        self.metrics.turn(came.ending, perf_counter() - begun)
        if came.has_order and self.front.files is not None:
            self.front.files.ordered(incoming.person, incoming.at)
        if came.refused is not None:
            self.metrics.refused_tap(came.refused)
        if came.ending is Ending.UNKNOWN_SENDER:
            return
        self.notify(heard.address)
        if heard.query:
            self._acknowledge(heard.query)

    async def ask_again(self, address: str, cut_off_at: datetime) -> None:
        """Asks the open question of a chat once more, after an outage that began at a moment; once for each outage."""
        incoming = Incoming(CHANNEL, f"again:{address}:{int(cut_off_at.timestamp())}", address, address, self.now())

        def handle(desk: Desk) -> None:
            role = Access(desk).role_of(desk.incoming.person)
            if role is None:
                return
            seat = read_seat(Chats(desk).seat()).seat
            visit = self.front.visit(desk, seat, role.value)
            if visit.open is not None:
                desk.post([Message(phrases.AFTER_OUTAGE), *visit.dialogue.shown_again(visit.open).messages], visit.kept)
                bare(desk, visit.open, seat)

        await self.writer.take(incoming, handle)
        self.notify(address)

    def _note_limits(self, person: str, said_at: float, came: Came) -> None:
        """Notes what an event says of its person; one that came before, perhaps to another process, says nothing."""
        if self.limits is None:
            return
        if came.ending is Ending.DUPLICATE:
            self.limits.not_said(person)
        else:
            self.limits.met(person, said_at, is_known=came.ending is not Ending.UNKNOWN_SENDER)

    async def _note(self, membership: Membership) -> None:
        outbox = self.writer.store.outbox
        if membership.may_be_written_to:
            await asyncio.wrap_future(self.writer.call(outbox.unblocked, membership.address))
            self.notify(membership.address)
        else:
            await asyncio.wrap_future(self.writer.call(outbox.blocked, membership.address, self.now()))

    def _handle(self, desk: Desk, heard: Heard) -> Came:
        """Handles an update at its desk. Whoever was not let in learns nothing, not even that there is somebody here."""
        access = Access(desk)
        role = access.role_of(desk.incoming.person)
        word, _, token = (heard.text or "").partition(" ")
        if role is None:
            role = access.let_in(desk.incoming.person, token.strip()) if word == START and token else None
            if role is None:
                return Came(Ending.UNKNOWN_SENDER)
            desk.post([Message(phrases.WELCOME)])
        if dates_in(heard.text or ""):
            desk.post_delete(heard.message)
            desk.post([Message(phrases.DATE_DELETED)])
        chats = Chats(desk)
        place, came = self._seated(desk, read_seat(chats.seat()), heard, role)
        chats.sit(plain_seat(place), heard.address)
        return came

    def _seated(self, desk: Desk, place: Place, heard: Heard, role: Role) -> tuple[Place, Came]:
        """Does what was asked, and returns where the chat is at from now on."""
        seat = place.seat
        if heard.is_edit or (heard.text is None and heard.data is None):
            desk.post([Message(phrases.EDITED if heard.is_edit else phrases.NO_TEXT)])
            return place, Came(Ending.OTHER)
        visit = self.front.visit(desk, seat, role.value)
        before, dialogue = visit.open, visit.dialogue
        word, _, about = (heard.text or "").partition(" ")
        if word == INVITE:
            desk.post([invitation(desk, role, heard.text or "", self.bot.username)])
            return place, Came(Ending.COMMAND)
        if word == LOG and self.front.files is not None:
            return place, Came(Ending.COMMAND, has_order=log_asking.answered(desk, role, heard.text or "", self.front.files))
        if word == START:
            trial = about.strip().removeprefix(OPENS_TRIAL) if about.startswith(OPENS_TRIAL) else ""
            reply = visit.begins_for(trial) if trial else visit.begins(may_choose=True)
            came, was_tapped = Came(Ending.MENU), False
        else:
            event = self._event(visit, seat, heard)
            if isinstance(event, Refused):
                desk.post([Message(phrases.NOT_A_BUTTON)])
                return place, Came(Ending.OTHER, event)
            reply = visit.hears(event)
            came, was_tapped = came_of(event, reply), isinstance(event, Tapped) and event.number > 0
        if before is not None and (before.number, seat.screening) != (reply.number, reply.seat.screening):
            target = heard.message if was_tapped and reply.turn is not None and not reply.turn.refused else None
            close(desk, dialogue, before, seat, reply, target=target, keeps_text=place.has_lead)
        elif before is not None and any(message.number == before.number for message in reply.shown.messages):
            bare(desk, before, seat)
        lead = None if visit.open is None else has_lead(visit.dialogue, visit.open, reply)
        return Place(reply.seat, place.has_lead if lead is None else lead), came

    def _event(self, visit: Visit, seat: Seat, heard: Heard) -> Event | Refused:
        """Returns what was said or tapped; or why a button says nothing: nobody signed it, or its screening is not open here."""
        if heard.data is None:
            return Said(heard.text or "", heard.sent_at, sees_numbers=False)
        tap = self.signer.read(heard.chat, heard.data)
        return Refused.FORGED if tap is None else _tapped(visit, seat, tap) or Refused.FOREIGN

    def _acknowledge(self, query: str) -> None:
        """Lets the tapped button come to rest on the phone. That this may fail, or come late, changes nothing."""

        async def answer() -> None:
            with suppress(TelegramError):
                await self.bot.answer_callback_query(query)

        task = asyncio.get_running_loop().create_task(answer())
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)


def _tell_limit(desk: Desk) -> Came:
    """Tells a person who was let in that this was too much at once."""
    desk.post([Message(phrases.TOO_MUCH)])
    return Came(Ending.LIMITED)


def _tapped(visit: Visit, seat: Seat, tap: Tap) -> Tapped | None:
    """Returns the button that was tapped, of the desk's menu or of the open screening; None for one of neither."""
    for button in seat.menu:
        if tap.number == 0 and key_hash(button.key) == tap.key:
            return Tapped(0, button.key)
    if visit.open is None or tap.number == 0:
        return None
    if tap.screening != _tag(seat):
        return LATE if tap.screening == NO_SCREENING else None
    keys = {key_hash(button.key): button.key for button in visit.dialogue.view.buttons(visit.open)}
    return Tapped(tap.number, keys.get(tap.key, ""))


def _tag(seat: Seat) -> bytes:
    """Returns the beginning of the open screening's id, as its buttons carry it."""
    return NO_SCREENING if seat.screening is None else seat.screening[:SCREENING_BYTES]
