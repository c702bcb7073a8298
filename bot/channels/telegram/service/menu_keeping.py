"""When Telegram is told the command menu: until it takes it, and again after each outage."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import count

from bot.channels.backoff import Backoff

MENU_WAITS = Backoff(1, 300)


async def keep_menu(tell: Callable[[], Awaitable[bool]], recovered: asyncio.Event, waits: Backoff = MENU_WAITS) -> None:
    """Tells the menu until it was taken, and once more each time `recovered` is set. It never ends by itself."""
    while True:
        for tries in count():
            if await tell():
                break
            await asyncio.sleep(waits.wait_seconds(tries))
        await recovered.wait()
        recovered.clear()
