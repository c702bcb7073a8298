"""A lockout: the channel does not know us. It is confirmed beside sending, and only a confirmed one ends that."""

import asyncio
from collections.abc import Awaitable, Callable


class LockoutCheck:
    """Asks a channel whether a lockout is for good, once at a time. It sets `stopping` where it is."""

    def __init__(self, confirm: Callable[[], Awaitable[bool]], stopping: asyncio.Event) -> None:
        self._confirm, self._stopping = confirm, stopping
        self._asking: asyncio.Task[None] | None = None
        self.is_confirmed = False

    def begin(self) -> bool:
        """Begins to ask, and says whether nobody was asking already."""
        if self._asking is not None and not self._asking.done():
            return False
        self._asking = asyncio.get_running_loop().create_task(self._ask())
        return True

    async def end(self) -> None:
        """Asks no more."""
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _ask(self) -> None:
        if await self._confirm():
            self.is_confirmed = True
            self._stopping.set()
