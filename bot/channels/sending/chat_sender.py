"""Sending in one chat: its messages go one after another, until nothing waits for it."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from bot.channels.backoff import pause
from bot.channels.contract import SendingChannel
from bot.channels.sending.chat_queue import ChatQueue
from bot.channels.sending.outbox_port import OutboxPort
from bot.channels.sending.pacing import Patience, SendPace
from bot.channels.sending.refusals import RefusalHandler
from bot.channels.sending.rendering import MessageRendering
from bot.observability.metrics import Metrics
from storage.model.stored import Do, Outgoing

_log = logging.getLogger(__name__)


class NotNowError(Exception):
    """A message must not go now: all chats were told to wait, or sending stops."""


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
        renderer: MessageRendering,
        *,
        now: Callable[[], datetime],
        patience: Patience,
        metrics: Metrics,
        stopping: asyncio.Event,
    ) -> None:
        self.channel, self.outbox, self.pace, self.refusals, self.renderer = channel, outbox, pace, refusals, renderer
        self.now, self.patience, self.metrics, self.stopping = now, patience, metrics, stopping
        self.queues: dict[str, ChatQueue] = {}
        self._slots = asyncio.Semaphore(patience.in_flight)

    async def serve(self, queue: ChatQueue) -> None:
        """Serves a chat until nothing waits for it, and forgets it: whoever is notified of it then begins anew.

        A chat has a slot only while it has something to do.
        """
        wait = 0.0
        try:
            while queue.is_woken and not self.stopping.is_set():
                if wait := max(wait, self.pace.get_chat_seconds(queue.chat)):
                    queue.is_waiting = True
                    await pause(self.stopping, wait)
                    queue.is_waiting = False
                async with self._slots:
                    wait = 0.0 if self.stopping.is_set() else await self._serve_next(queue)
        finally:
            del self.queues[queue.chat]
            for outgoing in queue.given:  # it is leased and was not sent
                with suppress(Exception):  # it is free again within a minute in any case
                    await self.refusals.give_back(outgoing, 0)

    async def _serve_next(self, queue: ChatQueue) -> float:
        """Serves the first message of a chat, and returns how many seconds to wait before the next one."""
        queue.is_woken, outgoing = False, None
        try:
            outgoing = queue.given.popleft() if queue.given else await self.outbox.claim(queue.chat, self.now())
            if outgoing is None:
                queue.notified_at = None
                return 0.0
            queue.is_woken = True
            wait = await self._deliver(queue, outgoing)
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with the outbox, the chat must go on later
            _log.warning("the outbox could not be used: %s", type(fault).__name__)
            queue.is_woken = True
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
            await (self._send(queue, outgoing) if outgoing.do in _NEW else self._change(outgoing))
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

    async def _send(self, queue: ChatQueue, outgoing: Outgoing) -> None:
        """Sends the parts of a message that were not sent yet."""
        if queue.begun != outgoing.id:
            queue.begun, queue.parts, queue.receipt = outgoing.id, 0, None
        for part in (await self.renderer.render(outgoing))[queue.parts :]:
            if queue.parts:  # before the first one, the chat has rested
                await pause(self.stopping, self.pace.get_chat_seconds(queue.chat))
            if wait := self.pace.enter(queue.chat):
                await pause(self.stopping, wait)
            is_stopping = self.stopping.is_set() and not queue.parts  # a message that was begun is finished
            if is_stopping or (wait and self.pace.get_held_seconds()):
                raise NotNowError
            queue.receipt = await self.channel.send(queue.chat, part)
            queue.parts += 1
            if self.pace.told:
                self.pace.note_served()

    async def _change(self, outgoing: Outgoing) -> None:
        """Edits or deletes a message, where the channel can. One without a receipt was never shown, and needs none."""
        channel, is_edit, target = self.channel, outgoing.do is Do.EDIT, outgoing.target
        if not (channel.abilities.edits if is_edit else channel.abilities.deletes):
            return
        if outgoing.question is not None and channel.abilities.receipts:  # the last message that asked it
            asking = await self.outbox.find_receipt(outgoing.chat, outgoing.screening, outgoing.question)
            target = target if asking is None else asking
        if target is None:
            return
        if is_edit:
            await channel.edit(outgoing.chat, target, self.renderer.render_edit(outgoing))
            if outgoing.target not in (None, target):  # an older copy, which may have its buttons yet
                await channel.edit(outgoing.chat, outgoing.target, self.renderer.render_bare(outgoing))
        else:
            await channel.delete(outgoing.chat, target)
        if self.pace.told:
            self.pace.note_served()


_NEW = (Do.SEND, Do.FILE)
"""What becomes a new message in the chat."""
