"""The pages for operators, /health, /ready and /metrics; and the server that they are on.

The server may also hold the webhook.
"""

import asyncio
import logging
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import web

from bot.config.errors import UsageFault

READY_SECONDS = 3.0
STOP_SECONDS = 5.0

PATHS = frozenset({"/health", "/ready", "/metrics"})

IsReady = Callable[[], Awaitable[bool]]
"""Says whether updates can be taken just now: the database is reachable."""

MetricsPage = Callable[[], tuple[bytes, str]]
"""Returns what is measured, for Prometheus, and its content type."""

_log = logging.getLogger(__name__)

_SILENT = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - one that no handler belongs to
"""aiohttp would log what it cannot read of a request, and that could be anything."""


@dataclass(frozen=True, slots=True)
class ListenAddress:
    """Where the server listens; port 0 is any that is free."""

    host: str
    port: int

    def __post_init__(self) -> None:
        if not 0 <= self.port < 2**16:
            raise UsageFault(f"The server's port {self.port} is no port: choose one from 1 to 65535")


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages say. Without `measured` there is no /metrics."""

    ready: IsReady
    measured: MetricsPage | None = None

    def add_to(self, app: web.Application) -> web.Application:
        """Adds the routes to an application, and returns it."""
        app.router.add_get("/health", self._health)
        app.router.add_get("/ready", self._ready)
        if self.measured is not None:
            app.router.add_get("/metrics", self._metrics)
        return app

    async def _health(self, _: web.Request) -> web.Response:
        """Says that the process lives."""
        return web.Response(text="ok\n")

    async def _ready(self, _: web.Request) -> web.Response:
        """Says whether updates can be taken."""
        try:
            async with asyncio.timeout(READY_SECONDS):
                is_ready = await self.ready()
        except Exception as fault:  # noqa: BLE001 - whatever it is, updates cannot be taken
            _log.warning("not ready: %s", type(fault).__name__)
            is_ready = False
        return web.Response(text="ready\n") if is_ready else web.Response(status=503, text="not ready\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        """Gives what is measured."""
        assert self.measured is not None
        body, content_type = self.measured()
        return web.Response(body=body, headers={"Content-Type": content_type})


def read_address(text: str) -> ListenAddress:
    """Returns the address in a text such as 127.0.0.1:8080 or [::1]:8080. Raises `UsageFault` where it is none."""
    read = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})", text.strip())
    if read is None:
        raise UsageFault(f"TRIALSCREEN_LISTEN: {text[:60]!r} is no host and port; write 127.0.0.1:8080")
    return ListenAddress(read[1].strip("[]"), int(read[2]))


@asynccontextmanager
async def listen(
    app: web.Application, address: ListenAddress, stop_seconds: float = STOP_SECONDS
) -> AsyncIterator[int]:
    """Serves an application, and gives the port; at the end requests that have begun are finished.

    Raises `UsageFault` where it cannot listen.
    """
    runner = web.AppRunner(app, access_log=None, logger=_SILENT, shutdown_timeout=stop_seconds)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, address.host, address.port).start()
        except OSError as fault:
            where = f"port {address.port} of {address.host} ({_word_reason(fault)})"
            remedy = "choose another port or host, or stop the program that has it"
            raise UsageFault(f"The server cannot listen on {where}: {remedy}") from fault
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


def _word_reason(fault: OSError) -> str:
    """Returns why, in the system's words.

    A fault's own text is not used: asyncio puts the address before the words, and some versions the number.
    """
    return os.strerror(fault.errno).lower() if fault.errno and fault.errno > 0 else "the host is not known"
