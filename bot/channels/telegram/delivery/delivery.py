"""Delivery: one message of the outbox to Telegram, and what is done about Telegram's refusals."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from telegram import Bot

from bot import phrases
from bot.channels.telegram.delivery.api_errors import (
    Meaning,
    classify_error,
    describe_error,
    get_retry_after,
    name_error,
)
from bot.channels.telegram.delivery.backoff import pause
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.chat_queue import ChatQueue, DeliveryCounts
from bot.channels.telegram.delivery.outbox_port import OutboxPort
from bot.channels.telegram.delivery.pacing import Patience, SendPace
from bot.channels.telegram.delivery.rendering import (
    MessagePart,
    delete,
    edit,
    read_chat_number,
    render_edit,
    render_file,
    render_message,
    send,
)
from bot.documents.file import DocumentFile
from bot.documents.file_maker import MadeFile
from bot.documents.forms import KINDS
from storage.model.file_request import FileOrder
from storage.model.stored import Do, Outgoing

Make = Callable[[FileOrder], Awaitable[MadeFile]]
"""Makes a file, or says in a sentence why there is none. What it raises may pass, and is tried again."""

_log = logging.getLogger(__name__)


class NotNowError(Exception):
    """A message in hand must not go now: the bot was told to wait, or sending stops."""


async def make_none(order: FileOrder) -> str:
    """Says that a file cannot be made: what a sender does that was given nobody to make them."""
    return phrases.FILE_NOT_MADE.format(what=phrases.FILE_NAMES[KINDS[order.form]])


class Delivery:
    """Delivers messages that are in hand, one of a chat at a time.

    Once `stopping` is set, only what was begun is finished.
    """

    def __init__(
        self,
        bot: Bot,
        post: OutboxPort,
        signer: Signer,
        pace: SendPace,
        *,
        now: Callable[[], datetime],
        random: Random,
        patience: Patience,
        counts: DeliveryCounts,
        stopping: asyncio.Event,
        make: Make = make_none,
    ) -> None:
        self.bot, self.post, self.signer, self.pace = bot, post, signer, pace
        self.now, self.random = now, random
        self.patience, self.counts = patience, counts
        self.stopping = stopping
        self.make = make
        self.is_locked_out = False

    async def serve(self, lane: ChatQueue, outgoing: Outgoing) -> float:
        """Does what a message asks for, and returns how many seconds its chat has to wait.

        Raises what the outbox raises.
        """
        try:
            await (self._send(lane, outgoing) if outgoing.do in _NEW else self._change(outgoing))
        except NotNowError:
            return await self.give_back(outgoing, self.pace.get_held_seconds())
        except asyncio.CancelledError:
            await self.give_back(outgoing, 0)
            raise
        except Exception as error:  # noqa: BLE001 - a chat outlives whatever one message does
            return await self._meet(outgoing, error)
        if outgoing.do is Do.SEND and lane.receipt is not None:
            await self.post.note_sent_as(outgoing.id, lane.receipt, self.now())
        else:
            await self.post.note_sent([outgoing.id], self.now())
        self.counts.count("sent")
        if lane.notified_at is not None:
            self.counts.served(self.pace.clock() - lane.notified_at)
        return 0.0

    async def _send(self, lane: ChatQueue, outgoing: Outgoing) -> None:
        """Sends the parts of a message that were not sent yet."""
        if lane.begun != outgoing.id:
            lane.begun, lane.parts, lane.receipt = outgoing.id, 0, None
        for part in (await self._parts(outgoing))[lane.parts :]:
            await pause(self.stopping, self.pace.get_chat_seconds(lane.chat))
            await pause(self.stopping, self.pace.enter(lane.chat))
            is_stopping = self.stopping.is_set() and not lane.parts  # what was begun is finished
            if is_stopping or self.pace.get_held_seconds():
                raise NotNowError
            lane.receipt = await send(self.bot, read_chat_number(lane.chat), part)
            lane.parts += 1
            self.pace.note_served()

    async def _parts(self, outgoing: Outgoing) -> Sequence[MessagePart | DocumentFile]:
        if outgoing.order is None:
            return render_message(outgoing, self.signer)
        return render_file(await self.make(outgoing.order))

    async def _change(self, outgoing: Outgoing) -> None:
        """Edits or deletes a message. One whose number is not known was never shown, and needs no change."""
        target = outgoing.target
        if target is None and outgoing.question is not None:
            target = await self.post.find_receipt(outgoing.chat, outgoing.screening, outgoing.question)
        if target is None:
            return
        chat = read_chat_number(outgoing.chat)
        if outgoing.do is Do.EDIT:
            await edit(self.bot, chat, target, render_edit(outgoing))
        else:
            await delete(self.bot, chat, target)
        self.pace.note_served()

    async def _meet(self, outgoing: Outgoing, error: Exception) -> float:
        """Does what an error asks for, and returns how many seconds the chat has to wait."""
        meant = classify_error(error)
        if meant is Meaning.DONE:
            await self.post.note_sent([outgoing.id], self.now())
            return 0.0
        if meant is Meaning.GONE:
            await self.post.note_blocked(outgoing.chat, self.now())
            self.counts.count("blocked")
            return await self.give_back(outgoing, 0)  # it goes first when the person comes back
        if meant is Meaning.NEVER or (meant is Meaning.AGAIN and outgoing.attempts >= self.patience.most_attempts):
            await self.post.note_sent([outgoing.id], self.now())
            self.counts.count("dropped", name_error(error))
            _log.error(
                "message %d of the outbox was dropped after %d attempts: %s",
                outgoing.id,
                outgoing.attempts,
                describe_error(error),
            )
            return 0.0
        return await self.give_back(outgoing, self._wait_after(outgoing, error, meant))

    def _wait_after(self, outgoing: Outgoing, error: Exception, meant: Meaning) -> float:
        """Returns how long a message has to wait after an error that may pass."""
        if meant is Meaning.LOCKED_OUT:
            self.is_locked_out = True
            self.stopping.set()
            return 0.0
        self.counts.count("retried", name_error(error))
        _log.info(
            "message %d of the outbox has to wait after %d attempts: %s",
            outgoing.id,
            outgoing.attempts,
            describe_error(error),
        )
        if meant is Meaning.WAIT:
            self.pace.note_retry_after(outgoing.chat, get_retry_after(error))
            return get_retry_after(error)
        return self.patience.get_delay_seconds(outgoing.attempts, self.random)

    async def give_back(self, outgoing: Outgoing, seconds: float) -> float:
        """Gives a message back, to be tried again after some seconds, and returns those."""
        await self.post.note_failed(outgoing.id, self.now() + timedelta(seconds=seconds))
        return seconds


_NEW = (Do.SEND, Do.FILE)
"""What becomes a new message in the chat."""
