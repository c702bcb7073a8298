"""The adapter: one update in, one transaction, replies in the outbox.

It ties Telegram to the session service, and decides nothing itself.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from time import perf_counter
from typing import Any

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram import phrases
from bot.channels.telegram.chat_state import TelegramChatState, plain_chat_state, read_chat_state
from bot.channels.telegram.close_question import close_question, has_lead, remove_keyboard
from bot.channels.telegram.delivery.callback_data import NO_SCREENING, SCREENING_BYTES, ButtonTap, Signer, hash_key
from bot.channels.telegram.invite import INVITE, make_invitation
from bot.channels.telegram.outcomes import UpdateOutcome, classify_reply
from bot.channels.telegram.updates.chat_member import Membership, read_membership
from bot.channels.telegram.updates.rate_limits import Admission, RateLimits
from bot.channels.telegram.updates.update_parser import ParsedUpdate, parse_update
from bot.observability.metrics import Metrics, UpdateResult
from bot.observability.metrics import TapRefusal as Refused
from bot.session import log_requests as log_asking
from bot.session.service import ChatState, ScreeningSession, SessionService
from dialogs.conversation.screening import Event, Message, Said, Tapped
from dialogs.reading.days.dates import find_dates
from storage.features.chats import ChatStates
from storage.features.members import Members, Role
from storage.model.stored import InboundEvent
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer

CHANNEL = "telegram"

LATE = Tapped(0, "")
"""A tap on a question that no screening has open: one of those before the first answer, with which the screening was
kept."""

START = "/start"

LOG = "/log"

OPENS_TRIAL = "trial_"
"""How the parameter of a deep link begins that opens a trial: t.me/<bot>?start=trial_<id>."""


class UpdateHandler:
    """Takes updates for one bot. `notify` is told the address of each chat that has something to be sent."""

    channel = CHANNEL

    def __init__(
        self,
        bot: Bot,
        writer: Writer,
        front: SessionService,
        signer: Signer,
        *,
        notify: Callable[[str], None],
        now: Callable[[], datetime],
        metrics: Metrics | None = None,
        limits: RateLimits | None = None,
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
        """Takes one raw update; what it causes is committed on return.

        Raises `Unavailable`, and `Unreadable` for what is no update.
        """
        begun = perf_counter()
        membership = read_membership(update)
        if membership is not None:
            await self._note(membership)
            return
        heard = parse_update(update, self.bot)
        if heard is None:
            return
        inbound = InboundEvent(CHANNEL, str(heard.update), heard.address, f"{CHANNEL}:{heard.person}", self.now())
        said_at = (heard.sent_at or inbound.at).timestamp()
        may = Admission.GO_ON if self.limits is None else self.limits.admit(inbound.person, said_at)
        if may is Admission.SAY_NOTHING:
            self.metrics.count_update(UpdateResult.LIMITED, perf_counter() - begun)
            return
        taken = await self.writer.take(
            inbound, (lambda uow: self._handle(uow, heard)) if may is Admission.GO_ON else _tell_limit
        )
        came: UpdateOutcome = UpdateOutcome(UpdateResult.DUPLICATE) if taken.is_duplicate else taken.value
        self._note_limits(inbound.person, said_at, came)
        self.metrics.count_update(came.ending, perf_counter() - begun)
        if came.has_order and self.front.files is not None:
            self.front.files.note_order(inbound.person, inbound.at)
        if came.refused is not None:
            self.metrics.count_refused_tap(came.refused)
        if came.ending is UpdateResult.UNKNOWN_SENDER:
            return
        self.notify(heard.address)
        if heard.query:
            self._acknowledge(heard.query)

    async def ask_open_question(self, address: str, cut_off_at: datetime) -> None:
        """Asks the open question of a chat once more, after an outage that began at a moment; once for each outage."""
        inbound = InboundEvent(CHANNEL, f"again:{address}:{int(cut_off_at.timestamp())}", address, address, self.now())

        def handle(uow: UnitOfWork) -> None:
            role = Members(uow).find_role(uow.inbound.person)
            if role is None:
                return
            chat_state = read_chat_state(ChatStates(uow).read()).chat_state
            visit = self.front.open_session(uow, chat_state, role.value)
            if visit.open is not None:
                uow.enqueue(
                    [Message(phrases.AFTER_OUTAGE), *visit.dialogue.show_again(visit.open).messages], visit.stored
                )
                remove_keyboard(uow, visit.open, chat_state)

        await self.writer.take(inbound, handle)
        self.notify(address)

    def _note_limits(self, person: str, said_at: float, came: UpdateOutcome) -> None:
        """Notes what an event says of its person; one that came before, perhaps to another process, says nothing."""
        if self.limits is None:
            return
        if came.ending is UpdateResult.DUPLICATE:
            self.limits.undo_count(person)
        else:
            self.limits.note_person(person, said_at, is_known=came.ending is not UpdateResult.UNKNOWN_SENDER)

    async def _note(self, membership: Membership) -> None:
        outbox = self.writer.store.outbox
        if membership.may_be_written_to:
            await asyncio.wrap_future(self.writer.call(outbox.note_unblocked, membership.address))
            self.notify(membership.address)
        else:
            await asyncio.wrap_future(self.writer.call(outbox.note_blocked, membership.address, self.now()))

    def _handle(self, uow: UnitOfWork, heard: ParsedUpdate) -> UpdateOutcome:
        """Handles an update in its unit of work.

        Whoever was not let in learns nothing, not even that there is somebody here.
        """
        access = Members(uow)
        role = access.find_role(uow.inbound.person)
        word, _, token = (heard.text or "").partition(" ")
        if role is None:
            role = access.let_in(uow.inbound.person, token.strip()) if word == START and token else None
            if role is None:
                return UpdateOutcome(UpdateResult.UNKNOWN_SENDER)
            uow.enqueue([Message(phrases.WELCOME)])
        if find_dates(heard.text or ""):
            uow.enqueue_delete(heard.message)
            uow.enqueue([Message(phrases.DATE_DELETED)])
        chats = ChatStates(uow)
        place, came = self._answer(uow, read_chat_state(chats.read()), heard, role)
        chats.save(plain_chat_state(place), heard.address)
        return came

    def _answer(
        self, uow: UnitOfWork, place: TelegramChatState, heard: ParsedUpdate, role: Role
    ) -> tuple[TelegramChatState, UpdateOutcome]:
        """Does what was asked, and returns where the chat is at from now on."""
        chat_state = place.chat_state
        if heard.is_edit or (heard.text is None and heard.data is None):
            uow.enqueue([Message(phrases.EDITED if heard.is_edit else phrases.NO_TEXT)])
            return place, UpdateOutcome(UpdateResult.OTHER)
        visit = self.front.open_session(uow, chat_state, role.value)
        before, dialogue = visit.open, visit.dialogue
        word, _, about = (heard.text or "").partition(" ")
        if word == INVITE:
            uow.enqueue([make_invitation(uow, role, heard.text or "", self.bot.username)])
            return place, UpdateOutcome(UpdateResult.COMMAND)
        if word == LOG and self.front.files is not None:
            return place, UpdateOutcome(
                UpdateResult.COMMAND, has_order=log_asking.answer_request(uow, role, heard.text or "", self.front.files)
            )
        if word == START:
            trial = about.strip().removeprefix(OPENS_TRIAL) if about.startswith(OPENS_TRIAL) else ""
            reply = visit.begin_for(trial) if trial else visit.begin(may_choose=True)
            came, was_tapped = UpdateOutcome(UpdateResult.MENU), False
        else:
            event = self._read_event(visit, chat_state, heard)
            if isinstance(event, Refused):
                uow.enqueue([Message(phrases.NOT_A_BUTTON)])
                return place, UpdateOutcome(UpdateResult.OTHER, event)
            reply = visit.handle(event)
            came, was_tapped = classify_reply(event, reply), isinstance(event, Tapped) and event.number > 0
        if before is not None and (before.number, chat_state.screening) != (reply.number, reply.chat_state.screening):
            target = heard.message if was_tapped and reply.turn is not None and not reply.turn.refused else None
            close_question(uow, dialogue, before, chat_state, reply, target=target, keeps_text=place.has_lead)
        elif before is not None and any(message.number == before.number for message in reply.shown.messages):
            remove_keyboard(uow, before, chat_state)
        lead = None if visit.open is None else has_lead(visit.dialogue, visit.open, reply)
        return TelegramChatState(reply.chat_state, place.has_lead if lead is None else lead), came

    def _read_event(self, visit: ScreeningSession, chat_state: ChatState, heard: ParsedUpdate) -> Event | Refused:
        """Returns what was said or tapped; or why a button says nothing: nobody signed it, or its screening is not open here."""
        if heard.data is None:
            return Said(heard.text or "", heard.sent_at, sees_numbers=False)
        tap = self.signer.read(heard.chat, heard.data)
        return Refused.FORGED if tap is None else _find_button(visit, chat_state, tap) or Refused.FOREIGN

    def _acknowledge(self, query: str) -> None:
        """Lets the tapped button come to rest on the phone. That this may fail, or come late, changes nothing."""

        async def answer() -> None:
            with suppress(TelegramError):
                await self.bot.answer_callback_query(query)

        task = asyncio.get_running_loop().create_task(answer())
        self._answering.add(task)
        task.add_done_callback(self._answering.discard)


def _tell_limit(uow: UnitOfWork) -> UpdateOutcome:
    """Tells a person who was let in that this was too much at once."""
    uow.enqueue([Message(phrases.TOO_MUCH)])
    return UpdateOutcome(UpdateResult.LIMITED)


def _find_button(visit: ScreeningSession, chat_state: ChatState, tap: ButtonTap) -> Tapped | None:
    """Returns the button that was tapped, of the session's menu or of the open screening; None for one of neither."""
    for button in chat_state.menu:
        if tap.number == 0 and hash_key(button.key) == tap.key:
            return Tapped(0, button.key)
    if visit.open is None or tap.number == 0:
        return None
    if tap.screening != _screening_tag(chat_state):
        return LATE if tap.screening == NO_SCREENING else None
    keys = {hash_key(button.key): button.key for button in visit.dialogue.view.make_buttons(visit.open)}
    return Tapped(tap.number, keys.get(tap.key, ""))


def _screening_tag(chat_state: ChatState) -> bytes:
    """Returns the beginning of the open screening's id, as its buttons carry it."""
    return NO_SCREENING if chat_state.screening is None else chat_state.screening[:SCREENING_BYTES]
