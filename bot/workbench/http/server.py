"""The server: it listens until it is time to stop, and hangs up on those who connect and ask nothing."""

import asyncio
import logging
import os
from asyncio import get_running_loop
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web

from bot.config.errors import UsageFault
from bot.observability.connection_guard import ConnectionGuard, ConnectionLimits
from bot.observability.listening import let_connections_end, stop_accepting
from bot.workbench.http.address import LoopbackAddress

SILENT_SECONDS = 10.0
"""How long somebody may be connected before the first request has come."""

KEEP_SECONDS = 60.0
"""How long a connection is kept open between two requests."""

STOP_SECONDS = 5.0
"""How long requests under way may take when it is time to stop."""

_NO_LOG = logging.Logger("silent", logging.CRITICAL + 1)  # noqa: LOG001 - one that no handler belongs to
"""aiohttp would log what it cannot read of a request, and that could be anything."""


@asynccontextmanager
async def listen(
    app: web.Application, address: LoopbackAddress, *, silent_seconds: float = SILENT_SECONDS
) -> AsyncIterator[str]:
    """Serves an application, and gives its URL; at the end requests under way are answered.

    Raises `UsageFault` where it cannot listen.
    """
    guard = ConnectionGuard(ConnectionLimits(silent_seconds=silent_seconds))
    app.middlewares.insert(0, guard.note_request)
    runner = web.AppRunner(
        app,
        access_log=None,
        logger=_NO_LOG,
        shutdown_timeout=STOP_SECONDS,
        keepalive_timeout=KEEP_SECONDS,
        auto_decompress=False,
    )
    await runner.setup()
    assert runner.server is not None
    guard.connect = runner.server
    try:
        server = await _bind(guard, address)
        try:
            yield address.url_at(server.sockets[0].getsockname()[1])
        finally:
            await stop_accepting(server)
    finally:
        await runner.cleanup()
        await let_connections_end()


async def _bind(guard: ConnectionGuard, address: LoopbackAddress) -> asyncio.Server:
    try:
        return await get_running_loop().create_server(guard, address.host, address.port)
    except OSError as fault:
        raise UsageFault(
            f"--listen: port {address.port} of {address.host} cannot be had ({_reason_words(fault)}); choose another"
            " port, or 0 for any free one"
        ) from fault


def _reason_words(fault: OSError) -> str:
    """Returns why, in the system's words: asyncio puts the address before them."""
    return os.strerror(fault.errno).lower() if fault.errno and fault.errno > 0 else "the host is not known"
