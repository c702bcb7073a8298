"""A conversation whose screenings are kept: the front desk for one person at one terminal, an event and a transaction at a time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from bot import phrases
from bot.config.errors import UsageFault
from bot.session.conversation import Shown
from bot.session.service import FrontDesk, Reply, Seat, Visit
from dialogs.conversation.screening import Event, Message, Said
from storage.maintenance.sweep import sweep
from storage.model.codes import shown_code
from storage.model.errors import Damaged, Unavailable
from storage.model.stored import Incoming, Kept
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import Desk

CHANNEL = "terminal"

ROLE = "clinician"
"""Whom the tally counts a screening at the terminal for."""


class KeptConversation:
    """A conversation of one person through a store. `code` is that of a screening to open first.

    What was shown is reported as sent with the next event, so a crash shows it once more, and never loses it.
    """

    def __init__(self, store: Store, front: FrontDesk, person: str, clock: Callable[[], datetime], code: str = "") -> None:
        self.store = store
        self.front = front
        self.person = person
        self.clock = clock
        self.code = code
        self.reply = Reply(Seat(), Shown(()))
        self._posted: list[int] = []

    @property
    def kept(self) -> Kept | None:
        """The open screening, where it is kept."""
        return self.reply.kept

    def begin(self, *, may_choose: bool) -> Shown:
        """Opens the screening whose code was given; else offers the unfinished ones, or begins a new one."""
        sweep(self.store, self.clock())
        return self._show(self._opens if self.code else lambda visit: visit.begins(may_choose=may_choose))

    def hear(self, event: Event) -> Shown:
        """Returns what comes of what was said or tapped. What cannot be kept just now is told, and may be said again."""
        seen = replace(event, number=self.reply.number) if isinstance(event, Said) else event
        try:
            return self._show(lambda visit: visit.hears(seen))
        except Unavailable as fault:
            told = Message(phrases.NOT_KEPT.format(reason=fault))
            return replace(self.reply.shown, messages=(told, self.reply.shown.messages[-1]), verdict=None)
        except Damaged as fault:
            self.reply = Reply(Seat(), Shown((Message(str(fault)),)))
            return self.reply.shown

    def farewell(self) -> str:
        """Returns the last words, which say how to go on."""
        if self._posted:
            self.store.outbox.sent(self._posted, self.clock())
        if self.kept is None:
            return phrases.FAREWELL_NONE if self.reply.seat.unkept is None else phrases.FAREWELL_UNKEPT
        return phrases.FAREWELL.format(code=shown_code(self.kept.code))

    def _opens(self, visit: Visit) -> Reply:
        fault, reply = visit.opens(self.code)
        if fault:
            raise UsageFault(fault)
        return reply

    def _show(self, done: Callable[[Visit], Reply]) -> Shown:
        """Does something at the front desk, and returns what to show: first of all what a crash kept from being shown."""
        incoming = Incoming(CHANNEL, uuid4().hex, self._chat, self.person, self.clock())
        seat = self.reply.seat

        def handle(desk: Desk) -> Reply:
            return done(self.front.visit(desk, seat, ROLE))

        reply: Reply = self.store.take(incoming, handle, self._posted).value
        self.reply = reply
        waiting = self.store.outbox.waiting(self._chat)
        earlier, posted = waiting[: -len(reply.shown.messages)], waiting[-len(reply.shown.messages) :]
        missed = [each for each in earlier if reply.kept and each.screening == reply.kept.id and each.message.number != reply.number]
        self._posted = [each.id for each in (*missed, *posted)]
        first, *rest = reply.shown.messages
        return replace(reply.shown, messages=(first, *(each.message for each in missed), *rest))

    @property
    def _chat(self) -> str:
        return f"{CHANNEL}:{self.person}"
