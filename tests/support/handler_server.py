"""A server of one handler, for tests that hear what a client sends."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.observability.listening import let_connections_end, stop_accepting

Handle = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


@asynccontextmanager
async def serve_handler(
    handle: Handle, context: ssl.SSLContext | None = None, stop_seconds: float = 0
) -> AsyncIterator[str]:
    """Serves on a free port of this machine, and yields the address; at the end no connection is left."""
    protocols = web.Server(handle, access_log=None)
    runner = web.ServerRunner(protocols, shutdown_timeout=stop_seconds)
    await runner.setup()
    server = await asyncio.get_running_loop().create_server(protocols, "127.0.0.1", 0, ssl=context)
    try:
        scheme, host = ("https", "localhost") if context else ("http", "127.0.0.1")
        yield f"{scheme}://{host}:{server.sockets[0].getsockname()[1]}"
    finally:
        await stop_accepting(server)
        await runner.cleanup()
        await let_connections_end()
