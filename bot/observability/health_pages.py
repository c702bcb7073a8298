"""The pages for operators: /health, /ready and /metrics."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

READY_SECONDS = 3.0

PATHS = frozenset({"/health", "/ready", "/metrics"})

IsReady = Callable[[], Awaitable[bool]]
"""Says whether a part works just now."""

MetricsPage = Callable[[], tuple[bytes, str]]
"""Returns what is measured, for Prometheus, and its content type."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Pages:
    """What the pages say. `ready` holds the parts without which nothing comes in, by name, for /ready.

    Without `measured` there is no /metrics.
    """

    ready: Mapping[str, IsReady]
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
        """Says whether updates can be taken, and else which parts do not work."""
        works = await asyncio.gather(*(_look_at(each) for each in self.ready.values()))
        broken = [name for name, does_work in zip(self.ready, works, strict=True) if not does_work]
        if not broken:
            return web.Response(text="ready\n")
        return web.Response(status=503, text=f"not ready: {', '.join(broken)}\n")

    async def _metrics(self, _: web.Request) -> web.Response:
        """Gives what is measured."""
        assert self.measured is not None
        body, content_type = self.measured()
        return web.Response(body=body, headers={"Content-Type": content_type})


async def _look_at(is_ready: IsReady) -> bool:
    """Says whether a part works, and says so in time."""
    try:
        async with asyncio.timeout(READY_SECONDS):
            return await is_ready()
    except Exception as fault:  # noqa: BLE001 - whatever it is, the part does not work
        _log.warning("not ready: %s", type(fault).__name__)
        return False
