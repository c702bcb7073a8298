"""Polling: asks Telegram for updates, and confirms one only when it and every one below it is committed."""

import asyncio
import logging
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.delivery.api_errors import get_retry_after
from bot.channels.telegram.delivery.backoff import Backoff
from bot.channels.telegram.updates.ack_window import LIMIT, AckWindow
from bot.channels.telegram.updates.conflicts import Conflicts
from bot.channels.telegram.updates.get_updates import Garbled, ask
from bot.channels.telegram.updates.intake import Intake
from bot.config.errors import UsageFault

FAULT_WAITS = Backoff(0.5, 30)
CONFLICT_WAITS = Backoff(0.5, 4)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long polling waits, in seconds.

    `again` is how soon the same is asked for once more, for chats that come after one that is slow; Telegram answers
    with a single update what is repeated within half a second (telegram-bot-api, Client.cpp,
    process_get_updates_query).
    """

    poll: int = 30
    again: float = 0.6
    stop: float = 5
    faults: Backoff = FAULT_WAITS
    conflicts: Backoff = CONFLICT_WAITS
    settled: float = 60


class Poller:
    """Polls for one bot. Of two that poll for the same bot the newer one gives up first."""

    def __init__(self, bot: Bot, intake: Intake, timing: Timing = Timing()) -> None:
        self._bot = bot
        self._intake = intake
        self._timing = timing
        self._window = AckWindow()
        self._moved = asyncio.Event()
        self._leaving = asyncio.Event()
        self._taking: set[asyncio.Task[None]] = set()
        self._confirmed = 0
        self._one_by_one = 0

    async def run(self, stopping: asyncio.Event) -> None:
        """Polls until it is time to stop; then what is being taken is finished, and what is committed is confirmed.

        Raises `UsageFault` where Telegram refuses the token, or gives the updates to somebody else.
        """
        going = asyncio.create_task(self._go_on())
        stop = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait({going, stop}, return_when=asyncio.FIRST_COMPLETED)
            going.cancel()
            await asyncio.wait({going})
            await self._leave()
        finally:
            tasks = [going, stop, *self._taking]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        if not going.cancelled():
            going.result()

    async def _go_on(self) -> None:
        conflicts = Conflicts(time.monotonic(), self._timing.settled)
        while True:
            updates = await self._ask(conflicts)
            repeated = self._window.find_repeated(number for number, _ in updates)
            for _ in repeated:
                self._intake.count("repeated")
            self._begin(updates)
            if repeated:
                await asyncio.sleep(self._timing.again)
            await self._worth_asking()

    def _begin(self, updates: list[tuple[int, Any]]) -> None:
        """Begins to take what is new; tasks begin in the order in which they are made, and so do the updates of a chat."""
        contents = dict(updates)
        for number in self._window.accept(contents):
            task = asyncio.create_task(self._take(number, contents[number]))
            self._taking.add(task)
            task.add_done_callback(self._taking.discard)

    async def _take(self, number: int, update: object) -> None:
        if await self._intake.take_with_retries(number, update, self._leaving):
            self._window.commit(number)
            self._moved.set()

    async def _worth_asking(self) -> None:
        """Waits until all is committed, or half of what Telegram gives; or for a moment, unless it could give nothing new."""
        until = time.monotonic() + self._timing.again
        while len(self._window) and not (self._window.has_moved and len(self._window) <= LIMIT // 2):
            self._moved.clear()
            left = until - time.monotonic()
            if left <= 0 and not self._window.is_full:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(None if self._window.is_full else left):
                    await self._moved.wait()

    async def _ask(self, conflicts: Conflicts) -> list[tuple[int, Any]]:
        """Asks until Telegram answers."""
        tries = 0
        while True:
            limit = 1 if self._one_by_one else LIMIT
            try:
                updates = await self._ask_once(limit)
            except InvalidToken as fault:
                raise UsageFault(BAD_TOKEN) from fault
            except Conflict as fault:
                wait = self._timing.conflicts.wait_seconds(conflicts.note(fault, time.monotonic()) - 1)
                _log.warning("polling is in conflict with another poll or a webhook; once more in %.1f seconds", wait)
            except RetryAfter as fault:
                wait = max(get_retry_after(fault), self._timing.faults.wait_seconds(tries))
                _log.warning("Telegram wants to be asked again in %.1f seconds", wait)
            except TelegramError as fault:
                self._one_by_one = LIMIT if isinstance(fault, Garbled) else self._one_by_one
                wait = self._timing.faults.wait_seconds(tries)
                _log.warning("polling failed: %s; once more in %.1f seconds", type(fault).__name__, wait)
            else:
                self._one_by_one = max(0, self._one_by_one - 1)
                return updates
            tries += 1
            await asyncio.sleep(wait)

    async def _ask_once(self, limit: int) -> list[tuple[int, Any]]:
        offset = self._window.confirm()
        updates = await ask(self._bot, offset, limit, 0 if len(self._window) else self._timing.poll)
        self._confirmed = offset
        return updates

    async def _leave(self) -> None:
        """Finishes what is being taken, begins nothing, and confirms what is committed."""
        self._leaving.set()
        if self._taking:
            await asyncio.wait(self._taking, timeout=self._timing.stop)
        offset = self._window.confirm()
        if offset == self._confirmed:
            return
        try:
            async with asyncio.timeout(self._timing.stop):
                await ask(self._bot, offset, 1, 0)
        except (TelegramError, TimeoutError) as fault:
            _log.warning(
                "what is committed could not be confirmed: %s; Telegram will give it again", type(fault).__name__
            )


BAD_TOKEN = (
    "Telegram does not know the bot's token: take it from @BotFather again, and correct TRIALSCREEN_TELEGRAM_TOKEN"  # noqa: S105
)
