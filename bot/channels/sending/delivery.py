"""Delivery: one message of the outbox to its channel, shown, edited or deleted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot import phrases
from bot.channels.backoff import pause
from bot.channels.contract import SendingChannel
from bot.channels.sending.chat_queue import ChatQueue, DeliveryCounts
from bot.channels.sending.fitting import fit_message
from bot.channels.sending.outbox_port import OutboxPort
from bot.channels.sending.pacing import SendPace
from bot.channels.sending.refusals import RefusalHandler
from bot.documents.file_maker import MadeFile
from bot.documents.forms import KINDS
from dialogs.conversation.messages import NOTHING
from storage.model.file_request import FileOrder
from storage.model.stored import Do, Outgoing

Make = Callable[[FileOrder], Awaitable[MadeFile]]
"""Makes a file, or says in a sentence why there is none. What it raises may pass, and is tried again."""


_log = logging.getLogger(__name__)


class NotNowError(Exception):
    """A message must not go now: all chats were told to wait, or sending stops."""


async def make_none(order: FileOrder) -> str:
    """Says that a file cannot be made: what a sender does that has no other maker."""
    return phrases.FILE_NOT_MADE.format(what=phrases.FILE_NAMES[KINDS[order.form]])


class Delivery:
    """Delivers messages that are leased, one of a chat at a time.

    Once `stopping` is set, only a message that was begun is finished.
    """

    def __init__(
        self,
        channel: SendingChannel[Any],
        outbox: OutboxPort,
        pace: SendPace,
        refusals: RefusalHandler,
        *,
        now: Callable[[], datetime],
        counts: DeliveryCounts,
        stopping: asyncio.Event,
        make: Make,
    ) -> None:
        self.channel, self.outbox, self.pace, self.refusals = channel, outbox, pace, refusals
        self.now, self.counts, self.stopping, self.make = now, counts, stopping, make

    async def deliver(self, queue: ChatQueue, outgoing: Outgoing) -> float:
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
            await self.outbox.note_sent_as(outgoing.id, queue.receipt, self.now())
        else:
            await self.outbox.note_sent([outgoing.id], self.now())
        self.counts.count("sent")
        if queue.notified_at is not None:
            self.counts.served(self.pace.clock() - queue.notified_at)
        return 0.0

    async def _send(self, queue: ChatQueue, outgoing: Outgoing) -> None:
        """Sends the parts of a message that were not sent yet."""
        if queue.begun != outgoing.id:
            queue.begun, queue.parts, queue.receipt = outgoing.id, 0, None
        for part in (await self._render(outgoing))[queue.parts :]:
            await pause(self.stopping, self.pace.get_chat_seconds(queue.chat))
            await pause(self.stopping, self.pace.enter(queue.chat))
            is_stopping = self.stopping.is_set() and not queue.parts  # a message that was begun is finished
            if is_stopping or self.pace.get_held_seconds():
                raise NotNowError
            queue.receipt = await self.channel.send(queue.chat, part)
            queue.parts += 1
            self.pace.note_served()

    async def _render(self, outgoing: Outgoing) -> Sequence[Any]:
        if outgoing.order is None:
            return self._render_message(outgoing)
        return self.channel.render_file(await self.make(outgoing.order))

    def _render_message(self, outgoing: Outgoing) -> Sequence[Any]:
        """Returns what is sent for a message. One that cannot be rendered, by a fault of ours, is told in its place."""
        try:
            return self.channel.render(self._fit(outgoing))
        except Exception as fault:  # noqa: BLE001 - it would be the same at each attempt; its text could hold an answer
            _log.error("a message could not be rendered: %s", type(fault).__name__, extra={"fault": fault})
            self.counts.count("dropped", "other")
            return self.channel.render_file(phrases.NOT_SHOWN)

    def _fit(self, outgoing: Outgoing) -> Outgoing:
        fitting = fit_message(outgoing.message, self.channel.abilities)
        return outgoing if fitting is outgoing.message else replace(outgoing, message=fitting)

    async def _change(self, outgoing: Outgoing) -> None:
        """Edits or deletes a message, where the channel can. One without a receipt was never shown, and needs none."""
        channel, is_edit = self.channel, outgoing.do is Do.EDIT
        target = outgoing.target
        if not (channel.abilities.edits if is_edit else channel.abilities.deletes):
            return
        if outgoing.question is not None and channel.abilities.receipts:
            # The last message that asked it: an event may have come from an older one, which has no buttons any more.
            asking = await self.outbox.find_receipt(outgoing.chat, outgoing.screening, outgoing.question)
            target = target if asking is None else asking
        if target is None:
            return
        await (self._edit(outgoing, target) if is_edit else channel.delete(outgoing.chat, target))
        self.pace.note_served()

    async def _edit(self, outgoing: Outgoing, target: int) -> None:
        """Edits a message. Where the new one cannot be rendered, by a fault of ours, only the buttons go."""
        try:
            part = self.channel.render_edit(self._fit(outgoing))
        except Exception as fault:  # noqa: BLE001 - it would be the same at each attempt; its text could hold an answer
            _log.error("an edit could not be rendered: %s", type(fault).__name__, extra={"fault": fault})
            self.counts.count("dropped", "other")
            part = self.channel.render_edit(replace(outgoing, message=NOTHING))
        await self.channel.edit(outgoing.chat, target, part)


_NEW = (Do.SEND, Do.FILE)
"""What becomes a new message in the chat."""
