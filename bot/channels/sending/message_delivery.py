"""Showing what one message of the outbox asks for: in parts, at the channel's pace, and plainly where it must be.

What a channel will never take as it is comes as plain text, without markup and buttons. Where that is refused as well,
a sentence of our own takes its place, once. Where not even that is taken, the message is dropped.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from bot.channels.backoff import pause
from bot.channels.contract import SendingChannel
from bot.channels.refusal import RefusalMeaning
from bot.channels.sending.chat_queue import ChatQueue
from bot.channels.sending.outbox_port import OutboxPort
from bot.channels.sending.pacing import SendPace
from bot.channels.sending.refusals import RefusalHandler
from bot.channels.sending.rendering import MessageRendering, Way
from storage.model.stored import Do, Outgoing


class NotNowError(Exception):
    """A message must not go now: all chats were told to wait, or sending stops."""


class MessageDelivery:
    """Sends, edits and deletes in the chats of one channel. Raises what the channel raises, where that may pass."""

    def __init__(
        self,
        channel: SendingChannel[Any],
        outbox: OutboxPort,
        pace: SendPace,
        *,
        refusals: RefusalHandler,
        renderer: MessageRendering,
        stopping: asyncio.Event,
    ) -> None:
        self.channel, self.outbox, self.pace, self.refusals, self.renderer = channel, outbox, pace, refusals, renderer
        self.stopping = stopping

    async def send(self, queue: ChatQueue, outgoing: Outgoing) -> None:
        """Sends the parts of a message that were not sent yet. `queue.receipt` is then that of its last part.

        A sentence in its place has no receipt: what the message asked was not asked.
        """
        if queue.begun != outgoing.id:
            queue.begun, queue.parts, queue.way, queue.receipt = outgoing.id, 0, Way.AS_IT_IS, None
        while queue.way is not Way.INSTEAD:
            parts = await self.renderer.render(outgoing, queue.way)
            if parts is not None and await self._sends(queue, outgoing, parts[queue.parts :]):
                return
            is_plain = queue.way is Way.PLAINLY or outgoing.order is not None
            queue.way = Way.INSTEAD if is_plain else Way.PLAINLY
        await self._sends(queue, outgoing, self.renderer.render_instead(outgoing))
        queue.receipt = None

    async def change(self, queue: ChatQueue, outgoing: Outgoing) -> None:
        """Edits or deletes a message, where the channel can. One without a receipt was never shown, and needs none."""
        abilities, is_edit = self.channel.abilities, outgoing.do is Do.EDIT
        if not (abilities.edits if is_edit else abilities.deletes):
            return
        target = await self._find_target(outgoing)
        if target is None:
            return
        if is_edit:
            await self._edit(queue, outgoing, target)
            if outgoing.target not in {None, target}:  # an older copy, which may have its buttons yet
                await self.channel.edit(outgoing.chat, outgoing.target, self.renderer.render_bare(outgoing))
        else:
            await self.channel.delete(outgoing.chat, target)
        if self.pace.told:
            self.pace.note_served()

    async def _edit(self, queue: ChatQueue, outgoing: Outgoing, target: int) -> None:
        """Edits a message. Where the edit is never taken, the message loses its buttons all the same.

        A page of buttons that is never taken is told.
        """
        await self._wait_for_moment(queue, is_begun=False)
        try:
            await self.channel.edit(outgoing.chat, target, self.renderer.render_edit(outgoing))
        except Exception as error:
            if not self._is_final(outgoing, error):
                raise
            if outgoing.message.buttons:
                await self._sends(queue, outgoing, self.renderer.render_instead(outgoing))
            else:
                await self.channel.edit(outgoing.chat, target, self.renderer.render_bare(outgoing))

    async def _find_target(self, outgoing: Outgoing) -> int | None:
        """Returns the receipt of the message that is changed.

        That is the last one before it that asked the question. An event may have come from an older one.
        """
        if outgoing.question is None or not self.channel.abilities.receipts:
            return outgoing.target
        asking = await self.outbox.find_receipt(outgoing.chat, outgoing.screening, outgoing.question, outgoing.id)
        return outgoing.target if asking is None else asking

    async def _sends(self, queue: ChatQueue, outgoing: Outgoing, parts: Sequence[Any]) -> bool:
        """Sends parts; returns whether the channel took them, or will never take one of them."""
        for left, part in zip(range(len(parts) - 1, -1, -1), parts, strict=True):
            if queue.parts:  # before the first one, the chat has rested
                await pause(self.stopping, self.pace.get_chat_seconds(queue.chat))
            await self._wait_for_moment(queue, is_begun=bool(queue.parts))
            if not left:
                queue.arrived = asyncio.Event()
            try:
                queue.receipt = await self.channel.send(queue.chat, part)
            except Exception as error:
                if not self._is_final(outgoing, error):
                    raise
                return False
            queue.parts += 1
            if self.pace.told:
                self.pace.note_served()
        return True

    async def _wait_for_moment(self, queue: ChatQueue, *, is_begun: bool) -> None:
        """Waits for the next moment of the pace. A message that was begun is finished, also while sending stops."""
        if wait := self.pace.enter(queue.chat):
            await pause(self.stopping, wait)
        if (self.stopping.is_set() and not is_begun) or (wait and self.pace.get_held_seconds()):
            raise NotNowError

    def _is_final(self, outgoing: Outgoing, error: Exception) -> bool:
        """Says whether a message will never be taken as it is, and notes it."""
        refusal = self.channel.explain(error)
        if refusal.meaning is not RefusalMeaning.NEVER:
            return False
        self.refusals.note_never(outgoing, refusal)
        return True
