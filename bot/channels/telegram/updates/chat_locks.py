"""Lanes: what belongs to one chat goes one after another, in the order of arrival; different chats go at once, up to a limit."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _ChatLock:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class ChatLocks:
    """Lanes by key.

    Waiting in a lane takes no slot, so that one slow chat with many updates keeps nobody from going.
    """

    def __init__(self, at_once: int) -> None:
        self.slots = asyncio.Semaphore(at_once)
        self._lanes: dict[Hashable, _ChatLock] = {}

    @asynccontextmanager
    async def hold(self, key: Hashable) -> AsyncIterator[None]:
        """Holds a lane; who came first goes first."""
        lane = self._lanes.setdefault(key, _ChatLock())
        lane.users += 1
        try:
            async with lane.lock:
                yield
        finally:
            lane.users -= 1
            if not lane.users:
                del self._lanes[key]
