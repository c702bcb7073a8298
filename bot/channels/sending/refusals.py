"""Refusals: what becomes of a message that Telegram did not take. It is dropped, or given back to be tried again."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from bot.channels.sending.chat_queue import DeliveryCounts
from bot.channels.sending.outbox_port import OutboxPort
from bot.channels.sending.pacing import Patience, SendPace
from bot.channels.telegram.delivery.api_errors import (
    Meaning,
    classify_error,
    describe_error,
    get_retry_after,
    name_error,
)
from storage.model.stored import Outgoing

_log = logging.getLogger(__name__)


class RefusalHandler:
    """Does what errors ask for. It sets `stopping` where Telegram does not accept the token: see `is_locked_out`."""

    def __init__(
        self,
        outbox: OutboxPort,
        pace: SendPace,
        *,
        now: Callable[[], datetime],
        random: Random,
        patience: Patience,
        counts: DeliveryCounts,
        stopping: asyncio.Event,
    ) -> None:
        self.outbox, self.pace, self.now, self.random = outbox, pace, now, random
        self.patience, self.counts, self.stopping = patience, counts, stopping
        self.is_locked_out = False

    async def handle(self, outgoing: Outgoing, error: Exception) -> float:
        """Does what an error asks for, and returns how many seconds the chat has to wait."""
        meaning = classify_error(error)
        if meaning is Meaning.DONE:
            await self.outbox.note_sent([outgoing.id], self.now())
            return 0.0
        if meaning is Meaning.GONE:
            await self.outbox.note_blocked(outgoing.chat, self.now())
            self.counts.count("blocked")
            return await self.give_back(outgoing, 0)  # it goes first when the person comes back
        attempts = outgoing.attempts
        if meaning is Meaning.NEVER or (meaning is Meaning.AGAIN and attempts >= self.patience.most_attempts):
            await self.outbox.note_sent([outgoing.id], self.now())
            self.counts.count("dropped", name_error(error))
            reason = describe_error(error)
            _log.error("message %d of the outbox was dropped after %d attempts: %s", outgoing.id, attempts, reason)
            return 0.0
        return await self.give_back(outgoing, self._find_wait(outgoing, error, meaning))

    async def give_back(self, outgoing: Outgoing, seconds: float) -> float:
        """Gives a message back, to be tried again after some seconds, and returns those."""
        await self.outbox.note_failed(outgoing.id, self.now() + timedelta(seconds=seconds))
        return seconds

    def _find_wait(self, outgoing: Outgoing, error: Exception, meaning: Meaning) -> float:
        """Returns how many seconds a message has to wait after an error that may pass."""
        if meaning is Meaning.LOCKED_OUT:
            self.is_locked_out = True
            self.stopping.set()
            return 0.0
        self.counts.count("retried", name_error(error))
        attempts, reason = outgoing.attempts, describe_error(error)
        _log.info("message %d of the outbox has to wait after %d attempts: %s", outgoing.id, attempts, reason)
        if meaning is Meaning.WAIT:
            self.pace.note_retry_after(outgoing.chat, get_retry_after(error))
            return get_retry_after(error)
        return self.patience.get_delay_seconds(attempts, self.random)
