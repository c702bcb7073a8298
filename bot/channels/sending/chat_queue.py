"""The queue of one chat."""

import asyncio
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field

from bot.channels.sending.rendering import Way
from storage.model.stored import Outgoing


@dataclass(slots=True)
class ChatQueue:
    """The messages that one chat is being sent.

    Something may be said in it while it is `woken`. Closing edits wait in the outbox while it `has_closing`. While it
    `is_tight`, its pace has no room for them beside a message.
    `given` are messages that are leased already. `parts`, `way` and `receipt` say how far message `begun` has come.
    `arrived` is there while the channel shows the end of a message, and set once its receipt is noted.
    """

    chat: str
    given: deque[Outgoing] = field(default_factory=deque)
    task: "asyncio.Task[None] | None" = None
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    has_closing: bool = False
    is_tight: bool = False
    is_waiting: bool = False
    notified_at: float | None = None
    faults: int = 0
    begun: int = 0
    parts: int = 0
    way: Way = Way.AS_IT_IS
    receipt: int | None = None
    arrived: asyncio.Event | None = None

    async def wait_for_receipt(self, seconds: float) -> None:
        """Waits at most some seconds where the end of a message is just being shown."""
        if self.arrived is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self.arrived.wait()
