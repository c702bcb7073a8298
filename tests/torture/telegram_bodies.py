"""Brings mutated updates, and bodies that are none, to a whole bot that logs at DEBUG. Run it as a script."""

import asyncio
from collections import Counter
from random import Random
from typing import Any

import aiohttp
import orjson
from attacks import Broken, Options, main
from stores import store_at
from telegram_bots import SECRET, Deployment, cold, listens, stopped
from telegram_deliveries import let_in
from telegram_inside import now
from telegram_mutations import BIRD, PEOPLE, STUCK_SECONDS, good, mutated, real, silent, taken

from bot.channels.telegram.updates.webhook import SECRET as SECRET_HEADER
from bot.workbench.telegram_standin import Standin


def through_http(options: Options) -> str:
    """Brings mutated updates, and bodies that are none, to a whole bot that logs at DEBUG."""
    count = options.count(3_000, 100)
    with Standin() as standin:
        bot = Deployment(options.folder, standin.url, is_hooked=True, level="DEBUG")
        with store_at(bot.where, now=now()) as store:
            let_in(store, [1_000 + each for each in range(PEOPLE)])
        with cold(bot) as process:
            listens(bot)
            answers = asyncio.run(_brought(bot, options.random("http"), count))
            stopped(process)
    with store_at(bot.where, now=now()) as store:
        for each in range(0, count, 100):
            taken(store, 10**8 + each, each)
    log = bot.log.read_text(encoding="utf-8")
    silent(log, "the bot's log")
    if '"level":"critical"' in log or " failed" in log:
        raise Broken(
            f"something crashed: {next(line for line in log.splitlines() if 'critical' in line or ' failed' in line)}"
        )
    return f"{count} bodies, answered with {', '.join(f'{code}: {number}' for code, number in sorted(answers.items()))}"


async def _brought(bot: Deployment, random: Random, count: int) -> Counter[int]:
    answers: Counter[int] = Counter()
    headers = {SECRET_HEADER: SECRET, "Content-Type": "application/json"}
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=STUCK_SECONDS)) as session:

        async def bring(body: bytes) -> int:
            async with session.post(f"{bot.url}/hook", data=body, headers=headers) as answer:
                answers[answer.status] += 1
                return answer.status

        for first in range(0, count, 100):
            updates = [
                mutated(real(10**6 + first + each, 1_000 + random.randrange(PEOPLE), random), random)
                for each in range(100)
            ]
            await asyncio.gather(*(bring(_body(update, random)) for update in updates))
            if await bring(orjson.dumps(good(10**8 + first, 1_000, "/status"))) != 200:
                raise Broken(f"the good update after {first} was not served")
    if set(answers) - {200, 400, 413}:
        raise Broken(f"bodies were answered with {dict(answers)}")
    return answers


def _body(update: dict[str, Any], random: Random) -> bytes:
    """Returns an update's body, now and then cut, with a byte changed, half a character, or something else entirely."""
    body = bytearray(orjson.dumps(update))
    roll = random.random()
    if roll < 0.1:
        return bytes(body[: random.randrange(len(body))])
    if roll < 0.2:
        body[random.randrange(len(body))] = random.randrange(256)
    if roll < 0.25:
        return random.choice(
            (
                b"",
                b"[]",
                b"null",
                b"[" * 5_000,
                b'{"update_id":1e400}',
                b'{"update_id":' + b"9" * 5_000 + b"}",
                BIRD.encode() * 200_000,
            )
        )
    if roll < 0.3:
        return bytes(body).replace(BIRD.encode(), BIRD.encode() + b"\\ud800")
    return bytes(body)


if __name__ == "__main__":
    main({"mutated updates through HTTP": through_http})
