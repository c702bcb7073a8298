"""The webhook: a web server that Telegram brings updates to: 200 when one is committed. Nothing is remembered between requests."""

import asyncio
import logging
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from hmac import compare_digest
from typing import Any

import orjson
from aiohttp import web
from telegram import Bot

from bot.faults import UsageFault
from bot.telegram.hook import Hook, tell
from bot.telegram.intake import Intake
from storage.faults import Unavailable

MOST_BYTES = 2**20
"""A message has 4,096 characters at most, and comes with the one that it replies to: less than a tenth of this."""

RETRY_SECONDS = 2
"""When Telegram is to bring an update again that could not be kept."""

READY_SECONDS = 3.0
STOP_SECONDS = 5.0
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header

Ready = Callable[[], Awaitable[bool]]
"""Says whether updates can be taken just now: the database is reachable."""

_log = logging.getLogger(__name__)

_SILENT = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - one that no handler belongs to
"""aiohttp would log what it cannot read of a request, and that could be anything."""


@asynccontextmanager
async def serving(
    hook: Hook, intake: Intake, ready: Ready, bot: Bot | None = None, *, stop_seconds: float = STOP_SECONDS
) -> AsyncIterator[int]:
    """Serves, tells Telegram if a bot is given, and gives the port; at the end it takes no more, and finishes what is being taken.

    Raises `UsageFault` where it cannot listen, or Telegram cannot be told.
    """
    runner = web.AppRunner(_Door(hook, intake, ready).app(), access_log=None, logger=_SILENT, shutdown_timeout=stop_seconds)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, hook.host, hook.port).start()
        except OSError as fault:
            raise UsageFault(
                f"The webhook cannot listen on port {hook.port} of {hook.host} ({_reason(fault)}): choose another port or host, "
                "or stop the program that has it"
            ) from fault
        if bot is not None:
            await tell(bot, hook)
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


class _Door:
    """Answers requests."""

    def __init__(self, hook: Hook, intake: Intake, ready: Ready) -> None:
        self._hook, self._intake, self._ready = hook, intake, ready
        self._secret = hook.secret.encode()

    def app(self) -> web.Application:
        """Returns the routes; any other path is answered with 404."""
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(self._hook.path, self._update)
        app.router.add_get("/health", self._health)
        app.router.add_get("/ready", self._is_ready)
        return app

    async def _update(self, request: web.Request) -> web.Response:
        """Answers one update: 200 when it is committed or put aside, 503 where Telegram is to bring it again."""
        if not compare_digest(request.headers.get(SECRET, "").encode("utf-8", "surrogateescape"), self._secret):
            self._intake.count("refused_secret")
            return web.Response(status=403)
        if request.content_type != "application/json":
            return web.Response(status=415)
        try:
            number, update = read(await request.read())
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        except ValueError:
            _log.warning("a request to the webhook holds no update")
            return web.Response(status=400)
        try:
            await self._intake.once(number, update)
        except Unavailable:
            _log.warning("update %d waits: the database cannot keep it just now", number)
            return _again()
        return web.Response()

    async def _health(self, _: web.Request) -> web.Response:
        """Says that the process lives."""
        return web.Response(text="ok\n")

    async def _is_ready(self, _: web.Request) -> web.Response:
        """Says whether updates can be taken."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                is_ready = await self._ready()
        except Exception as fault:  # noqa: BLE001 - whatever it is, updates cannot be taken
            _log.warning("not ready: %s", type(fault).__name__)
            is_ready = False
        return web.Response(text="ready\n") if is_ready else web.Response(status=503, text="not ready\n")


def read(body: bytes) -> tuple[int, dict[str, Any]]:
    """Returns the update in a body, with its id; raises `ValueError` where there is none."""
    update = orjson.loads(body)
    number = update.get("update_id") if isinstance(update, dict) else None
    if type(number) is not int:
        raise ValueError("no update")
    return number, update


def _again() -> web.Response:
    return web.Response(status=503, headers={"Retry-After": str(RETRY_SECONDS)})


def _reason(fault: OSError) -> str:
    """Returns why, in the system's words: asyncio puts the address before them, and some versions the number, or capitals."""
    return os.strerror(fault.errno).lower() if fault.errno else str(fault)
