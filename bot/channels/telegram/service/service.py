"""The service: intake, sending and chores of one process on Telegram, from the start to a graceful stop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from aiohttp import web
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.command_menu import tell_menu
from bot.channels.telegram.delivery.backoff import Backoff, pause
from bot.channels.telegram.delivery.dispatcher import Sender
from bot.channels.telegram.handler import UpdateHandler
from bot.channels.telegram.service.heartbeat_file import Presence
from bot.channels.telegram.updates.intake import Intake
from bot.channels.telegram.updates.polling import BAD_TOKEN, Poller
from bot.channels.telegram.updates.webhook import serve_webhook
from bot.channels.telegram.updates.webhook_registration import WebhookSettings
from bot.config.errors import UsageFault
from bot.observability.health_pages import ListenAddress, Pages, listen
from bot.observability.metrics import Metrics
from storage.features.chats import ActivityCursor, find_active
from storage.features.dead_letters import add_dead_letter
from storage.features.outbox_backlog import measure_backlog
from storage.maintenance.sweep import sweep
from storage.model.errors import Damaged, Unavailable
from storage.model.stored import InboundEvent

START_WAITS = Backoff(0.5, 30)

BEAT_SECONDS = 10.0
LOOK_SECONDS = 15.0
SWEEP_SECONDS = 3600.0

SETTLING_SECONDS = 3.0
"""How long after the start open questions are asked again: what people said meanwhile comes first, and answers some."""

ACTIVE_BEFORE = timedelta(minutes=15)
"""How long before an outage a chat must have been active for its open question to be asked again."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class UpdateSources:
    """How updates come and pages are served: through a hook, or by polling with pages at an address, or none."""

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
        self.intake = Intake(adapter.take, self._put_aside, metrics.count)

    async def run(self, ways: UpdateSources, stopping: asyncio.Event) -> None:
        """Serves until it is time to stop: then no further update is taken, and what is in hand is committed and sent.

        Raises `UsageFault` for a token that Telegram does not accept, an address that is taken, and a second process
        that polls.
        """
        cut_off_at = self.presence.read_cut_off()
        sending = asyncio.create_task(self.sender.run())
        taking = asyncio.create_task(self._take(ways, stopping))
        chores = [asyncio.create_task(each) for each in self._chores(cut_off_at)]
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

    async def _take(self, ways: UpdateSources, stopping: asyncio.Event) -> None:
        """Takes updates until it is time to stop."""
        pages = Pages(self._is_ready, self.metrics.render_page)
        async with AsyncExitStack() as stack:
            if ways.hook is None and ways.pages_at is not None:
                await stack.enter_async_context(listen(pages.add_to(web.Application()), ways.pages_at))
            if not await self._announce(stopping):
                return
            if ways.hook is not None:
                await stack.enter_async_context(serve_webhook(ways.hook, self.intake, pages, self.bot))
                _log.info("serving the webhook")
                await stopping.wait()
            else:
                _log.info("polling")
                await Poller(self.bot, self.intake).run(stopping)

    async def _announce(self, stopping: asyncio.Event) -> bool:
        """Makes itself known to Telegram, however often it needs to try; says whether it did before it was time to stop."""
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

    def _chores(self, cut_off_at: datetime | None) -> list[Coroutine[Any, Any, None]]:
        chores = [
            _every(BEAT_SECONDS, self._beat),
            _every(LOOK_SECONDS, self._look_at_outbox),
            _every(SWEEP_SECONDS, self._sweep),
            tell_menu(self.bot),
        ]
        return chores if cut_off_at is None else [*chores, self._ask_again(cut_off_at)]

    async def _beat(self) -> None:
        await asyncio.to_thread(self.presence.beat)

    async def _look_at_outbox(self) -> None:
        depth, oldest = await asyncio.wrap_future(self.writer.call(self._backlog))
        self.metrics.set_outbox(depth, oldest)

    def _backlog(self) -> tuple[int, float]:
        with self.store.reading() as repository:
            return measure_backlog(repository, self.now())

    async def _sweep(self) -> None:
        most = 100
        while (swept := await asyncio.wrap_future(self.writer.call(sweep, self.store, self.now(), most))) == most:
            self.metrics.count_swept(swept)
        self.metrics.count_swept(swept)

    async def _ask_again(self, cut_off_at: datetime) -> None:
        """Asks the open question again in the chats that were active shortly before the process before this one was cut off."""
        await asyncio.sleep(SETTLING_SECONDS)
        since, after = cut_off_at - ACTIVE_BEFORE, None
        while True:
            chats, after = await asyncio.wrap_future(self.writer.call(self._active, since, after))
            for chat in chats:
                await self._ask_one_again(chat, cut_off_at)
            if after is None:
                return

    async def _ask_one_again(self, chat: str, cut_off_at: datetime) -> None:
        """Asks again in one chat. What storage refuses there is logged, and the other chats are asked all the same."""
        try:
            if not await asyncio.wrap_future(
                self.writer.call(self.store.outbox.list_waiting, chat, 1)
            ):  # what waits ends with the question
                await self.adapter.ask_open_question(chat, cut_off_at)
        except (Damaged, Unavailable) as fault:
            _log.warning("an open question could not be asked again: %s", type(fault).__name__)

    def _active(self, since: datetime, after: ActivityCursor | None) -> tuple[list[str], ActivityCursor | None]:
        with self.store.reading() as repository:
            return find_active(repository, since, after)

    async def _put_aside(self, update: int, word: str) -> None:
        inbound = InboundEvent(self.adapter.channel, str(update), "", self.adapter.channel, self.now())
        await self.writer.take(inbound, lambda uow: add_dead_letter(uow, word))
        self.metrics.count_dead_letter("unparsable" if word == "unreadable" else word)

    async def _is_ready(self) -> bool:
        await asyncio.wrap_future(self.writer.call(self.store.outbox.count_waiting))
        return True


async def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    """Does a chore at once, and then again and again; what goes wrong with it is logged, and it is done again."""
    while True:
        try:
            await do()
        except Exception as fault:  # noqa: BLE001 - a chore stops nobody from serving
            _log.warning("a chore failed: %s", type(fault).__name__)
        await asyncio.sleep(seconds)
