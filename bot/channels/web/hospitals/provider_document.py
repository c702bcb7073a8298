"""A document of a hospital's server that is kept for a while, so that those who sign in seldom wait for it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from bot.channels.web.hospitals.provider_port import ProviderUnavailable

AGAIN_SECONDS = 5.0
"""After a fault nobody asks again for so long: those who press again must not keep the hospital busy."""

T = TypeVar("T")


class ProviderDocument(Generic[T]):
    """Something that was read, and is kept for a while. Those who ask at once share one reading, and its fault.

    Whoever asks no more leaves the reading to the others.
    """

    def __init__(self, clock: Callable[[], float], kept_seconds: float) -> None:
        self._clock, self._kept_seconds = clock, kept_seconds
        self._value: T | None = None
        self._read_at = self._failed_at = float("-inf")
        self._reading: asyncio.Task[T] | None = None

    async def find(self, read: Callable[[], Awaitable[T]], older_than: float | None = None) -> T:
        """Returns it, read anew where it is older. Raises `ProviderUnavailable`, also for a while after a fault."""
        now = self._clock()
        if self._value is not None and now - self._read_at < (older_than or self._kept_seconds):
            return self._value
        if now - self._failed_at < AGAIN_SECONDS:
            raise ProviderUnavailable
        if self._reading is None:
            self._reading = asyncio.create_task(self._read(read, now))
            self._reading.add_done_callback(_take_fault)
        return await asyncio.shield(self._reading)

    async def _read(self, read: Callable[[], Awaitable[T]], now: float) -> T:
        try:
            self._value = await read()
        except ProviderUnavailable:
            self._failed_at = self._clock()
            raise
        else:
            self._read_at = now
            return self._value
        finally:
            self._reading = None


def _take_fault(reading: "asyncio.Task[T]") -> None:
    """Takes note that a reading failed, where nobody waits for it any more."""
    if not reading.cancelled():
        reading.exception()
