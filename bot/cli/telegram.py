"""`trialscreen telegram`: from the settings to a running service.

Every setting is looked at before anything is opened.
"""

import asyncio
import gc
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault(
    "PTB_TIMEDELTA", "1"
)  # python-telegram-bot's coming way of giving seconds; without it each is a warning

from telegram import Bot

from bot.channels.rate import EventRate
from bot.channels.telegram.api.aiohttp_request import AiohttpRequest, Timeouts, find_proxy
from bot.channels.telegram.delivery.pacing import SendPace
from bot.channels.telegram.service.assembly import assemble
from bot.channels.telegram.service.heartbeat_file import Presence
from bot.channels.telegram.service.service import UpdateSources
from bot.channels.telegram.updates.rate_limits import RateLimits
from bot.channels.telegram.updates.webhook_registration import WebhookSettings
from bot.cli.command_store import open_store_at
from bot.config import store_access as keeping
from bot.config.errors import UsageFault
from bot.config.settings import Settings, read_settings
from bot.config.sites import read_listed_sites
from bot.config.trial_catalogue import find_trial, list_names
from bot.observability import logging as logs
from bot.observability.health_pages import ListenAddress, read_address
from bot.observability.metrics import Metrics
from dialogs.loading.sites import Sites
from storage.crypto.keys import read_key_file
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

EXPLAINED = "docs/settings.md explains it"
CONNECTIONS = 80
"""To Telegram at once: what is in flight, and answers to taps."""

AT_ONCE = 15
"""How many seconds' worth of events one person may send at once."""


@dataclass(frozen=True)
class Serving:
    """What was set for serving, looked at as a whole."""

    token: str = field(repr=False)
    api: str
    ways: UpdateSources
    limits: RateLimits


def run(trial: str, database: str) -> int:
    """Serves until SIGTERM or Ctrl-C, and returns 0.

    Raises `UsageFault` for a setting that is missing or wrong, with nothing opened.
    """
    given = read_settings()
    serving = read_serving(given)
    trial = trial or list_names()[0]
    sites = read_listed_sites(find_trial(trial).id)
    where = keeping.locate_store(database)
    if not given.key.get_secret_value():
        with keeping.translate_faults():
            read_key_file(
                keeping.locate_key_file(given)
            )  # said before anything is looked at: without a key nothing is served
    key = keeping.read_store_key(where)
    secret = "" if serving.ways.hook is None else serving.ways.hook.secret
    logs.configure(
        given.log_level,
        is_terminal=sys.stderr.isatty(),
        secrets=[serving.token, key.text, secret, given.database.get_secret_value(), database],
    )
    with open_store_at(database, keeping.open_store_with_key) as store:
        asyncio.run(_serve(store, (trial, sites), serving, where))
    return 0


def read_serving(given: Settings) -> Serving:
    """Returns what was set for serving. Raises `UsageFault` naming the setting that is missing or wrong."""
    token = _secret_of(given.telegram_token.get_secret_value(), given.telegram_token_file, "TRIALSCREEN_TELEGRAM_TOKEN")
    if not re.fullmatch(r"\d{1,20}:[A-Za-z0-9_-]{20,80}", token):
        raise UsageFault(
            f"TRIALSCREEN_TELEGRAM_TOKEN: that is no bot's token; copy it whole from @BotFather; {EXPLAINED}"
        )
    if not re.fullmatch(r"https?://[^\s/]+\S*", given.telegram_api):
        raise UsageFault(f"TRIALSCREEN_TELEGRAM_API: {given.telegram_api[:60]!r} is no URL; {EXPLAINED}")
    address = read_address(given.listen) if given.listen else None
    limits = RateLimits(EventRate(max(1, round(AT_ONCE * given.events_a_second)), 1 / given.events_a_second))
    return Serving(token, given.telegram_api.rstrip("/"), UpdateSources(_hook(given, address), address), limits)


def _hook(given: Settings, address: ListenAddress | None) -> WebhookSettings | None:
    if not given.webhook_url:
        if given.webhook_secret_file is not None:
            raise UsageFault(
                "TRIALSCREEN_WEBHOOK_SECRET_FILE is set without TRIALSCREEN_WEBHOOK_URL; set both, or neither;"
                f" {EXPLAINED}"
            )
        return None
    if given.webhook_secret_file is None:
        raise UsageFault(
            "TRIALSCREEN_WEBHOOK_SECRET_FILE: a webhook needs a secret, such as `openssl rand -hex 32` makes;"
            f" {EXPLAINED}"
        )
    if address is None:
        raise UsageFault(
            f"TRIALSCREEN_LISTEN: a webhook needs to know where to listen, such as 127.0.0.1:8080; {EXPLAINED}"
        )
    secret = _read(given.webhook_secret_file, "TRIALSCREEN_WEBHOOK_SECRET_FILE")
    path = "/" + given.webhook_url.partition("://")[2].partition("/")[2]
    return WebhookSettings(address, path, secret, given.webhook_url)


def _secret_of(text: str, file: Path | None, name: str) -> str:
    if text and file is not None:
        raise UsageFault(f"{name} and {name}_FILE are both set; keep the one that is meant; {EXPLAINED}")
    if not text and file is None:
        raise UsageFault(f"{name}: it is not set, nor is {name}_FILE; take the token from @BotFather; {EXPLAINED}")
    return text.strip() if file is None else _read(file, f"{name}_FILE")


def _read(file: Path, name: str) -> str:
    try:
        return file.read_text(encoding="ascii").strip()
    except UnicodeDecodeError as fault:
        raise UsageFault(f"{name}: {file} does not hold plain text; {EXPLAINED}") from fault
    except OSError as fault:
        reason = (fault.strerror or "unknown reason").lower()
        raise UsageFault(f"{name}: {file} cannot be read ({reason}); {EXPLAINED}") from fault


async def _serve(store: Store, offered: tuple[str, Sites], serving: Serving, where: StoreLocation) -> None:
    stopping = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stopping.set)
    metrics, presence = Metrics(), Presence(_presence(where, serving))
    with Writer(store, observe=metrics.observe_commit) as writer:
        async with _bot(serving) as bot:
            pace = SendPace(asyncio.get_running_loop().time)
            trial, sites = offered
            service = assemble(
                bot,
                writer,
                trial,
                metrics=metrics,
                presence=presence,
                pace=pace,
                now=_now,
                limits=serving.limits,
                sites=sites,
            )
            gc.freeze()  # what is there by now stays: the collector need not look at it again
            await service.run(serving.ways, stopping)


@asynccontextmanager
async def _bot(serving: Serving) -> AsyncIterator[Bot]:
    """Yields a bot whose connections are closed at the end; it is made known to Telegram by the service."""
    proxy = find_proxy(serving.api)
    requests = [AiohttpRequest(CONNECTIONS, Timeouts(pool=30), proxy) for _ in range(2)]
    bot = Bot(
        serving.token,
        f"{serving.api}/bot",
        f"{serving.api}/file/bot",
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
