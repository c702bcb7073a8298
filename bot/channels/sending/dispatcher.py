"""From the outbox to a channel: every message at least once, in order within its chat. No chat holds up another one.

Only closing edits give way to others. A message may come twice: where it was taken and the answer was lost, or where
the program died before it noted that. Of a message in several parts, a crash may repeat some. None is lost: one that
will never be taken as it is comes plainly, or a sentence comes in its place.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from random import Random
from time import monotonic
from typing import Any

from bot.channels.backoff import pause
from bot.channels.chat_address import owns_chat
from bot.channels.contract import SendingChannel
from bot.channels.sending.chat_queue import ChatQueue
from bot.channels.sending.chat_sender import ChatSender
from bot.channels.sending.lockout import LockoutCheck
from bot.channels.sending.message_delivery import MessageDelivery
from bot.channels.sending.outbox_port import OutboxPort
from bot.channels.sending.pacing import Patience, SendPace
from bot.channels.sending.refusals import RefusalHandler
from bot.channels.sending.rendering import Make, MessageRendering, make_none
from bot.config.errors import UsageFault
from bot.observability.metrics import Metrics

_log = logging.getLogger(__name__)


class Sender:
    """Sends what waits in the outbox for the chats of one channel.

    Call `notify` after each commit that enqueued something; `run` finds what else is there.
    """

    def __init__(
        self,
        channel: SendingChannel[Any],
        outbox: OutboxPort,
        *,
        now: Callable[[], datetime],
        random: Random,
        patience: Patience | None = None,
        metrics: Metrics | None = None,
        make: Make = make_none,
    ) -> None:
        self.channel, self.outbox, self.now = channel, outbox, now
        self.pace = pace = SendPace(monotonic, channel.rates)
        self.patience, self.metrics = patience or Patience(), metrics or Metrics()
        self._stopping = stopping = asyncio.Event()
        self._lockout = LockoutCheck(channel.confirm_lockout, stopping)
        self._refusals = RefusalHandler(
            outbox, pace, now=now, random=random, patience=self.patience, metrics=self.metrics, lockout=self._lockout
        )
        renderer = MessageRendering(channel, self.metrics, make)
        delivery = MessageDelivery(channel, outbox, pace, refusals=self._refusals, renderer=renderer, stopping=stopping)
        self._chat_sender = ChatSender(
            channel, outbox, pace, self._refusals, delivery,
            now=now, patience=self.patience, metrics=self.metrics, stopping=stopping,
        )  # fmt: skip
        self._queues = self._chat_sender.queues

    def notify(self, chat: str) -> None:
        """Says, on the event loop, that something was enqueued for a chat of the channel."""
        if self._stopping.is_set():
            return
        queue = self._get_queue(chat)
        if queue.notified_at is None:
            queue.notified_at = self.pace.clock()

    async def wait_for_receipt(self, chat: str) -> None:
        """Waits a moment where a message is just being shown in a chat: its receipt is on the way.

        A person may read it, and answer, before the channel's reply is here.
        """
        queue = self._queues.get(chat)
        if queue is not None:
            await queue.wait_for_receipt(self.patience.receipt_seconds)

    async def rest(self) -> None:
        """Returns once no chat is being served."""
        while tasks := [queue.task for queue in self._queues.values() if queue.task is not None]:
            await asyncio.wait(tasks)

    def stop(self) -> None:
        """Lets `run` end: what is in flight is finished within `stop_seconds`, and the rest given back."""
        self._stopping.set()

    async def run(self) -> None:
        """Sends until it is stopped or cancelled. Raises `UsageFault` where the channel refuses us for good."""
        try:
            await self._tell_outbox(self.outbox.recover)
            while not self._stopping.is_set():
                await self._walk()
                await pause(self._stopping, self.patience.walk_seconds)
        finally:
            await self._end()
        if self._lockout.is_confirmed:
            raise UsageFault(self.channel.locked_out)

    async def _walk(self) -> None:
        """Finds what a crash or another process left: leases as much as there is room for, chat by chat.

        Messages of other channels are leased too. Nothing is done with them, and they are free again within a minute.
        """
        after = b""
        while not self._stopping.is_set():
            room = self.patience.in_flight - sum(not queue.is_waiting for queue in self._queues.values())
            if room <= 0:
                await pause(self._stopping, self.patience.walk_seconds / 20)
                continue
            try:
                claimed, after = await self.outbox.claim_any(self.now(), after, room)
            except Exception as fault:  # noqa: BLE001 - whatever is wrong with the outbox, it is looked at again
                _log.warning("the outbox could not be walked: %s", type(fault).__name__)
                return
            for outgoing in claimed:
                if owns_chat(self.channel, outgoing.chat):
                    self._get_queue(outgoing.chat).given.append(outgoing)
            if not after:
                return

    async def _end(self) -> None:
        self._stopping.set()
        left = [queue.task for queue in self._queues.values() if queue.task is not None]
        for _ in range(2):
            if left:
                _, late = await asyncio.wait(left, timeout=self.patience.stop_seconds)
                left = [task for task in late if task.cancel()]
        await self._lockout.end()
        await self._tell_outbox(self.outbox.release_leases)

    async def _tell_outbox(self, done: Callable[[], Awaitable[None]]) -> None:
        """Tells the outbox something. Where it cannot be told now, leases end by themselves."""
        try:
            await done()
        except Exception as fault:  # noqa: BLE001 - the same
            _log.warning("the outbox could not be used: %s", type(fault).__name__)

    def _get_queue(self, chat: str) -> ChatQueue:
        """Returns the queue of a chat, awake."""
        queue = self._queues.get(chat)
        if queue is None:
            queue = self._queues[chat] = ChatQueue(chat)
            queue.task = asyncio.get_running_loop().create_task(self._chat_sender.serve(queue))
        queue.woken.set()
        return queue
