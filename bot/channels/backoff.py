"""Back-off: how long to wait before something is tried again, and a wait that ends early once it is time to leave."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double from the first to the longest, in seconds."""

    first: float
    longest: float

    def wait_seconds(self, tries: int) -> float:
        """Returns how long to wait after a number of tries before this one."""
        return min(self.longest, self.first * 2.0 ** min(tries, 30))


async def pause(leaving: asyncio.Event, seconds: float) -> None:
    """Waits some seconds, or until it is time to leave."""
    if seconds > 0:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await leaving.wait()


async def pause_unless(leaving: asyncio.Event, sooner: asyncio.Event, seconds: float) -> None:
    """Waits some seconds, or until it is time to leave, or something else happens sooner."""
    waiting = [asyncio.ensure_future(each.wait()) for each in (leaving, sooner)]
    try:
        await asyncio.wait(waiting, timeout=max(0.0, seconds), return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waiting:
            each.cancel()
