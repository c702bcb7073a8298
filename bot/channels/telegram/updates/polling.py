"""Polling: asks Telegram for updates, and confirms one only when it and every one below it is committed."""

import asyncio
import logging
import time
from contextlib import suppress

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.handling.intake import Intake
from bot.channels.telegram.token_check import TokenCheck
from bot.channels.telegram.updates.ack_window import LIMIT, AckWindow
from bot.channels.telegram.updates.conflicts import Conflicts
from bot.channels.telegram.updates.poll_watch import PollWatch
from bot.channels.telegram.updates.update_request import TIMING, Timing, UpdateRequest

_log = logging.getLogger(__name__)


class Poller:
    """Polls for one bot. Of two that poll for the same bot the newer one gives up first."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        timing: Timing = TIMING,
        *,
        watch: PollWatch | None = None,
        token: TokenCheck | None = None,
    ) -> None:
        self._intake = intake
        self._timing = timing
        self._window = AckWindow()
        self._request = UpdateRequest(bot, self._window, timing, watch or PollWatch(), token or TokenCheck(bot))
        self._moved = asyncio.Event()
        self._leaving = asyncio.Event()
        self._taking: set[asyncio.Task[None]] = set()

    async def run(self, stopping: asyncio.Event) -> None:
        """Polls until it is time to stop. Then updates that are being taken are finished, and committed ones confirmed.

        Raises `UsageFault` where Telegram refuses the token for good, or gives the updates to another process.
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
            updates = await self._request.ask(conflicts)
            contents = dict(updates)
            repeated = self._window.find_repeated(contents)
            fresh = self._window.accept(contents)
            for _ in repeated:
                self._intake.count("repeated")
            for number in fresh:  # tasks begin in the order in which they are made, and so a chat's updates do
                task = asyncio.create_task(self._take(number, contents[number]))
                self._taking.add(task)
                task.add_done_callback(self._taking.discard)
            if repeated:
                await asyncio.sleep(self._timing.again)
            await self._wait_until_worth_asking()

    async def _take(self, number: int, update: object) -> None:
        if await self._intake.take_with_retries(number, update, self._leaving):
            self._window.commit(number)
            self._moved.set()

    async def _wait_until_worth_asking(self) -> None:
        """Waits until all is committed, or half of what Telegram gives at most.

        It waits only for a moment, unless Telegram could give nothing new.
        """
        until = time.monotonic() + self._timing.again
        while self._window.uncommitted and not (self._window.has_moved and self._window.uncommitted <= LIMIT // 2):
            self._moved.clear()
            left = until - time.monotonic()
            if left <= 0 and not self._window.is_full:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout(None if self._window.is_full else left):
                    await self._moved.wait()

    async def _leave(self) -> None:
        """Finishes what is being taken, begins nothing, and confirms what is committed."""
        self._leaving.set()
        if self._taking:
            await asyncio.wait(self._taking, timeout=self._timing.stop)
        offset = self._window.confirm()
        if offset == self._request.confirmed:
            return
        try:
            async with asyncio.timeout(self._timing.stop):
                await self._request.confirm(offset)
        except (TelegramError, TimeoutError) as fault:
            name = type(fault).__name__
            _log.warning("what is committed could not be confirmed: %s; Telegram will give it again", name)
