"""The lease of the device while it is served: taken at the start, renewed again and again, given up at the end."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial

from bot.channels.backoff import pause
from bot.config.errors import UsageFault
from storage.features.device_places import LEASE_LASTS, DeviceLease, LeaseLost, give_up_lease, renew_lease, take_lease
from storage.model.errors import Unavailable
from storage.unit_of_work.writer_thread import Writer

RENEW_SECONDS = 10.0
AGAIN_SECONDS = 1.0
PATIENCE_SECONDS = LEASE_LASTS.total_seconds() + 2

SERVED_ELSEWHERE = (
    "this Matrix device is served by another process: stop that one, or log in once more for a device of this one's own"
)

_log = logging.getLogger(__name__)


class ServingDevice:
    """Leases the device that is named, for this process. One that was killed keeps others from it for half a minute.

    With `has_lock` no other process of this machine can have its crypto store open, and no other machine the store.
    """

    def __init__(self, writer: Writer, device: str, now: Callable[[], datetime], *, has_lock: bool = False) -> None:
        self._writer, self._device, self._now = writer, device, now
        self._take = partial(take_lease, takes_over=has_lock)

    async def take(self, stopping: asyncio.Event, patience: float = PATIENCE_SECONDS) -> DeviceLease | None:
        """Takes the lease; None where it is time to stop meanwhile. Raises `UsageFault` where another one keeps it."""
        until = asyncio.get_running_loop().time() + patience
        while not stopping.is_set():
            call = self._writer.call(self._take, self._writer.store, self._device, self._now())
            lease = await asyncio.wrap_future(call)
            if lease is not None:
                return lease
            if asyncio.get_running_loop().time() >= until:
                raise UsageFault(SERVED_ELSEWHERE)
            _log.warning("the device is served by another process, or was until just now: waiting")
            await pause(stopping, AGAIN_SECONDS)
        return None

    async def keep(self, lease: DeviceLease, seconds: float = RENEW_SECONDS) -> None:
        """Renews the lease until it is cancelled. Raises `UsageFault` where another process has it."""
        while True:
            await asyncio.sleep(seconds)
            try:
                call = self._writer.call(renew_lease, self._writer.store, lease, self._now())
                await asyncio.wrap_future(call)
            except LeaseLost as fault:
                raise UsageFault(SERVED_ELSEWHERE) from fault
            except Unavailable as fault:
                _log.warning("the lease of the device was not renewed: %s", type(fault).__name__)

    async def give_up(self, lease: DeviceLease) -> None:
        """Gives the lease up. Where that cannot be, it ends by itself."""
        with suppress(LeaseLost, Unavailable):
            await asyncio.wrap_future(self._writer.call(give_up_lease, self._writer.store, lease))
