"""The service of a device on Matrix: it leases the device, syncs, and sends, until it is time to stop."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime

from aiohttp import web

from bot.channels.handling.channel_handler import ChannelHandler
from bot.channels.matrix.events.sync_loop import SyncLoop
from bot.channels.matrix.events.sync_watch import SyncWatch
from bot.channels.matrix.service.device_lease import SERVED_ELSEWHERE, ServingDevice
from bot.channels.sending.dispatcher import Sender
from bot.channels.service.channel_service import ChannelService
from bot.channels.service.heartbeat_file import Presence
from bot.config.errors import UsageFault
from bot.observability.listening import ListenAddress, listen
from bot.observability.metrics import Metrics
from storage.features.device_places import DeviceLease, LeaseLost

SPARE_SECONDS = 2.0
"""How much longer a sync may take to end than what it has begun to read. Then it is cut off, as a crash would."""


class MatrixService(ChannelService):
    """Serves one device with one store until it is time to stop. `loop` is set before it runs."""

    loop: SyncLoop

    def __init__(
        self,
        handler: ChannelHandler,
        sender: Sender,
        *,
        device: ServingDevice,
        watch: SyncWatch,
        metrics: Metrics,
        presence: Presence,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(handler, sender, metrics, presence, now)
        self.device, self.watch = device, watch

    async def run(self, stopping: asyncio.Event, pages_at: ListenAddress | None = None) -> None:
        """Serves until it is time to stop. See `serve`.

        Raises `UsageFault` where another process serves the device, or the homeserver does not know it any more.
        """
        self.ready["syncing"] = self._is_syncing
        lease = await self.device.take(stopping)
        if lease is None:
            return
        try:
            async with AsyncExitStack() as stack:
                if pages_at is not None:
                    await stack.enter_async_context(listen(self.pages.add_to(web.Application()), pages_at))
                await self.serve(lambda stopping: self._bring(lease, stopping), stopping)
        finally:
            await self.device.give_up(lease)

    async def _bring(self, lease: DeviceLease, stopping: asyncio.Event) -> None:
        """Brings what people write to the intake, as long as the device is leased."""
        ending = asyncio.Event()
        syncing = asyncio.create_task(self.loop.run(lease, ending))
        stop, keeping = asyncio.create_task(stopping.wait()), asyncio.create_task(self.device.keep(lease))
        try:
            await asyncio.wait({syncing, stop, keeping}, return_when=asyncio.FIRST_COMPLETED)
            ending.set()
            await asyncio.wait({syncing}, timeout=self.loop.timing.stop + SPARE_SECONDS)
            if syncing.done():
                syncing.result()
            if keeping.done():
                keeping.result()
        except LeaseLost as fault:
            raise UsageFault(SERVED_ELSEWHERE) from fault
        finally:
            for task in (syncing, stop, keeping):
                task.cancel()
            await asyncio.gather(syncing, stop, keeping, return_exceptions=True)

    async def _is_syncing(self) -> bool:
        return self.watch.is_alive()
