"""Waiting in tests, counted in looks and in ticks, not in the clock's seconds: a machine that stalls takes no patience.

Whatever is awaited runs in the same process. Where that gets no processor time, nothing is looked at and nothing ticks
either.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from time import monotonic

LOOK_SECONDS = 0.005
TICK_SECONDS = 0.01


async def until(condition: Callable[[], object], seconds: float = 20.0) -> float:
    """Waits until something is true, for as many looks as a calm machine takes in `seconds`.

    Returns how many seconds of the clock that took.
    """
    begun = monotonic()
    for _ in range(int(seconds / LOOK_SECONDS)):
        if condition():
            return monotonic() - begun
        await asyncio.sleep(LOOK_SECONDS)
    raise AssertionError(f"waited {seconds:g} seconds in vain")


@asynccontextmanager
async def calm_seconds() -> AsyncIterator[Callable[[], float]]:
    """Gives what to ask how many seconds have gone by since the beginning of the block, less those of a stalled loop.

    It is for what must not take longer; what must take longer is held against the clock.
    """
    ticks = 0

    async def tick() -> None:
        nonlocal ticks
        while True:
            await asyncio.sleep(TICK_SECONDS)
            ticks += 1

    ticking = asyncio.create_task(tick())
    try:
        yield lambda: ticks * TICK_SECONDS
    finally:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
