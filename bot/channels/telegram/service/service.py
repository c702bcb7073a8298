"""The service: intake, sending and chores of one process on Telegram, from the start to a graceful stop."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.command_menu import tell_menu
from bot.channels.telegram.delivery.backoff import Backoff, pause
from bot.channels.telegram.delivery.dispatcher import Sender
from bot.channels.telegram.handler import UpdateHandler
from bot.channels.telegram.service.chores import make_chores
from bot.channels.telegram.service.heartbeat_file import Presence
from bot.channels.telegram.service.outage import ask_again
from bot.channels.telegram.updates.intake import Intake
from bot.channels.telegram.updates.polling import Poller
from bot.channels.telegram.updates.update_request import BAD_TOKEN
from bot.channels.telegram.updates.webhook import serve_webhook
from bot.channels.telegram.updates.webhook_registration import WebhookSettings
from bot.config.errors import UsageFault
from bot.observability.health_pages import ListenAddress, Pages, listen
from bot.observability.metrics import Metrics
from storage.features.dead_letters import add_dead_letter
from storage.model.people import AccountName
from storage.model.stored import InboundEvent

START_WAITS = Backoff(0.5, 30)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UpdateSources:
    """How updates come and pages are served.

    With a hook, both come through its server. Without one, updates are polled; pages are served at an address, if any.
    """

    hook: WebhookSettings | None = None
    pages_at: ListenAddress | None = None


class Service:
    """Serves one bot with one store until it is time to stop."""

    def __init__(
        self, adapter: UpdateHandler, sender: Sender, metrics: Metrics, presence: Presence, now: Callable[[], datetime]
    ) -> None:
        self.adapter, self.sender = adapter, sender
        self.bot, self.writer, self.store = adapter.bot, adapter.writer, adapter.writer.store
        self.metrics, self.presence, self.now = metrics, presence, now
        self.intake = Intake(adapter.take, self._add_dead_letter, metrics.count)

    async def run(self, sources: UpdateSources, stopping: asyncio.Event) -> None:
        """Serves until it is time to stop. Then no further update is taken; what has begun is committed and sent.

        Raises `UsageFault` for a token that Telegram does not accept, an address that is taken, and a second process
        that polls.
        """
        cut_off_at = self.presence.read_cut_off()
        sending = asyncio.create_task(self.sender.run())
        taking = asyncio.create_task(self._take(sources, stopping))
        chores = [asyncio.create_task(each) for each in self._make_chores(cut_off_at)]
        stop = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait({sending, taking, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.set()
            await asyncio.wait({taking})
            self.sender.stop()
            await asyncio.wait({sending})
            for task in (*chores, stop):
                task.cancel()
            await asyncio.gather(*chores, stop, return_exceptions=True)
        for task in (taking, sending):
            task.result()
        self.presence.leave()

    async def _take(self, sources: UpdateSources, stopping: asyncio.Event) -> None:
        """Takes updates until it is time to stop."""
        pages = Pages(self._is_ready, self.metrics.render_page)
        async with AsyncExitStack() as stack:
            if sources.hook is None and sources.pages_at is not None:
                await stack.enter_async_context(listen(pages.add_to(web.Application()), sources.pages_at))
            if not await self._announce(stopping):
                return
            if sources.hook is not None:
                await stack.enter_async_context(serve_webhook(sources.hook, self.intake, pages, self.bot))
                _log.info("serving the webhook")
                await stopping.wait()
            else:
                _log.info("polling")
                await Poller(self.bot, self.intake).run(stopping)

    async def _announce(self, stopping: asyncio.Event) -> bool:
        """Makes itself known to Telegram, however often it needs to try.

        Says whether it did so before it was time to stop.
        """
        for tries in count():
            try:
                await self.bot.initialize()
            except InvalidToken as fault:
                raise UsageFault(BAD_TOKEN) from fault
            except TelegramError as fault:
                wait = START_WAITS.wait_seconds(tries)
                _log.warning("Telegram cannot be reached: %s; once more in %.1f seconds", type(fault).__name__, wait)
                await pause(stopping, wait)
                if stopping.is_set():
                    return False
            else:
                return True
        raise AssertionError("the tries never end")

    def _make_chores(self, cut_off_at: datetime | None) -> list[Coroutine[Any, Any, None]]:
        chores = [*make_chores(self.writer, self.metrics, self.presence, self.now), tell_menu(self.bot)]
        return chores if cut_off_at is None else [*chores, ask_again(self.adapter, cut_off_at)]

    async def _add_dead_letter(self, update: int, word: str) -> None:
        inbound = InboundEvent(self.adapter.channel, str(update), "", AccountName(self.adapter.channel), self.now())
        await self.writer.take(inbound, lambda uow: add_dead_letter(uow, word))
        self.metrics.count_dead_letter("unparsable" if word == "unreadable" else word)

    async def _is_ready(self) -> bool:
        await asyncio.wrap_future(self.writer.call(self.store.outbox.count_waiting))
        return True
