"""Sending in one chat: its messages go one after another, until nothing waits for it."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot.channels.backoff import pause, pause_unless
from bot.channels.contract import SendingChannel
from bot.channels.sending.chat_queue import ChatQueue
from bot.channels.sending.message_delivery import MessageDelivery, NotNowError
from bot.channels.sending.outbox_port import OutboxPort
from bot.channels.sending.pacing import Patience, SendPace
from bot.channels.sending.refusals import RefusalHandler
from bot.observability.metrics import Metrics
from storage.model.stored import Do, Outgoing
from storage.outbox.closing import ClosingEditError, is_closing

_log = logging.getLogger(__name__)


class ChatSender:
    """Sends what waits for a chat. All chats together have as many slots as messages may be in flight.

    `queues` are the chats that are being served. Once `stopping` is set, only a message that was begun is finished.
    """

    def __init__(
        self,
        channel: SendingChannel[Any],
        outbox: OutboxPort,
        pace: SendPace,
        refusals: RefusalHandler,
        delivery: MessageDelivery,
        *,
        now: Callable[[], datetime],
        patience: Patience,
        metrics: Metrics,
        stopping: asyncio.Event,
    ) -> None:
        self.channel, self.outbox, self.pace, self.refusals, self.delivery = channel, outbox, pace, refusals, delivery
        self.now, self.patience, self.metrics, self.stopping = now, patience, metrics, stopping
        self.queues: dict[str, ChatQueue] = {}
        self._slots = asyncio.Semaphore(patience.in_flight)

    async def serve(self, queue: ChatQueue) -> None:
        """Serves a chat until nothing waits for it, and forgets it: whoever is notified of it then begins anew.

        A chat has a slot only while it has something to do.
        """
        wait = 0.0
        try:
            while (queue.woken.is_set() or queue.has_closing) and not self.stopping.is_set():
                await self._rest(queue, wait)
                async with self._slots:
                    wait = 0.0 if self.stopping.is_set() else await self._serve_next(queue)
        finally:
            del self.queues[queue.chat]
            for outgoing in queue.given:  # it is leased and was not sent
                with suppress(Exception):  # it is free again within a minute in any case
                    await self.refusals.give_back(outgoing, 0)

    async def _rest(self, queue: ChatQueue, wait: float) -> None:
        """Waits some seconds, and for the pace of the chat. What only closes waits longer, until something is said."""
        queue.is_tight = False
        if left := max(wait, self.pace.get_closing_seconds(queue.chat)):
            queue.is_waiting = True
            if not queue.woken.is_set():
                await pause_unless(self.stopping, queue.woken, left)
            await pause(self.stopping, max(wait, self.pace.get_chat_seconds(queue.chat)))
            queue.is_waiting = False
            queue.is_tight = self.pace.get_closing_seconds(queue.chat) > 0

    async def _claim(self, queue: ChatQueue) -> Outgoing | None:
        """Leases the next message of a chat. Closing edits are passed while the pace is tight.

        `has_closing` then says whether nothing else waits.
        """
        queue.has_closing = False
        while queue.given:
            if not (queue.is_tight and is_closing(queue.given[0])):
                return queue.given.popleft()
            await self.outbox.give_back(queue.given[0].id)
            queue.given.popleft()
        try:
            return await self.outbox.claim(queue.chat, self.now(), passes_closing=queue.is_tight)
        except ClosingEditError:
            queue.has_closing = True
            return None

    async def _serve_next(self, queue: ChatQueue) -> float:
        """Serves the first message of a chat, and returns how many seconds to wait before the next one."""
        queue.woken.clear()
        outgoing = None
        try:
            outgoing = await self._claim(queue)
            if outgoing is None:
                queue.notified_at = None
                return 0.0
            queue.woken.set()
            unwanted = outgoing.is_unwanted
            wait = await (self.refusals.drop_unwanted(outgoing) if unwanted else self._deliver(queue, outgoing))
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with the outbox, the chat must go on later
            _log.warning("the outbox could not be used: %s", type(fault).__name__)
            queue.woken.set()
            if outgoing is not None:
                queue.given.appendleft(outgoing)
            queue.faults += 1
            return self.patience.get_delay_seconds(queue.faults, self.refusals.random)
        queue.faults = 0
        return wait

    async def _deliver(self, queue: ChatQueue, outgoing: Outgoing) -> float:
        """Does what a message asks for, and returns how many seconds its chat has to wait.

        Raises what the outbox raises.
        """
        try:
            return await self._do(queue, outgoing)
        finally:
            if queue.arrived is not None:
                queue.arrived.set()
                queue.arrived = None

    async def _do(self, queue: ChatQueue, outgoing: Outgoing) -> float:
        show = self.delivery.send if outgoing.do in _NEW else self.delivery.change
        try:
            await show(queue, outgoing)
        except NotNowError:
            return await self.refusals.give_back(outgoing, self.pace.get_held_seconds())
        except asyncio.CancelledError:
            await self.refusals.give_back(outgoing, 0)
            raise
        except Exception as error:  # noqa: BLE001 - a chat outlives whatever one message does
            return await self.refusals.handle(outgoing, self.channel.explain(error))
        if outgoing.do is Do.SEND and queue.receipt is not None:
            await self.outbox.note_sent_as(outgoing, queue.receipt, self.now())
        else:
            await self.outbox.note_sent([outgoing.id], self.now())
        self.metrics.count_sent(None if queue.notified_at is None else self.pace.clock() - queue.notified_at)
        return 0.0


_NEW = (Do.SEND, Do.FILE)
"""What becomes a new message in the chat."""
