"""The way of one event: it is admitted, handled in one transaction, and counted. Its replies wait in the outbox."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from time import perf_counter
from typing import Any

from bot.channels.channel_event import ChannelEvent, Membership, SharedChat
from bot.channels.contract import ReceivingChannel
from bot.channels.handling.acknowledging import ToastSender
from bot.channels.handling.admissions import Admissions
from bot.channels.handling.after_outage import Outage, ask_after_outage
from bot.channels.handling.chat_handler import ChatHandler
from bot.channels.handling.failed_turns import Delete, take_failure
from bot.channels.handling.identities import delete_identity, find_identity
from bot.channels.handling.mute_ends import MuteEnds, delete_passed_over, tell_mute
from bot.channels.handling.outcomes import EventOutcome
from bot.channels.handling.rate_limits import Admission, RateLimits
from bot.channels.handling.repeated_question import tell_with_question
from bot.channels.handling.seen_page import tell_on_page
from bot.observability.metric_words import UpdateResult
from bot.observability.metrics import Metrics
from bot.session.service import SessionService
from storage.model.errors import Unavailable
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.batch import EventHandler, EventResult
from storage.unit_of_work.writer_thread import Writer


class ChannelHandler:
    """Takes the events of one channel. `notify` is told the address of each chat that has something to be sent.

    `wait_for_receipt` waits a moment where a message is just being shown in a chat.
    """

    def __init__(
        self,
        channel: ReceivingChannel,
        writer: Writer,
        service: SessionService,
        *,
        notify: Callable[[str], None],
        wait_for_receipt: Callable[[str], Awaitable[None]],
        now: Callable[[], datetime],
        metrics: Metrics | None = None,
        limits: RateLimits | None = None,
    ) -> None:
        self.channel, self.writer, self.service = channel, writer, service
        self._chat_handler = ChatHandler(channel, service)
        self.notify, self.wait_for_receipt, self.now = notify, wait_for_receipt, now
        self.metrics = metrics or Metrics()
        tell = partial(tell_with_question, service=service)
        self.admissions = Admissions(limits, MuteEnds(writer, tell, notify, now))
        self._toasts = ToastSender(channel, writer, now, notify)

    async def take(self, raw: Any) -> None:
        """Takes one raw event; what it causes is committed on return.

        Raises `Unavailable`, and `Unreadable` for what is no event.
        """
        begun = perf_counter()
        event = self.channel.parse(raw)
        if isinstance(event, Membership):
            await self._note_membership(event)
        elif isinstance(event, SharedChat):
            self.channel.leave(event)
        elif event is not None:
            await self._take_event(event, begun)

    async def _take_event(self, event: ChannelEvent, begun: float) -> None:
        admission = await self.admissions.admit(event)
        event_id = self.channel.event_prefix + event.id
        is_fetched = event.page is not None
        inbound = InboundEvent(
            self.channel.name, event_id, event.chat, event.account, self.now(), is_fetched=is_fetched
        )
        delete = partial(delete_identity, event=event, deletes=self.channel.abilities.deletes)
        if admission is Admission.SAY_NOTHING:
            if self.admissions.is_muted(event) and find_identity(event) is not None:
                await self.writer.take(inbound, partial(delete_passed_over, delete=delete))
                self.notify(event.chat)
            self._count(UpdateResult.LIMITED, begun)
            return
        if event.text is not None:
            await self.wait_for_receipt(event.chat)
        answer: EventHandler = partial(self._chat_handler.handle, event=event)
        if admission is Admission.MUTE:
            on_page = None if event.page is None else partial(tell_on_page, service=self.service, page=event.page)
            answer = partial(tell_mute, delete=delete, tell_on_page=on_page)
        try:
            taken = await self._take_in_store(inbound, answer, delete, begun)
        except Exception:
            self.admissions.undo(event, admission)
            raise
        outcome: EventOutcome = EventOutcome(UpdateResult.DUPLICATE) if taken.is_duplicate else taken.value
        self.admissions.note_outcome(event, admission, outcome)
        self._count_outcome(outcome, begun)
        if outcome.role is not None or outcome.is_former:
            self.channel.offer_commands(event.chat, outcome.role)
        if not outcome.is_stranger:
            self.notify(event.chat)
            self._toasts.acknowledge(event, outcome.toast)

    async def ask_open_question(self, address: str, outage: Outage) -> None:
        """Asks the open question of a chat once more, where its person may miss something; once for each outage."""
        event_id = f"again:{address}:{int(outage.began.timestamp())}"
        inbound = InboundEvent(self.channel.name, event_id, address, AccountName(address), self.now())
        kept = self.channel.keeps_taps
        await self.writer.take(inbound, lambda uow: ask_after_outage(uow, self.service, outage, kept))
        self.notify(address)

    async def _take_in_store(
        self, inbound: InboundEvent, answer: EventHandler, delete: Delete, begun: float
    ) -> EventResult:
        try:
            return await self.writer.take(inbound, answer)
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, its text could hold an answer
            count = partial(self._count, UpdateResult.FAILED, begun)
            return await take_failure(self.writer, inbound, fault, count, delete)

    def _count(self, result: UpdateResult, begun: float) -> None:
        self.metrics.count_update(result, perf_counter() - begun)

    def _count_outcome(self, outcome: EventOutcome, begun: float) -> None:
        """Counts what came of an event, what was refused or forgotten, and which files were asked for."""
        self._count(outcome.result, begun)
        if outcome.refused is not None:
            self.metrics.count_refused_tap(outcome.refused)
        if outcome.has_forgotten:
            self.metrics.count_forgotten()
        if outcome.ordered_by is not None and self.service.files is not None:
            self.service.files.note_order(outcome.ordered_by)

    async def _note_membership(self, membership: Membership) -> None:
        outbox = self.writer.store.outbox
        if membership.may_be_written_to:
            await asyncio.wrap_future(self.writer.call(outbox.note_unblocked, membership.address))
            self.notify(membership.address)
        else:
            await asyncio.wrap_future(self.writer.call(outbox.note_blocked, membership.address, self.now()))
