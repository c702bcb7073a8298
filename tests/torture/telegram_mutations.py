"""Mutated updates: nothing crashes, a good update is always served, and the logs hold nothing of what they held.

Run it as a script.
"""

import asyncio
import copy
import io
import logging
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

import orjson
from attacks import Broken, Options, main
from sqlalchemy import select
from stores import KEY, place
from telegram_bots import SECRET
from telegram_deliveries import let_in
from telegram_inside import Inside, inside

from bot.channels.handling.intake import Intake, Unreadable
from bot.channels.telegram.updates.update_parser import TelegramReceiving
from bot.channels.telegram.updates.webhook import read_update
from bot.observability import logging as logs
from bot.workbench.telegram_standin import TOKEN
from storage.database.schema import events
from storage.model.errors import Unavailable
from storage.unit_of_work.store import Store

PEOPLE = 40
BATCH = 500
STUCK_SECONDS = 30
BIRD = "qzcanaryxw"
"""Begins whatever must not be written down anywhere."""


def bird(random: Random) -> str:
    """Returns a text that is found again wherever it is written."""
    return f"{BIRD}{random.randrange(10**9)}"


def good(update: int, person: int, text: str) -> dict[str, Any]:
    """Returns an update as Telegram sends one: a text in a private chat."""
    who = {
        "id": person,
        "is_bot": False,
        "first_name": f"{BIRD}first",
        "last_name": f"{BIRD}last",
        "username": f"{BIRD}user",
    }
    chat = {"id": person, "type": "private", "first_name": f"{BIRD}first", "username": f"{BIRD}user"}
    message = {
        "message_id": update,
        "date": int(time.time()),
        "from": who | {"language_code": "en"},
        "chat": chat,
        "text": text,
    }
    return {"update_id": update, "message": message}


def real(update: int, person: int, random: Random) -> dict[str, Any]:
    """Returns an update of one of the kinds that Telegram sends."""
    said = good(
        update, person, random.choice(("120 days", "no", "/status", "/new", "/list", "/why", "/back", bird(random)))
    )
    message = said["message"]
    kind = random.randrange(9)
    if kind == 0:
        return {"update_id": update, "edited_message": message | {"edit_date": message["date"]}}
    if kind == 1:
        del message["text"]
        photo = {"file_id": bird(random), "file_unique_id": bird(random), "width": 90, "height": 90, "file_size": 1}
        message |= {"photo": [photo], "caption": bird(random)}
    if kind == 2:
        message["reply_to_message"] = copy.deepcopy(message)
        message["entities"] = [
            {"type": "bot_command", "offset": 0, "length": 4},
            {"type": "text_link", "offset": 1, "length": 2, "url": bird(random)},
        ]
    if kind == 3:
        message["chat"] = {"id": -100 * person, "type": "supergroup", "title": bird(random)}
    if kind == 4:
        member = {"user": {"id": 42, "is_bot": True, "first_name": "bot"}, "status": "member"}
        change = {"from": message["from"], "chat": message["chat"], "date": message["date"], "old_chat_member": member}
        return {
            "update_id": update,
            "my_chat_member": (
                change | {"new_chat_member": member | {"status": random.choice(("kicked", "member", "left"))}}
            ),
        }
    if kind in (5, 6):
        query = {
            "id": str(update),
            "from": message["from"],
            "message": message,
            "chat_instance": "7",
            "data": bird(random),
        }
        return {"update_id": update, "callback_query": query}
    return said


def mutated(update: dict[str, Any], random: Random) -> dict[str, Any]:
    """Changes an update in one to three places. Its number stays a number, as without one nobody could bring it."""
    number = update["update_id"]
    for _ in range(random.randint(1, 3)):
        holder, name = random.choice([*_places(update)] or [(update, "message")])
        holder.setdefault(name) if isinstance(holder, dict) else None
        roll = random.random()
        if roll < 0.25 and isinstance(holder, dict):
            del holder[name]
        elif roll < 0.35 and isinstance(holder, dict):
            holder[random.choice(("message", "callback_query", "chat", "text", "from", bird(random), ""))] = holder.pop(
                name
            )
        elif roll < 0.45:
            holder[name] = copy.deepcopy(random.choice([held[key] for held, key in _places(update)]))
        else:
            holder[name] = _rubbish(random)
    return update | {"update_id": number}


def _places(held: Any) -> Iterator[tuple[Any, Any]]:
    """Yields every place of an update at which something stands, but for the first few levels of a nest only."""
    pairs = list(held.items()) if isinstance(held, dict) else list(enumerate(held))
    for key, value in pairs[:50]:
        yield held, key
        if isinstance(value, dict | list) and len(str(value)) < 5_000:
            yield from _places(value)


