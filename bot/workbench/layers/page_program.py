"""The serving web page of scripts: in this process, on a socket of its own, over a store that says whose event came."""

import asyncio
import socket
from collections.abc import Awaitable, Callable

from bot.channels.service.assembly import Assembly
from bot.channels.service.heartbeat_file import Presence
from bot.workbench.layers.page_browser import LOOPBACK
from bot.workbench.layers.program_in_thread import ProgramInThread
from storage.model.stored import InboundEvent
from storage.unit_of_work.batch import EventHandler, EventResult
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

ServePage = Callable[[asyncio.Event, Callable[[int], object]], Awaitable[None]]
"""Serves the page until it is time to stop, and tells the port as soon as it listens."""

AssemblePage = Callable[[Writer, Assembly, Presence, str], ServePage]
"""Puts a page together that is served at an origin, http://localhost and a port."""


class WatchedWriter(Writer):
    """The writer of a store. `chats` are those in which something happened."""

    def __init__(self, store: Store) -> None:
        self.chats: tuple[str, ...] = ()
        super().__init__(store)

    async def take(self, inbound: InboundEvent, handle: EventHandler) -> EventResult:
        """See `Writer`."""
        if inbound.chat not in self.chats:
            self.chats = (*self.chats, inbound.chat)
        return await super().take(inbound, handle)


class PageInThread(ProgramInThread):
    """A page that is served in a thread of its own, until the end of the block."""

    def __init__(self, serve: ServePage) -> None:
        super().__init__()
        self._serve_page = serve

    async def serve(self, stopping: asyncio.Event) -> None:
        """See `ProgramInThread`."""
        await self._serve_page(stopping, lambda _: self.note_there())


def find_port() -> int:
    """Returns a port of this machine that is free."""
    with socket.socket() as listening:
        listening.bind((LOOPBACK, 0))
        port: int = listening.getsockname()[1]
        return port
