"""Somebody who takes updates for tests: records, is slow, fails, and looks whether Telegram still has the update."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

from telegram import Bot

from bot.channels.backoff import Backoff
from bot.channels.handling.intake import EventId, Intake, Unreadable
from bot.channels.telegram.updates.polling import Poller
from bot.channels.telegram.updates.update_parser import TelegramReceiving
from bot.channels.telegram.updates.update_request import Timing
from bot.workbench.telegram_standin import Standin
from storage.model.errors import Unavailable

QUICK = Timing(poll=5, again=0.1, stop=1, faults=Backoff(0.01, 0.05), conflicts=Backoff(0.01, 0.05), settled=0.3)
"""Polling that loses no time over what goes wrong."""


@dataclass
class Taker:
    """Takes updates.

    What is said decides how: see `take`. `lost` are updates that Telegram had forgotten before they were taken.
    """

    standin: Standin
    taken: list[int] = field(default_factory=list)
    said: dict[int, list[str]] = field(default_factory=dict)
    dead_letters: list[tuple[int, str]] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    slow: dict[int, asyncio.Event] = field(default_factory=dict)
    is_down: bool = False
    random: Random | None = None
    at_once: int = 0
    most_at_once: int = 0

    async def take(self, update: Any) -> None:
        """Takes an update. "unreadable" is not read, "crash" is our mistake, and a slow chat waits for its event."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self._take(update)
        finally:
            self.at_once -= 1

    async def _take(self, update: Any) -> None:
        if not isinstance(update, dict) or "message" not in update or "unreadable" in update["message"].get("text", ""):
            raise Unreadable
        chat, text = update["message"]["chat"]["id"], update["message"]["text"]
        if chat in self.slow:
            await self.slow[chat].wait()
        await asyncio.sleep(self.random.random() / 100 if self.random else 0)
        if self.is_down or (self.random and self.random.random() < 0.2):
            raise Unavailable("the database is locked")
        if "crash" in text:
            raise RuntimeError(f"cannot handle {text}")
        self.commit(update["update_id"])
        self.said.setdefault(chat, []).append(text)

    async def put_aside(self, number: EventId, word: str) -> None:
        """Notes a dead letter."""
        if self.is_down:
            raise Unavailable("the database is locked")
        assert isinstance(number, int)
        self.dead_letters.append((number, word))
        self.commit(number)

    def commit(self, number: int) -> None:
        """Commits an update, and looks whether Telegram would still give it after a crash just before."""
        with self.standin.world.lock:
            if not self.standin.bot.updates.holds(number):
                self.lost.append(number)
        self.taken.append(number)

    def count(self, name: str) -> None:
        """Counts."""
        self.counts[name] += 1

    def intake(self, at_once: int = 64) -> Intake:
        """Returns an intake that loses no time."""
        return Intake(
            self.take,
            self.put_aside,
            self.count,
            TelegramReceiving.find_chat,
            at_once=at_once,
            waits=Backoff(0.01, 0.05),
        )


@asynccontextmanager
async def polling(bot: Bot, intake: Intake, timing: Timing = QUICK) -> AsyncIterator[asyncio.Task[None]]:
    """Polls for as long as the block runs, and stops gracefully; what polling raises reaches who awaits the task."""
    stopping = asyncio.Event()
    task = asyncio.create_task(Poller(bot, intake, timing).run(stopping))
    try:
        yield task
    finally:
        stopping.set()
        await asyncio.wait({task})