def _rubbish(random: Random) -> Any:
    nest: Any = bird(random)
    for _ in range(random.choice((3, 60))):
        nest = [nest] if random.random() < 0.5 else {"chat": nest}
    return random.choice((
        None, True, False, 0, -1, 1, 2**31, -(2**31), 2**53, 2**63 - 1, -(2**63), 1e308, -0.0, 1.5, "", " ", "0",
        str(2**70), bird(random), BIRD + "x" * random.choice((100, 4_096, 60_000)), f"{BIRD}\x00\x01\x7f",
        f"{BIRD}\u202e\ufffe\U0001f469\u200d", f"<b>{BIRD}</b>&amp;", f"/start {bird(random)}", f"{BIRD}\n" * 50, "١٢٣",
        [], {}, [None] * 50, nest, {"id": random.randrange(1, 60)}, random.randrange(1_000, 1_000 + PEOPLE),
        [bird(random)] * 3, "1" * 5_000, "/" * 300, f"{BIRD} 12.05.2026",
    ))  # fmt: skip


def in_this_process(options: Options) -> str:
    """Gives mutated updates to the intake, with all logs on."""
    with _heard() as log:
        said = asyncio.run(_given(options))
    silent(log.getvalue(), "the logs")
    return f"{said}; {len(log.getvalue().splitlines())} lines logged at DEBUG, nothing of them in it"


async def _given(options: Options) -> str:
    random = options.random("mutations")
    count = options.count(97_000, 500)
    crashes: Counter[str] = Counter()
    async with inside(None, place(options.folder), options.random("bot"), is_polling=False) as bot:
        bot.service.sender.stop()
        let_in(bot.store, [1_000 + each for each in range(PEOPLE)])
        intake = _watched(bot, crashes)
        for first in range(0, count, BATCH):
            batch = [
                mutated(real(10**6 + first + each, 1_000 + random.randrange(PEOPLE), random), random)
                for each in range(BATCH)
            ]
            good_one = good(10**8 + first, 1_000 + random.randrange(PEOPLE), "/status")
            try:
                async with asyncio.timeout(STUCK_SECONDS):
                    await asyncio.gather(*(_once(intake, each) for each in batch))
                    await _once(intake, good_one)
            except TimeoutError as fault:
                raise Broken(f"the intake is stuck in the batch from {first} on") from fault
            taken(bot.store, good_one["update_id"], first)
            if crashes:
                raise Broken(f"in the batch from {first} on: {dict(crashes)}")
    counted = bot.metrics.render_page()[0].decode()
    dead_letters = sum(
        float(line.split()[-1])
        for line in counted.splitlines()
        if line.startswith("trialscreen_updates_put_aside_total")
    )
    return f"{count} updates, {dead_letters:.0f} of them dead letters, {count // BATCH} good ones between them served"


def _watched(bot: Inside, crashes: Counter[str]) -> Intake:
    """Returns an intake like the service's, that also counts errors of updates that are not said to be unreadable."""

    async def take(update: dict[str, Any]) -> None:
        try:
            await bot.service.handler.take(update)
        except (Unavailable, Unreadable):
            raise
        except Exception as fault:
            crashes[f"{type(fault).__name__}: {str(fault)[:200]} for {str(update)[:600]}"] += 1
            raise

    add_dead_letter = bot.service.add_dead_letter
    return Intake(take, add_dead_letter, bot.metrics.count, TelegramReceiving.find_chat)


async def _once(intake: Intake, update: dict[str, Any]) -> None:
    try:
        number, found = read_update(orjson.dumps(update))
    except ValueError:
        return
    await intake.take_once(number, found)


def taken(store: Store, update: int, first: int) -> None:
    with store.reading() as repository:
        if repository.connection.execute(select(events.c.id).where(events.c.id.endswith(f":{update}"))).first() is None:
            raise Broken(f"the good update after the batch from {first} on was not taken")


@contextmanager
def _heard() -> Iterator[io.StringIO]:
    """Lets all of this process's logs go through the bot's own at DEBUG, gives what they write, and restores them."""
    handlers, level, errors = logging.root.handlers, logging.root.level, sys.stderr
    sys.stderr = io.StringIO()
    try:
        logs.configure("DEBUG", is_terminal=False, secrets=[TOKEN, KEY.text])
        yield sys.stderr
    finally:
        logging.root.handlers, sys.stderr = handlers, errors
        logging.root.setLevel(level)


def silent(log: str, where: str) -> None:
    """Makes sure that nothing of any update, and no token, stands in a log. Raises `Broken`."""
    for line in log.splitlines():
        if BIRD in line.lower() or TOKEN.partition(":")[2] in line or SECRET in line:
            raise Broken(f"{where} hold what must not stand there: {line[:300]}")


if __name__ == "__main__":
    main({"mutated updates": in_this_process})
