"""`trialscreen telegram`: from the settings to a running service.

Every setting is looked at before anything is opened.
"""

import asyncio
import gc
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

os.environ.setdefault(
    "PTB_TIMEDELTA", "1"
)  # python-telegram-bot's coming way of giving seconds; without it each is a warning

from telegram import Bot

from bot.channels.proxy import find_proxy
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest
from bot.channels.telegram.delivery.timeouts import Timeouts
from bot.channels.telegram.service.assembly import assemble_bot
from bot.cli.serving_store import ServingStore, catch_stop_signals, open_serving_store
from bot.cli.telegram_settings import Serving, read_serving
from bot.config.settings import read_settings
from bot.observability.metrics import Metrics
from storage.opening.location import StoreLocation
from storage.unit_of_work.writer_thread import Writer

CONNECTIONS = 80
"""To Telegram at once: what is in flight, and answers to taps."""


def run(trial: str, database: str) -> int:
    """Serves until SIGTERM or Ctrl-C, and returns 0.

    Raises `UsageFault` for a setting that is missing or wrong, with nothing opened, and `PassingFault` for a database
    that is held or gone just now.
    """
    given = read_settings()
    serving = read_serving(given)
    secret = "" if serving.ways.hook is None else serving.ways.hook.secret
    with open_serving_store(given, trial, database, serving.access.token, secret) as served:
        asyncio.run(_serve(served, serving))
    return 0


async def _serve(served: ServingStore, serving: Serving) -> None:
    stopping = catch_stop_signals()
    metrics, presence = Metrics(), Presence(_presence(served.where, serving))
    with Writer(served.store, observe=metrics.observe_commit) as writer:
        async with _bot(serving) as bot:
            service = assemble_bot(bot, writer, served.make_assembly(metrics, serving.limits), presence)
            gc.freeze()  # what is there by now stays: the collector need not look at it again
            await service.run(serving.ways, stopping)


@asynccontextmanager
async def _bot(serving: Serving) -> AsyncIterator[Bot]:
    """Yields a bot whose connections are closed at the end; it is made known to Telegram by the service."""
    proxy = find_proxy(serving.access.api)
    requests = [AiohttpRequest(CONNECTIONS, Timeouts(pool=30), proxy) for _ in range(2)]
    bot = Bot(
        serving.access.token,
        f"{serving.access.api}/bot",
        f"{serving.access.api}/file/bot",
        request=requests[0],
        get_updates_request=requests[1],
    )
    try:
        yield bot
    finally:
        await bot.shutdown()
        for request in requests:  # which the bot leaves open where it could never make itself known
            await request.shutdown()


def _presence(where: StoreLocation, serving: Serving) -> Path:
    """Returns the file of this process's presence: one for each address, since several processes may share a place."""
    at = serving.ways.pages_at
    own = "" if at is None else f"-{at.port}"
    return where.anchor.with_name(f"{where.anchor.name}.serving{own}")
