"""A conversation whose screenings are stored: the session service for one person at one terminal."""

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from bot import phrases
from bot.config.errors import UsageFault
from bot.session.fault_words import word_fault
from bot.session.screening_session import ScreeningSession
from bot.session.service import SessionService
from bot.session.session import ChatState, SessionReply
from dialogs.conversation.messages import Message, make_notice, repeat_question
from dialogs.conversation.screening import Event
from storage.maintenance.sweep import sweep
from storage.model.codes import format_code
from storage.model.errors import Damaged, StorageError, Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent, StoredScreening
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

CHANNEL = "terminal"

ROLE = "clinician"
"""Whom the tally counts a screening at the terminal for."""


class StoredConversation:
    """A conversation of one person through a store. `code` is that of a screening to open first.

    What was shown is reported as sent with the next event, so a crash shows it once more, and never loses it.
    """

    def __init__(
        self, store: Store, service: SessionService, person: str, clock: Callable[[], datetime], code: str = ""
    ) -> None:
        self.store = store
        self.service = service
        self.person = person
        self.clock = clock
        self.code = code
        self.reply = SessionReply(ChatState(), ())
        self._posted: list[int] = []

    @property
    def stored(self) -> StoredScreening | None:
        """The open screening, where it is kept."""
        return self.reply.stored

    def begin(self, *, may_choose: bool) -> tuple[Message, ...]:
        """Opens the screening whose code was given; else offers the unfinished ones, or begins a new one."""
        sweep(self.store, self.clock())
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
        if self._posted:
            self.store.outbox.note_sent(self._posted, self.clock())
        if self.stored is None:
            return phrases.FAREWELL_NONE if self.reply.chat_state.unstored is None else phrases.FAREWELL_UNKEPT
        return phrases.FAREWELL.format(code=format_code(self.stored.code))

    def _open_first(self, session: ScreeningSession) -> SessionReply:
        fault, reply = session.open_screening(self.code)
        if fault:
            raise UsageFault(fault)
        return reply

    def _show(self, done: Callable[[ScreeningSession], SessionReply]) -> tuple[Message, ...]:
        """Does something in a session, and returns what to show: first of all what a crash kept from being shown."""
        inbound = InboundEvent(CHANNEL, uuid4().hex, self._chat, AccountName(self.person), self.clock())
        chat_state = self.reply.chat_state

        def handle(uow: UnitOfWork) -> SessionReply:
            return done(self.service.open_session(uow, chat_state, ROLE))

        reply: SessionReply = self.store.take(inbound, handle, self._posted).value
        self.reply, self._posted = reply, []
        try:
            waiting = self.store.outbox.list_waiting(self._chat)
        except StorageError:  # what was said is committed all the same, and must not be told as lost
            return reply.messages
        earlier, posted = waiting[: -len(reply.messages)], waiting[-len(reply.messages) :]
        missed = [
            each
            for each in earlier
            if reply.stored and each.screening == reply.stored.id and each.message.number != reply.number
        ]
        self._posted = [each.id for each in (*missed, *posted)]
        first, *rest = reply.messages
        return (first, *(each.message for each in missed), *rest)

    @property
    def _chat(self) -> str:
        return f"{CHANNEL}:{self.person}"
