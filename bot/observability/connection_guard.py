"""The connection guard: it keeps a web server's connections few, and hangs up on those over which nothing is asked."""

import asyncio
from asyncio import get_running_loop
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

WebHandler = Callable[[web.Request], Awaitable[web.StreamResponse]]

SOON_SECONDS = 0.01
"""How long after a new connection room is made: it does not count before it is made."""


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How many connections a server has at `most`, and how long they may rest.

    `silent_seconds` is how long a first request, with its whole head, may take to come, and `keep_seconds` the next
    one. After an answer, the rest of a body is waited for no longer than `lingering_seconds`.
    """

    most: int = 256
    silent_seconds: float = 10.0
    keep_seconds: float = 75.0
    lingering_seconds: float = 2.0


CONNECTION_LIMITS = ConnectionLimits()


class ConnectionGuard:
    """Opens connections. Where they are too many, those go that have rested longest; one with a request never goes.

    Whoever comes is always let in, so that somebody who holds many connections keeps nobody out.
    """

    def __init__(self, limits: ConnectionLimits) -> None:
        self.connect: web.Server
        self.make_protocol: Callable[[], web.RequestHandler] | None = None
        self._limits = limits
        self._resting: dict[web.RequestHandler, asyncio.TimerHandle | None] = {}
        self._is_room_due = False

    def __call__(self) -> asyncio.BaseProtocol:
        """Returns the protocol of a new connection."""
        protocol, loop = (self.make_protocol or self.connect)(), get_running_loop()
        self._resting[protocol] = loop.call_later(self._limits.silent_seconds, self._hang_up, protocol)
        if not self._is_room_due:
            self._is_room_due = True
            loop.call_later(SOON_SECONDS, self._make_room)
        return protocol

    @web.middleware
    async def note_request(self, request: web.Request, handler: WebHandler) -> web.StreamResponse:
        """Takes note of a request, for as long as it is being answered."""
        protocol = request.protocol
        self._end_rest(protocol)
        try:
            return await handler(request)
        finally:
            self._resting[protocol] = None

    def hang_up_all(self) -> None:
        """Hangs up on those who came while the server was ending: it ends only those that it knew then."""
        for each in self.connect.connections:
            self._hang_up(each)

    def _make_room(self) -> None:
        """Hangs up on those who have rested longest, as long as there are too many."""
        self._is_room_due = False
        connected = set(self.connect.connections)
        for each in [each for each, timer in self._resting.items() if timer is None and each not in connected]:
            del self._resting[each]
        too_many = max(0, len(connected) - self._limits.most)
        for each in [each for each in self._resting if each in connected][:too_many]:
            self._hang_up(each)

    def _hang_up(self, protocol: web.RequestHandler) -> None:
        self._end_rest(protocol)
        protocol.force_close()

    def _end_rest(self, protocol: web.RequestHandler) -> None:
        timer = self._resting.pop(protocol, None)
        if timer is not None:
            timer.cancel()
