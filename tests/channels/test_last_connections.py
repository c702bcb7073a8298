"""Connections that come while a server ends: none is left open, at whatever step of the end it comes."""

import asyncio
import gc
import socket
import warnings
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from handler_server import serve_handler

from bot.observability.listening import ListenAddress, listen
from bot.workbench.http.address import LoopbackAddress
from bot.workbench.http.server import listen as serve_sessions


async def answer(_: web.BaseRequest) -> web.Response:
    return web.Response()


def serve_pages() -> AbstractAsyncContextManager[int]:
    return listen(web.Application(), ListenAddress("127.0.0.1", 0))


def serve_scripts() -> AbstractAsyncContextManager[str]:
    return serve_sessions(web.Application(), LoopbackAddress("127.0.0.1", 0))


def serve_one_handler() -> AbstractAsyncContextManager[str]:
    return serve_handler(answer)


@pytest.mark.parametrize("steps", range(6))
@pytest.mark.parametrize("serve", [serve_pages, serve_scripts, serve_one_handler])
def test_none_is_left_open(serve: Callable[[], AbstractAsyncContextManager[int | str]], steps: int) -> None:
    """Protects a server that ends from connections that nobody closes: asyncio loses those made while it closes."""

    async def connect_late() -> socket.socket:
        async with serve() as where:
            port = where if isinstance(where, int) else urlsplit(where).port
            late = socket.create_connection(("127.0.0.1", port))
            for _ in range(steps):
                await asyncio.sleep(0)
        return late

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always", ResourceWarning)
        with asyncio.run(connect_late()):
            gc.collect()
    assert [str(each.message) for each in warned] == []
