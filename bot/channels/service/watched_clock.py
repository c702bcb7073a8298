"""The clock of a service, watched: its wall clock is held against the boot clock, and against the store's last use."""

import asyncio
import logging
from datetime import datetime

from bot.config.clock import Clock
from bot.observability.metrics import Metrics
from storage.maintenance.clock_guard import ClockGuard
from storage.model.clock import ClockDoubt
from storage.unit_of_work.writer_thread import Writer

_log = logging.getLogger(__name__)


class WatchedClock:
    """Tells by the log and a metric when the clock is doubted, and when it is believed again."""

    def __init__(self, writer: Writer, metrics: Metrics, clock: Clock) -> None:
        self.writer, self.metrics, self.clock = writer, metrics, clock
        self._guard = ClockGuard(writer.store, clock.read())
        self._doubt: ClockDoubt | None = None

    async def look(self) -> datetime | None:
        """Returns the time where the clock is believed, else None."""
        reading = self.clock.read()
        doubt = await asyncio.wrap_future(self.writer.call(self._guard.look, reading))
        self.metrics.set_clock(is_doubted=doubt is not None)
        if doubt is not self._doubt:
            self._doubt = doubt
            if doubt is None:
                _log.info("the clock is believed again")
            else:
                _log.warning("nothing is swept for now: %s; `trialscreen doctor` says what to do", doubt.value)
        return reading.at if doubt is None else None
