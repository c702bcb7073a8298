"""The service of a bot on Telegram: it makes itself known, and brings updates by a webhook or by polling."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import count

from aiohttp import web
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels.backoff import Backoff, pause
from bot.channels.handling.channel_handler import ChannelHandler
from bot.channels.sending.dispatcher import Sender
from bot.channels.service.channel_service import ChannelService
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.command_menu import tell_menu
from bot.channels.telegram.delivery.rendering import CHANNEL
from bot.channels.telegram.kept_name import keep_name
from bot.channels.telegram.service.menu_keeping import keep_menu
from bot.channels.telegram.token_check import BAD_TOKEN, ODD_ANSWER, TokenCheck
from bot.channels.telegram.updates.poll_watch import PollWatch
from bot.channels.telegram.updates.polling import Poller
from bot.channels.telegram.updates.webhook import serve_webhook
from bot.channels.telegram.updates.webhook_registration import WebhookSettings, register_webhook
from bot.config.errors import UsageFault
from bot.observability.listening import ListenAddress, listen
from bot.observability.metrics import Metrics
from storage.maintenance.event_ids import prefix_event_ids

START_WAITS = Backoff(0.5, 30)

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UpdateSources:
    """How updates come and pages are served.

    With a hook, both come through its server. Without one, updates are polled; pages are served at an address, if any.
    """

    hook: WebhookSettings | None = None
    pages_at: ListenAddress | None = None


class TelegramService(ChannelService):
    """Serves one bot with one store until it is time to stop."""

    def __init__(
        self,
        bot: Bot,
        handler: ChannelHandler,
        sender: Sender,
        *,
        token: TokenCheck,
        watch: PollWatch,
        metrics: Metrics,
        presence: Presence,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(handler, sender, metrics, presence, now)
        self.bot, self.token, self.watch = bot, token, watch

    async def run(self, sources: UpdateSources, stopping: asyncio.Event) -> None:
        """Serves until it is time to stop. See `serve`.

        Raises `UsageFault` for a token that Telegram refuses for good, an address that is taken, and a second process
        that polls.
        """
        if sources.hook is None:
            self.ready["polling"] = self._is_polling
            self.metrics.watch_poll(self.watch.get_silent_seconds)
        own = self.handler.channel.event_prefix
        await asyncio.wrap_future(self.writer.call(prefix_event_ids, self.store, CHANNEL, own, self.now()))
        menu = keep_menu(partial(tell_menu, self.bot), self.watch.recovered)
        await self.serve(partial(self._bring, sources), stopping, [menu, keep_name(self.bot)])

    async def _bring(self, sources: UpdateSources, stopping: asyncio.Event) -> None:
        """Brings updates to the intake until it is time to stop."""
        async with AsyncExitStack() as stack:
            if sources.hook is None and sources.pages_at is not None:
                await stack.enter_async_context(listen(self.pages.add_to(web.Application()), sources.pages_at))
            if not await self._announce(stopping):
                return
            if sources.hook is not None:
                await stack.enter_async_context(serve_webhook(sources.hook, self.intake, self.pages))
                await register_webhook(self.bot, sources.hook, self.token, stopping)
                _log.info("serving the webhook")
                await stopping.wait()
            else:
                _log.info("polling")
                await Poller(self.bot, self.intake, watch=self.watch, token=self.token).run(stopping)

    async def _is_polling(self) -> bool:
        return self.watch.is_alive()

    async def _announce(self, stopping: asyncio.Event) -> bool:
        """Makes itself known to Telegram, however often it needs to try.

        Says whether it did so before it was time to stop.
        """
        for tries in count():
            try:
                await self.bot.initialize()
            except (TelegramError, *ODD_ANSWER) as fault:
                if isinstance(fault, InvalidToken) and await self.token.is_refused(stopping):
                    raise UsageFault(BAD_TOKEN) from fault
                wait = START_WAITS.wait_seconds(tries)
                _log.warning("Telegram cannot be reached: %s; once more in %.1f seconds", type(fault).__name__, wait)
                await pause(stopping, wait)
                if stopping.is_set():
                    return False
            else:
                return True
        raise AssertionError("the tries never end")
