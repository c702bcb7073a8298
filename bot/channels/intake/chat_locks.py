"""Chat locks: the events of one chat go one after another, in the order of arrival.

Different chats go at once, up to a limit.
"""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class _ChatLock:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class ChatLocks:
    """A lock for each key.

    Waiting for a lock takes no slot, so that one slow chat with many updates does not hold up the others.
    """

    def __init__(self, at_once: int) -> None:
        self.slots = asyncio.Semaphore(at_once)
        self._locks: dict[Hashable, _ChatLock] = {}

    @asynccontextmanager
    async def hold(self, key: Hashable) -> AsyncIterator[None]:
        """Holds the lock of a key; who came first goes first."""
        chat_lock = self._locks.setdefault(key, _ChatLock())
        chat_lock.users += 1
        try:
            async with chat_lock.lock:
                yield
        finally:
            chat_lock.users -= 1
            if not chat_lock.users:
                del self._locks[key]
