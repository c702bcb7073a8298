"""The service of the page: forms are taken and pages served, from the start to a graceful stop. Nothing is sent."""

import asyncio
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial

from aiohttp import web

from bot.channels.handling.channel_handler import ChannelHandler
from bot.channels.service.channel_service import ReceivingService
from bot.channels.service.heartbeat_file import Presence
from bot.channels.web.service.desk import StoreDesk
from bot.config.dialogue_registry import Dialogues
from bot.documents.file_maker import FileMaker
from bot.observability.listening import ListenAddress, listen
from bot.observability.metrics import Metrics


class WebService(ReceivingService):
    """Serves the page with one store until it is time to stop. `desk` is what its application talks to."""

    def __init__(
        self,
        handler: ChannelHandler,
        dialogues: Dialogues,
        files: FileMaker,
        *,
        metrics: Metrics,
        presence: Presence,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(handler, metrics, presence, now)
        self.desk = StoreDesk(self.intake, handler, dialogues, files)

    async def run(
        self,
        app: web.Application,
        at: ListenAddress,
        stopping: asyncio.Event,
        *,
        pages_at: ListenAddress | None = None,
        tell: Callable[[int], object] = lambda _: None,
    ) -> None:
        """Serves until it is time to stop. Then no further form is taken; what has begun is committed and answered.

        `tell` is told the port. Health and metrics stand at an address of their own, if any. Raises `UsageFault` for an
        address that is taken.
        """
        await self.serve(partial(self._bring, app, at, pages_at, tell), stopping)

    async def _bring(
        self,
        app: web.Application,
        at: ListenAddress,
        pages_at: ListenAddress | None,
        tell: Callable[[int], object],
        stopping: asyncio.Event,
    ) -> None:
        async with AsyncExitStack() as stack:
            if pages_at is not None:
                await stack.enter_async_context(listen(self.pages.add_to(web.Application()), pages_at))
            tell(await stack.enter_async_context(listen(app, at)))
            await stopping.wait()
