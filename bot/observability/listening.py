"""The web server of a service: where it listens, and how it begins and ends. It holds the pages, and the webhook."""

import logging
import os
import re
from asyncio import Server, get_running_loop, sleep
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiohttp import web

from bot.config.errors import UsageFault
from bot.observability.connection_guard import CONNECTION_LIMITS, ConnectionGuard, ConnectionLimits
from bot.observability.connection_handler import ConnectionHandler

STOP_SECONDS = 5.0

LOOP_STEPS = 3
"""How many steps of its loop a server needs to hear of a connection that was accepted, or to end one."""

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


def read_address(text: str, name: str = "TRIALSCREEN_LISTEN") -> ListenAddress:
    """Returns the address in a text such as 127.0.0.1:8080 or [::1]:8080. Raises `UsageFault` where it is none.

    `name` is that of the setting.
    """
    read = re.fullmatch(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9.-]+):(\d{1,5})", text.strip())
    if read is None:
        raise UsageFault(f"{name}: {text[:60]!r} is no host and port; write 127.0.0.1:8080")
    return ListenAddress(read[1].strip("[]"), int(read[2]))


@asynccontextmanager
async def listen(
    app: web.Application,
    address: ListenAddress,
    stop_seconds: float = STOP_SECONDS,
    limits: ConnectionLimits = CONNECTION_LIMITS,
) -> AsyncIterator[int]:
    """Serves an application, and gives the port; at the end requests that have begun are finished.

    Raises `UsageFault` where it cannot listen.
    """
    guard = ConnectionGuard(limits)
    app.middlewares.insert(0, guard.note_request)
    options: dict[str, Any] = {
        "access_log": None,
        "logger": _SILENT,
        "keepalive_timeout": limits.keep_seconds,
        "lingering_time": limits.lingering_seconds,
        "auto_decompress": False,  # a small body would come to a large one
    }
    runner = web.AppRunner(app, shutdown_timeout=stop_seconds, **options)
    await runner.setup()
    assert runner.server is not None
    guard.connect = runner.server
    guard.make_protocol = partial(ConnectionHandler, runner.server, loop=get_running_loop(), **options)
    try:
        try:
            server = await get_running_loop().create_server(guard, address.host, address.port)
        except OSError as fault:
            where = f"port {address.port} of {address.host} ({_word_reason(fault)})"
            remedy = "choose another port or host, or stop the program that has it"
            raise UsageFault(f"The server cannot listen on {where}: {remedy}") from fault
        try:
            yield server.sockets[0].getsockname()[1]
        finally:
            await stop_accepting(server)
    finally:
        await runner.cleanup()
        guard.hang_up_all()
        await let_connections_end()


async def stop_accepting(server: Server) -> None:
    """Closes a server once it has heard of each connection that was accepted: it ends only those that it knows.

    One that is accepted while a server closes would stay open: asyncio makes it, and then finds no server for it.
    """
    for each in server.sockets:
        get_running_loop().remove_reader(each)
    for _ in range(LOOP_STEPS):
        await sleep(0)
    server.close()


async def let_connections_end() -> None:
    """Lets the loop close connections that were hung up: it does so in its next steps."""
    for _ in range(LOOP_STEPS):
        await sleep(0)


def _word_reason(fault: OSError) -> str:
    """Returns why, in the system's words.

    A fault's own text is not used: asyncio puts the address before the words, and some versions the number.
    """
    return os.strerror(fault.errno).lower() if fault.errno and fault.errno > 0 else "the host is not known"
