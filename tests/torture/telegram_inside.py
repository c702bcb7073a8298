"""A bot inside the attack's own process, against the stand-in: put together as the command does it, at any pace."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault(
    "PTB_TIMEDELTA", "1"
)  # as the command sets it, before anything of python-telegram-bot is imported

from random import Random

from telegram import Bot
from telegram.request import BaseRequest, RequestData

from bot.channels.rate import EventRate, SendRates
from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest
from bot.channels.telegram.delivery.telegram_sending import TELEGRAM_RATES
from bot.channels.telegram.delivery.timeouts import Timeouts
from bot.channels.telegram.service.assembly import assemble_bot
from bot.channels.telegram.service.service import TelegramService
from bot.channels.telegram.updates.polling import Poller
from bot.channels.telegram.updates.update_request import Timing
from bot.observability.metrics import Metrics
from bot.workbench.telegram_standin import TOKEN, Standin
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

from stores import store_at  # isort: skip

AT_ONCE = SendRates(EventRate(10**6, 1e-9), EventRate(10**6, 1e-9))
TRIAL = "interfant-21"


@dataclass(frozen=True)
class Inside:
    """A bot that runs, its store, and its metrics."""

    service: TelegramService
    store: Store
    metrics: Metrics


class Unheard(BaseRequest):
    """Answers whatever a bot asks, at once, with as little as will do."""

    @property
    def read_timeout(self) -> float | None:
        """See `BaseRequest`."""
        return 5.0

    async def initialize(self) -> None:
        """See `BaseRequest`."""

    async def shutdown(self) -> None:
        """See `BaseRequest`."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """See `BaseRequest`."""
        return 200, _ME if url.endswith("/getMe") else b'{"ok":true,"result":{"message_id":1}}'


_ME = b'{"ok":true,"result":{"id":42,"is_bot":true,"first_name":"bot","username":"bot_bot"}}'


@asynccontextmanager
async def inside(
    standin: Standin | None,
    where: StoreLocation,
    random: Random,
    *,
    is_paced: bool = False,
    is_polling: bool = True,
    clock: Callable[[], datetime] | None = None,
) -> AsyncIterator[Inside]:
    """Runs a bot until the end of the block, and stops it; a paced one keeps to Telegram's limits.

    Without a stand-in nobody hears it. Without a clock of its own it has that of the machine.
    """
    clock = clock or now
    requests: list[BaseRequest] = [Unheard(), Unheard()]
    if standin is not None:
        requests = [AiohttpRequest(100, Timeouts(pool=30, read=2)) for _ in range(2)]
    bot = Bot(
        TOKEN,
        "http://127.0.0.1/bot" if standin is None else standin.base_url,
        request=requests[0],
        get_updates_request=requests[1],
    )
    metrics, rates = Metrics(), TELEGRAM_RATES if is_paced else AT_ONCE
    with store_at(where, now=clock()) as store, Writer(store) as writer:
        async with bot:
            presence = Presence(where.anchor.with_name("presence"))
            service = assemble_bot(bot, writer, Assembly(TRIAL, metrics, clock, random=random), presence, rates)
            stopping = asyncio.Event()
            sending = asyncio.create_task(service.sender.run())
            taking = asyncio.create_task(
                Poller(bot, service.intake, Timing(poll=5, again=0.1)).run(stopping) if is_polling else stopping.wait()
            )
            try:
                yield Inside(service, store, metrics)
            finally:
                stopping.set()
                await taking
                service.sender.stop()
                await sending


def now() -> datetime:
    """Returns the time."""
    return datetime.now(UTC)
