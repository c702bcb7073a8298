"""Refusals: what becomes of a message that its channel did not take. It is dropped, or given back to be tried again."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from bot.channels.backoff import Backoff
from bot.channels.refusal import RefusalMeaning, SendRefusal
from bot.channels.sending.lockout import LockoutCheck
from bot.channels.sending.outbox_port import OutboxPort
from bot.channels.sending.pacing import Patience, SendPace
from bot.observability.metric_words import DeliveryFault
from bot.observability.metrics import Metrics
from storage.model.stored import Outgoing

LONGEST_LOCKOUT_SECONDS = 30.0
"""How long a message waits at most before it is tried whether a lockout is over."""

_log = logging.getLogger(__name__)


class RefusalHandler:
    """Does what refusals ask for. Where the channel does not know us, it begins a check of the `lockout`."""

    def __init__(
        self,
        outbox: OutboxPort,
        pace: SendPace,
        *,
        now: Callable[[], datetime],
        random: Random,
        patience: Patience,
        metrics: Metrics,
        lockout: LockoutCheck,
    ) -> None:
        self.outbox, self.pace, self.now, self.random = outbox, pace, now, random
        self.patience, self.metrics, self.lockout = patience, metrics, lockout
        self._checks = 0

    async def handle(self, outgoing: Outgoing, refusal: SendRefusal) -> float:
        """Does what a refusal asks for, and returns how many seconds the chat has to wait."""
        meaning, attempts = refusal.meaning, outgoing.attempts
        if meaning is RefusalMeaning.DONE:
            await self.outbox.note_sent([outgoing.id], self.now())
            return 0.0
        if meaning is RefusalMeaning.GONE:
            await self.outbox.note_blocked(outgoing.chat, self.now())
            self.metrics.count_blocked()
            return await self.give_back(outgoing, 0)  # it goes first when the person comes back
        is_given_up = meaning is RefusalMeaning.AGAIN and attempts >= self.patience.most_attempts
        if meaning is RefusalMeaning.NEVER or is_given_up:
            await self.outbox.note_sent([outgoing.id], self.now())
            self.metrics.count_dropped(refusal.why)
            _log.error(
                "message %d of the outbox was dropped after %d attempts: %s", outgoing.id, attempts, refusal.reason
            )
            return 0.0
        if meaning is RefusalMeaning.LOCKED_OUT:
            return await self._wait_for_check(outgoing, refusal)
        return await self.give_back(outgoing, self._find_wait(outgoing, refusal))

    def note_never(self, outgoing: Outgoing, refusal: SendRefusal) -> None:
        """Counts and logs a message that is never taken as it is."""
        self.metrics.count_dropped(refusal.why)
        _log.error("message %d of the outbox is never taken as it is: %s", outgoing.id, refusal.reason)

    async def drop_unwanted(self, outgoing: Outgoing) -> float:
        """Drops a message whose person has no access any more; its chat need not wait."""
        await self.outbox.note_sent([outgoing.id], self.now())
        self.metrics.count_dropped(DeliveryFault.REVOKED)
        _log.info("message %d of the outbox was dropped: its person's access was revoked", outgoing.id)
        return 0.0

    async def give_back(self, outgoing: Outgoing, seconds: float) -> float:
        """Gives a message back, to be tried again after some seconds, and returns those."""
        await self.outbox.note_failed(outgoing.id, self.now() + timedelta(seconds=seconds))
        return seconds

    async def _wait_for_check(self, outgoing: Outgoing, refusal: SendRefusal) -> float:
        """Gives a message back while the lockout is checked. It is no attempt: however long it lasts, nothing is lost.

        The waits grow with each check that confirmed nothing, until some message is taken.
        """
        if not self.pace.told:
            self._checks = 0
        self._checks += self.lockout.begin()
        wait = Backoff(self.patience.first_seconds, self._longest_wait).wait_seconds(self._checks - 1)
        self.pace.note_retry_after(outgoing.chat, wait)
        self.metrics.count_retried(refusal.why)
        _log.warning("message %d of the outbox has to wait: the channel does not know us", outgoing.id)
        await self.outbox.note_failed(outgoing.id, self.now() + timedelta(seconds=wait), is_attempt=False)
        return wait

    @property
    def _longest_wait(self) -> float:
        return min(LONGEST_LOCKOUT_SECONDS, self.patience.most_seconds)

    def _find_wait(self, outgoing: Outgoing, refusal: SendRefusal) -> float:
        """Returns how many seconds a message has to wait after a refusal that may pass."""
        self.metrics.count_retried(refusal.why)
        attempts = outgoing.attempts
        _log.info("message %d of the outbox has to wait after %d attempts: %s", outgoing.id, attempts, refusal.reason)
        if refusal.meaning is RefusalMeaning.WAIT:
            self.pace.note_retry_after(outgoing.chat, refusal.wait_seconds)
            return refusal.wait_seconds
        return self.patience.get_delay_seconds(attempts, self.random)
