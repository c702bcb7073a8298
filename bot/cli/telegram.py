"""`trialscreen telegram`: from the settings to a running service.

Every setting is looked at before anything is opened.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault(
    "PTB_TIMEDELTA", "1"
)  # python-telegram-bot's coming way of giving seconds; without it each is a warning

from telegram import Bot

from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest
from bot.channels.telegram.delivery.proxy import find_proxy
from bot.channels.telegram.delivery.timeouts import Timeouts
from bot.channels.telegram.service.assembly import assemble_bot
from bot.cli.command_store import open_store_at
from bot.cli.telegram_settings import Serving, read_serving
from bot.config.settings import read_settings
from bot.config.sites import read_listed_sites
from bot.config.storage_faults import tell_passing_faults, translate_faults
from bot.config.store_access import open_store_with_key
from bot.config.store_key import read_store_key
from bot.config.store_location import locate_key_file, locate_store
from bot.config.trial_catalogue import choose_name, find_trial
from bot.observability import logging as logs
from bot.observability.metrics import Metrics
from dialogs.loading.sites import Sites
from storage.crypto.keys import read_key_file
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store
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
    trial = choose_name(trial)
    sites = read_listed_sites(find_trial(trial).id)
    where = locate_store(database)
    if not given.key.get_secret_value():
        with translate_faults():
            read_key_file(locate_key_file(given))  # said before anything is looked at: without a key nothing is served
    with tell_passing_faults():
        key = read_store_key(where)
    secret = "" if serving.ways.hook is None else serving.ways.hook.secret
    logs.configure(
        given.log_level,
        is_terminal=sys.stderr.isatty(),
        secrets=[serving.access.token, key.text, secret, given.database.get_secret_value(), database],
    )
    with tell_passing_faults(), open_store_at(database, open_store_with_key) as store:
        asyncio.run(_serve(store, (trial, sites), serving, where))
    return 0


async def _serve(store: Store, offered: tuple[str, Sites], serving: Serving, where: StoreLocation) -> None:
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    metrics, presence = Metrics(), Presence(_presence(where, serving))
    with Writer(store, observe=metrics.observe_commit) as writer:
        async with _bot(serving) as bot:
            trial, sites = offered
            assembly = Assembly(trial, metrics, _now, serving.limits, sites=sites)
            service = assemble_bot(bot, writer, assembly, presence)
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


def _now() -> datetime:
    return datetime.now(UTC)
