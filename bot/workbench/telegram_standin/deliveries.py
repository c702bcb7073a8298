"""Deliveries that come several times and in any order, to one webhook process or several: an attack on a bot."""

import asyncio
from collections import Counter
from random import Random

import aiohttp

from bot.workbench.telegram_standin.running import Standin

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def deliver_shuffled(
    standin: Standin,
    urls: list[str],
    secret: str = "",
    *,
    most: int = 5,
    seed: int = 0,
    connections: int = 40,
    tries: int = 20,
) -> Counter[int]:
    """Takes all updates that wait, posts each 1 to `most` times in a shuffled order, and counts the statuses.

    A delivery that is not answered with 2xx is tried again, up to `tries` times; status 0 counts broken connections.
    """
    with standin.world.lock:
        bodies = [update.body for update in standin.bot.updates]
        standin.bot.updates.clear()
    draw = Random(seed)
    deliveries = [(draw.choice(urls), body) for body in bodies for _ in range(draw.randint(1, most))]
    draw.shuffle(deliveries)
    return asyncio.run(_deliver(deliveries, secret, connections, tries))


async def _deliver(deliveries: list[tuple[str, bytes]], secret: str, connections: int, tries: int) -> Counter[int]:
    statuses: Counter[int] = Counter()
    waiting = iter(deliveries)
    headers = {"Content-Type": "application/json", **({SECRET_HEADER: secret} if secret else {})}
    async with aiohttp.ClientSession(headers=headers, connector=aiohttp.TCPConnector(limit=0)) as session:

        async def carry() -> None:
            for url, body in waiting:
                for _ in range(tries):
                    try:
                        async with session.post(url, data=body) as answer:
                            status = answer.status
                    except aiohttp.ClientError:
                        status = 0
                    statuses[status] += 1
                    if 200 <= status <= 299:
                        break
                    await asyncio.sleep(0.05)

        await asyncio.gather(*(carry() for _ in range(connections)))
    return statuses
