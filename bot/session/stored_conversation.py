"""A conversation whose screenings are stored: the session service for one person at one terminal."""

import logging
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from bot import phrases
from bot.config.clock import Clock
from bot.config.errors import UsageFault
from bot.session.chat_state import ChatState, SessionReply
from bot.session.fault_words import word_fault
from bot.session.screening_session import ScreeningSession
from bot.session.service import SessionService
from dialogs.conversation.blocks import Aside
from dialogs.conversation.messages import Message, make_notice, put_before, repeat_question
from dialogs.conversation.screening import Event
from storage.maintenance.clock_guard import ClockGuard
from storage.maintenance.sweep import sweep
from storage.model.codes import format_code
from storage.model.errors import Damaged, Unavailable
from storage.model.file_request import FileOrder
from storage.model.people import AccountName
from storage.model.stored import InboundEvent, Outgoing, StoredScreening
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

CHANNEL = "terminal"

ROLE = "clinician"
"""Whom the tally counts a screening at the terminal for."""

_log = logging.getLogger(__name__)


class StoredConversation:
    """A conversation of one person through a store. `code` is that of a screening to open first.

    Files that are asked for are written into `folder`.

    What was shown is reported as sent with the next event, so a crash shows it once more, and never loses it. Such
    leftovers are looked for once, when the conversation begins. Those of a screening are shown when it is opened.
    Another window of the same person may be showing them just now: then both do.
    """

    def __init__(
        self, store: Store, service: SessionService, person: str, clock: Clock, code: str = "", *, folder: Path = Path()
    ) -> None:
        self.store = store
        self.service = service
        self.person = person
        self.clock = clock
        self.code = code
        self.folder = folder
        self.reply = SessionReply(ChatState(), ())
        self._chat = f"{CHANNEL}:{person}"
        self._shown: list[int] = []
        self._leftovers: list[Outgoing] = []

    @property
    def stored(self) -> StoredScreening | None:
        """The open screening, where it is kept."""
        return self.reply.stored

    def begin(self, *, may_choose: bool) -> tuple[Message, ...]:
        """Opens the screening whose code was given; else offers the unfinished ones, or begins a new one."""
        self._sweep()
        waiting = self.store.outbox.list_waiting(self._chat)
        self._leftovers = [each for each in waiting if each.screening is not None]
        self._shown = [each.id for each in waiting if each.screening is None]  # old menus: nobody needs them now
        return self._show(self._open_first if self.code else lambda session: session.begin(may_choose=may_choose))

    def take_event(self, event: Event) -> tuple[Message, ...]:
        """Returns what comes of what was said or tapped.

        What cannot be kept just now is told, and may be said again.
        """
        try:
            return self._show(lambda session: session.handle(event))
        except Unavailable as fault:
            return (make_notice(word_fault(fault)), *map(repeat_question, self.reply.messages[-1:]))
        except Damaged as fault:
            self.reply = SessionReply(ChatState(), (make_notice(word_fault(fault)),))
            return self.reply.messages

    def leave(self) -> str:
        """Returns the last words, which say how to go on."""
        if self._shown:
            self.store.outbox.note_sent(self._shown, self.clock.machine())
        if self.stored is None:
            return phrases.FAREWELL_NONE if self.reply.chat_state.unstored is None else phrases.FAREWELL_UNKEPT
        return phrases.FAREWELL.format(code=format_code(self.stored.code))

    def _sweep(self) -> None:
        """Sweeps by the machine's clock, where that is believed. Under a fixed clock nothing is swept."""
        if self.clock.fixed is not None:
            return
        reading = self.clock.read()
        doubt = ClockGuard(self.store, reading).look(reading)
        if doubt is None:
            sweep(self.store, reading.at)
        else:
            _log.warning("nothing is forgotten by itself for now: %s; see `trialscreen doctor`", doubt.value)

    def _open_first(self, session: ScreeningSession) -> SessionReply:
        fault, reply = session.open_screening(self.code)
        if fault:
            raise UsageFault(fault)
        return reply

    def _show(self, done: Callable[[ScreeningSession], SessionReply]) -> tuple[Message, ...]:
        """Does something in a session, and returns what to show."""
        at, fixed_at = self.clock.machine(), self.clock.fixed
        inbound = InboundEvent(CHANNEL, uuid4().hex, self._chat, AccountName(self.person), at, fixed_at=fixed_at)
        chat_state = self.reply.chat_state

        def handle(uow: UnitOfWork) -> SessionReply:
            return done(self.service.open_session(uow, chat_state, ROLE))

        taken = self.store.take(inbound, handle, self._shown)
        reply: SessionReply = taken.value
        self.reply, self._shown = reply, taken.posted
        messages = self._add_leftovers(reply) if self._leftovers and reply.stored else reply.messages
        return messages if reply.order is None else self._add_file(messages, reply.order)

    def _add_file(self, messages: tuple[Message, ...], order: FileOrder) -> tuple[Message, ...]:
        """Writes a file that was ordered, and says so before what stands open."""
        from bot.session.file_writing import write_kept  # noqa: PLC0415 - few ask for a file

        with self.store.reading() as repository:
            told = write_kept(repository, self.service.trials.dialogues, order, self.clock, self.folder)
        *others, asking = messages
        return (*others, put_before(asking, Aside(told)))

    def _add_leftovers(self, reply: SessionReply) -> tuple[Message, ...]:
        """Adds what a crash kept from being shown of the open screening, unless it is what is shown now."""
        assert reply.stored is not None, "leftovers of a screening are shown when it is opened"
        opened = reply.stored.id
        own = [each for each in self._leftovers if each.screening == opened]
        self._leftovers = [each for each in self._leftovers if each.screening != opened]
        self._shown = [*(each.id for each in own), *self._shown]
        missed = [each.message for each in own if each.message.number != reply.number]
        return (*missed, *reply.messages)
