"""Sending in one chat: its messages go one after another, until nothing waits for it."""

import asyncio
import logging
from contextlib import suppress

from bot.channels.backoff import pause
from bot.channels.sending.chat_queue import ChatQueue
from bot.channels.sending.delivery import Delivery
from bot.channels.sending.pacing import Patience

_log = logging.getLogger(__name__)


class ChatSender:
    """Sends what waits for a chat. All chats together have as many slots as messages may be in flight."""

    def __init__(self, delivery: Delivery, patience: Patience) -> None:
        self.delivery, self.refusals, self.patience = delivery, delivery.refusals, patience
        self.outbox, self.pace, self.stopping = delivery.outbox, delivery.pace, delivery.stopping
        self._slots = asyncio.Semaphore(patience.in_flight)

    async def serve(self, queue: ChatQueue) -> None:
        """Serves a chat until nothing waits for it. It has a slot only while it has something to do."""
        wait, pace = 0.0, self.pace
        while queue.is_woken and not self.stopping.is_set():
            await self._rest(queue, max(wait, pace.get_chat_seconds(queue.chat), pace.get_held_seconds()))
            async with self._slots:
                wait = 0.0 if self.stopping.is_set() else await self._serve_next(queue)

    async def give_back_rest(self, queue: ChatQueue) -> None:
        """Gives back the messages of a chat that are leased and were not sent."""
        for outgoing in queue.given:
            with suppress(Exception):  # it is free again within a minute in any case
                await self.refusals.give_back(outgoing, 0)

    async def _rest(self, queue: ChatQueue, seconds: float) -> None:
        if seconds > 0:
            queue.is_waiting = True
            await pause(self.stopping, seconds)
            queue.is_waiting = False

    async def _serve_next(self, queue: ChatQueue) -> float:
        """Serves the first message of a chat, and returns how many seconds to wait before the next one."""
        queue.is_woken, outgoing = False, None
        try:
            outgoing = (
                queue.given.popleft() if queue.given else await self.outbox.claim(queue.chat, self.delivery.now())
            )
            if outgoing is None:
                queue.notified_at = None
                return 0.0
            queue.is_woken = True
            wait = await self.delivery.deliver(queue, outgoing)
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with the outbox, the chat must go on later
            _log.warning("the outbox could not be used: %s", type(fault).__name__)
            queue.is_woken = True
            if outgoing is not None:
                queue.given.appendleft(outgoing)
            queue.faults += 1
            return self.patience.get_delay_seconds(queue.faults, self.refusals.random)
        queue.faults = 0
        return wait
