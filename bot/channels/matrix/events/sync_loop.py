"""The sync loop: what is new goes into the crypto store and the inbox, in an order in which a crash loses nothing.

First the keys are taken into the crypto store. Then the events, with the next place, are committed to the inbox at
once. Only then is the next sync asked, and are the events read. What waits in the inbox at the start is read first.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count

from bot.channels.backoff import Backoff, pause
from bot.channels.matrix.engine.faults import HomeserverRefusal, LoggedOut, MatrixFault, TooManyRequests
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.values import SyncBatch
from bot.channels.matrix.events.batch_intake import BatchIntake
from bot.channels.matrix.events.sync_watch import SyncWatch
from bot.config.errors import UsageFault
from storage.features.device_places import DeviceLease
from storage.model.errors import Unavailable

BAD_PLACE = 400
FAULT_WAITS = Backoff(0.5, 30)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SyncTiming:
    """How long syncing waits, in seconds."""

    sync: float = 30.0
    faults: Backoff = FAULT_WAITS
    stop: float = 5.0


TIMING = SyncTiming()


class SyncLoop:
    """Syncs one device. `confirm_lockout` says whether the homeserver refuses us for good, and `locked_out` what then.

    `watch` is told of each answer. `place` is where the next sync begins: all before it is in the inbox, of which
    `queues` read.
    """

    def __init__(
        self,
        engine: MatrixEngine,
        taking: BatchIntake,
        watch: SyncWatch,
        *,
        confirm_lockout: Callable[[], Awaitable[bool]],
        locked_out: str,
        timing: SyncTiming = TIMING,
    ) -> None:
        self._engine, self._taking, self._watch = engine, taking, watch
        self._confirm_lockout, self._locked_out, self.timing = confirm_lockout, locked_out, timing
        self.place: str | None = None
        self.queues = taking.queues

    async def run(self, lease: DeviceLease, stopping: asyncio.Event) -> None:
        """Syncs until it is time to stop; what has begun to be read then is finished.

        Raises `LeaseLost`, and `UsageFault` where the homeserver does not know us any more.
        """
        try:
            await self._begin(lease, stopping)
            while not stopping.is_set():
                self.place = await self._step(lease, self.place, stopping)
        finally:
            await self._taking.finish(lease, self.timing.stop)

    async def _begin(self, lease: DeviceLease, stopping: asyncio.Event) -> None:
        for tries in count():
            try:
                self.place = await self._taking.begin(lease)
            except Unavailable as fault:
                _log.warning("the inbox cannot be read just now: %s", type(fault).__name__)
                await pause(stopping, self.timing.faults.wait_seconds(tries))
            else:
                return
            if stopping.is_set():
                return

    async def _step(self, lease: DeviceLease, place: str | None, stopping: asyncio.Event) -> str | None:
        """Takes one batch, however often it needs to try, and returns the next place."""
        for tries in count():
            try:
                batch = await self._ask(place, stopping)
                if batch is None:
                    return place
                await self._taking.take(lease, place, batch)
            except (Unavailable, MatrixFault) as fault:
                place = await self._look_at(fault, place)
                wait = fault.wait_seconds if isinstance(fault, TooManyRequests) else 0.0
                wait = max(wait, self.timing.faults.wait_seconds(tries))
                _log.warning("syncing failed: %s; once more in %.1f seconds", type(fault).__name__, wait)
                await pause(stopping, wait)
                if stopping.is_set():
                    return place
            else:
                return batch.place
        raise AssertionError("the tries never end")

    async def _look_at(self, fault: Exception, place: str | None) -> str | None:
        """Returns where it is tried again: anew, where the homeserver does not know the place. Raises `UsageFault`."""
        if isinstance(fault, LoggedOut):
            if await self._confirm_lockout():
                raise UsageFault(self._locked_out) from fault
        elif isinstance(fault, HomeserverRefusal) and fault.status == BAD_PLACE and place is not None:
            _log.error("the homeserver does not know where the last sync ended: it begins anew")
            return None
        return place

    async def _ask(self, place: str | None, stopping: asyncio.Event) -> SyncBatch | None:
        """Asks for what is new; returns None where it is time to stop meanwhile."""
        asking = asyncio.create_task(self._engine.sync(place, self.timing.sync if place is not None else 0.0))
        stop = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait({asking, stop}, return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                return None
            batch = asking.result()
        finally:
            for task in (asking, stop):
                task.cancel()
            await asyncio.gather(asking, stop, return_exceptions=True)
        self._watch.note_answer()
        return batch
