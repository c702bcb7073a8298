"""The stand-in's server on a thread of its own."""

import asyncio
import threading
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.observability.listening import let_connections_end, stop_accepting
from bot.workbench.telegram_standin.answers import request_factory
from bot.workbench.telegram_standin.page import DemoPage
from bot.workbench.telegram_standin.polling import UpdatePolling
from bot.workbench.telegram_standin.server import Server
from bot.workbench.telegram_standin.world import World


@dataclass(frozen=True)
class ServerPace:
    """How fast or slow the stand-in is where the real server is slow; the defaults are the real server's figures."""

    webhook_seconds: float = 60.0
    backoff: float = 1.0
    conflict_seconds: float = 3.0
    slows_hasty: bool = False


class ServerThread:
    """Serves a world on a free port of 127.0.0.1, or on `port`, on a thread of its own; a context manager."""

    def __init__(self, world: World, port: int, pace: ServerPace) -> None:
        self.world, self.port, self.pace = world, port, pace
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._fault: OSError | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self.serve()), name="stand-in", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        if self._fault is not None:
            raise self._fault
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self.world.loop is not None
        assert self._stop is not None
        self.world.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        if self._thread.is_alive():
            raise TimeoutError("The stand-in did not stop within 10 seconds: some call or delivery never ends")

    async def serve(self) -> None:
        """Serves until it is stopped."""
        self._stop = asyncio.Event()
        self.world.loop = asyncio.get_running_loop()
        polling = UpdatePolling(
            self.world, conflict_seconds=self.pace.conflict_seconds, slows_hasty=self.pace.slows_hasty
        )
        server = Server(
            self.world,
            polling,
            DemoPage(self.world),
            webhook_seconds=self.pace.webhook_seconds,
            backoff=self.pace.backoff,
        )
        protocols = web.Server(server.handle, request_factory=request_factory, access_log=None, keepalive_timeout=300)
        runner = web.ServerRunner(protocols, shutdown_timeout=0.2)
        await runner.setup()
        try:
            listening = await asyncio.get_running_loop().create_server(protocols, "127.0.0.1", self.port)
            self.port = listening.sockets[0].getsockname()[1]
        except OSError as fault:
            self._fault = fault
            await runner.cleanup()
            return
        finally:
            self._ready.set()
        await self._stop.wait()
        await server.close()
        await stop_accepting(listening)
        await runner.cleanup()
        await let_connections_end()

    @property
    def url(self) -> str:
        """Where the stand-in is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot's Bot takes as base_url."""
        return f"{self.url}/bot"
