"""The way of one event: it is admitted, handled in one transaction, and counted. Its replies wait in the outbox."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

from bot.channels.channel_event import ChannelEvent, Membership
from bot.channels.contract import ReceivingChannel
from bot.channels.handling import phrases
from bot.channels.handling.acknowledging import show_toast
from bot.channels.handling.after_outage import Outage, repeat_question
from bot.channels.handling.chat_handler import ChatHandler
from bot.channels.handling.failed_turns import take_failure
from bot.channels.handling.outcomes import EventOutcome, Toast
from bot.channels.handling.rate_limits import Admission, RateLimits
from bot.observability.metric_words import UpdateResult
from bot.observability.metrics import Metrics
from bot.session.service import SessionService
from dialogs.conversation.messages import make_notice
from storage.model.errors import Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer


class ChannelHandler:
    """Takes the events of one channel. `notify` is told the address of each chat that has something to be sent."""

    def __init__(
        self,
        channel: ReceivingChannel,
        writer: Writer,
        service: SessionService,
        *,
        notify: Callable[[str], None],
        now: Callable[[], datetime],
        metrics: Metrics | None = None,
        limits: RateLimits | None = None,
    ) -> None:
        self.channel, self.writer, self.service = channel, writer, service
        self._chat_handler = ChatHandler(channel, service)
        self.notify, self.now = notify, now
        self.metrics = metrics or Metrics()
        self.limits = limits
        self._acknowledging: set[asyncio.Task[bool]] = set()

    async def take(self, raw: Any) -> None:
        """Takes one raw event; what it causes is committed on return.

        Raises `Unavailable`, and `Unreadable` for what is no event.
        """
        begun = perf_counter()
        event = self.channel.parse(raw)
        if isinstance(event, Membership):
            await self._note_membership(event)
        elif event is not None:
            await self._take_event(event, begun)

    async def _take_event(self, event: ChannelEvent, begun: float) -> None:
        inbound = InboundEvent(self.channel.name, event.id, event.chat, event.account, self.now())
        said_at = (event.sent_at or inbound.at).timestamp()
        admission = Admission.GO_ON if self.limits is None else self.limits.admit(inbound.account, said_at)
        if admission is Admission.SAY_NOTHING:
            self._count(UpdateResult.LIMITED, begun)
            return
        answer = _tell_limit if admission is Admission.TELL else partial(self._chat_handler.handle, event=event)
        try:
            taken = await self.writer.take(inbound, answer)
        except Unavailable:
            if self.limits is not None:
                self.limits.undo_count(inbound.account)  # it is brought again, and counts then
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, its text could hold an answer
            taken = await take_failure(self.writer, inbound, fault, partial(self._count, UpdateResult.FAILED, begun))
        outcome: EventOutcome = EventOutcome(UpdateResult.DUPLICATE) if taken.is_duplicate else taken.value
        self._note_outcome(inbound, said_at, outcome)
        self._count(outcome.result, begun)
        if not outcome.is_stranger:
            self.notify(event.chat)
            self._acknowledge(event, outcome.toast)

    async def ask_open_question(self, address: str, outage: Outage) -> None:
        """Asks the open question of a chat once more, where its person may miss something; once for each outage."""
        event_id = f"again:{address}:{int(outage.began.timestamp())}"
        inbound = InboundEvent(self.channel.name, event_id, address, AccountName(address), self.now())
        kept = self.channel.keeps_taps
        await self.writer.take(inbound, lambda uow: repeat_question(uow, self.service, outage, kept))
        self.notify(address)

    def _acknowledge(self, event: ChannelEvent, toast: Toast | None) -> None:
        """Acknowledges a tap; nobody waits for that."""
        if event.query:
            if toast is None:
                doing = self.channel.acknowledge(event)
            else:
                doing = show_toast(self.channel, self.writer, event, toast, now=self.now, notify=self.notify)
            task = asyncio.get_running_loop().create_task(doing)
            self._acknowledging.add(task)
            task.add_done_callback(self._acknowledging.discard)

    def _count(self, result: UpdateResult, begun: float) -> None:
        self.metrics.count_update(result, perf_counter() - begun)

    def _note_outcome(self, inbound: InboundEvent, said_at: float, outcome: EventOutcome) -> None:
        """Counts what was refused or forgotten, and notes what limits people: files, and which accounts were let in.

        An event that came before, perhaps to another process, says nothing of that.
        """
        if outcome.refused is not None:
            self.metrics.count_refused_tap(outcome.refused)
        if outcome.has_forgotten:
            self.metrics.count_forgotten()
        if outcome.ordered_by is not None and self.service.files is not None:
            self.service.files.note_order(outcome.ordered_by, inbound.at)
        if self.limits is None:
            return
        if outcome.result is UpdateResult.DUPLICATE:
            self.limits.undo_count(inbound.account)
        else:
            self.limits.note_person(inbound.account, said_at, is_known=not outcome.is_stranger)

    async def _note_membership(self, membership: Membership) -> None:
        outbox = self.writer.store.outbox
        if membership.may_be_written_to:
            await asyncio.wrap_future(self.writer.call(outbox.note_unblocked, membership.address))
            self.notify(membership.address)
        else:
            await asyncio.wrap_future(self.writer.call(outbox.note_blocked, membership.address, self.now()))


def _tell_limit(uow: UnitOfWork) -> EventOutcome:
    """Tells a person who was let in that this was too much at once."""
    uow.enqueue([make_notice(phrases.TOO_MUCH)])
    return EventOutcome(UpdateResult.LIMITED)
