"""The chores of a service: what it does again and again beside its updates."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any

from bot.channels.service.heartbeat_file import Presence
from bot.channels.service.watched_clock import WatchedClock
from bot.config.clock import Clock
from bot.observability.metrics import Metrics
from storage.features.outbox_backlog import measure_backlog
from storage.maintenance.sweep import sweep
from storage.unit_of_work.writer_thread import Writer

BEAT_SECONDS = 10.0
LOOK_SECONDS = 15.0
SWEEP_SECONDS = 3600.0

MOST_SWEPT = 100
"""Screenings that are swept in one transaction."""

_log = logging.getLogger(__name__)


def make_chores(writer: Writer, metrics: Metrics, presence: Presence, clock: Clock) -> list[Coroutine[Any, Any, None]]:
    """Returns the chores: each goes on until it is cancelled."""
    now, watched = clock.machine, WatchedClock(writer, metrics, clock)
    return [
        _repeat(BEAT_SECONDS, lambda: asyncio.to_thread(presence.beat)),
        _repeat(LOOK_SECONDS, lambda: _measure_outbox(writer, metrics, now)),
        _repeat(LOOK_SECONDS, watched.look),
        _repeat(SWEEP_SECONDS, lambda: sweep_all(writer, metrics, watched)),
    ]


async def _repeat(seconds: float, do: Callable[[], Awaitable[object]]) -> None:
    """Does a chore at once, and then again and again; what goes wrong with it is logged, and it is done again."""
    while True:
        try:
            await do()
        except Exception as fault:  # noqa: BLE001 - a chore stops nobody from serving
            _log.warning("a chore failed: %s", type(fault).__name__)
        await asyncio.sleep(seconds)


async def _measure_outbox(writer: Writer, metrics: Metrics, now: Callable[[], datetime]) -> None:
    def measure() -> tuple[int, float]:
        with writer.store.reading() as repository:
            return measure_backlog(repository, now())

    depth, oldest = await asyncio.wrap_future(writer.call(measure))
    metrics.set_outbox(depth, oldest)


async def sweep_all(writer: Writer, metrics: Metrics, watched: WatchedClock) -> None:
    """Sweeps all that is due, as long as the clock is believed."""
    is_done = False
    while not is_done:
        believed = await watched.look()
        if believed is None:
            _log.warning("nothing is swept: the clock is doubted")
            return
        swept = await asyncio.wrap_future(writer.call(sweep, writer.store, believed, MOST_SWEPT))
        metrics.count_swept(swept.forgotten)
        is_done = swept.is_done
