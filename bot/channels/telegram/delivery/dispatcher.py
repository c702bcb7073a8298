"""From the outbox to Telegram: every message at least once, in order within its chat, and no chat held up by another one.

A message may come twice where Telegram took it and its answer was lost, or where the program died before it was noted;
of one that goes in several parts, a crash may repeat some. None is lost, but for those that Telegram will never take:
they are noted, counted and dropped.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from random import Random

from telegram import Bot

from bot.channels.telegram.delivery.backoff import pause
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.delivery.chat_queue import ChatQueue, DeliveryCounts
from bot.channels.telegram.delivery.delivery import Delivery, Make, make_none
from bot.channels.telegram.delivery.outbox_port import OutboxPort
from bot.channels.telegram.delivery.pacing import Patience, SendPace
from bot.channels.telegram.delivery.rendering import is_telegram_chat
from bot.config.errors import UsageFault

LOCKED_OUT = (
    "the bot's token: Telegram does not accept it; copy the current one from @BotFather, set it, and start again"
)

_log = logging.getLogger(__name__)


class Sender:
    """Sends what waits in the outbox.

    Call `notify` after each commit that posted something; `run` finds what else is there.
    """

    def __init__(
        self,
        bot: Bot,
        post: OutboxPort,
        signer: Signer,
        pace: SendPace,
        *,
        now: Callable[[], datetime],
        random: Random,
        patience: Patience | None = None,
        counts: DeliveryCounts | None = None,
        make: Make = make_none,
    ) -> None:
        self.bot, self.post, self.signer, self.pace = bot, post, signer, pace
        self.now, self.random = now, random
        self.patience, self.counts = patience or Patience(), counts or DeliveryCounts()
        self._lanes: dict[str, ChatQueue] = {}
        self._slots = asyncio.Semaphore(self.patience.in_flight)
        self._stopping = asyncio.Event()
        self._delivery = Delivery(
            bot,
            post,
            signer,
            pace,
            now=now,
            random=random,
            patience=self.patience,
            counts=self.counts,
            stopping=self._stopping,
            make=make,
        )

    def notify(self, chat: str) -> None:
        """Says, on the event loop, that something was posted to a chat."""
        if self._stopping.is_set() or not is_telegram_chat(chat):
            return
        lane = self._lane(chat)
        if lane.notified_at is None:
            lane.notified_at = self.pace.clock()

    def stop(self) -> None:
        """Lets `run` end: what is in flight is finished within `stop_seconds`, and the rest given back."""
        self._stopping.set()

    async def run(self) -> None:
        """Sends until it is stopped or cancelled. Raises `UsageFault` where Telegram does not accept the token."""
        try:
            await self._tell_outbox(self.post.recover)
            while not self._stopping.is_set():
                await self._walk()
                await pause(self._stopping, self.patience.walk_seconds)
        finally:
            await self._end()
        if self._delivery.is_locked_out:
            raise UsageFault(LOCKED_OUT)

    async def _walk(self) -> None:
        """Finds what a crash or another process left: takes in hand what there is room for, chat by chat.

        Messages of other channels come into hand too; nothing is done with them, and they are free again within a
        minute.
        """
        after = b""
        while not self._stopping.is_set():
            room = self.patience.in_flight - sum(not lane.is_waiting for lane in self._lanes.values())
            if room <= 0:
                await pause(self._stopping, self.patience.walk_seconds / 20)
                continue
            try:
                claimed, after = await self.post.claim_any(self.now(), after, room)
            except Exception as fault:  # noqa: BLE001 - whatever is wrong with the outbox, it is looked at again
                _log.warning("the outbox could not be walked: %s", type(fault).__name__)
                return
            for outgoing in claimed:
                if is_telegram_chat(outgoing.chat):
                    self._lane(outgoing.chat).given.append(outgoing)
            if not after:
                return

    async def _end(self) -> None:
        self._stopping.set()
        left = [lane.task for lane in self._lanes.values() if lane.task is not None]
        for _ in range(2):
            if left:
                _, late = await asyncio.wait(left, timeout=self.patience.stop_seconds)
                left = [task for task in late if task.cancel()]
        await self._tell_outbox(self.post.release_leases)

    async def _tell_outbox(self, done: Callable[[], Awaitable[None]]) -> None:
        """Says something to the outbox. Where it does not hear it now, leases end by themselves."""
        try:
            await done()
        except Exception as fault:  # noqa: BLE001 - the same
            _log.warning("the outbox could not be used: %s", type(fault).__name__)

    def _lane(self, chat: str) -> ChatQueue:
        """Returns the lane of a chat, awake."""
        lane = self._lanes.get(chat)
        if lane is None:
            lane = self._lanes[chat] = ChatQueue(chat)
            lane.task = asyncio.get_running_loop().create_task(self._run(lane))
        lane.is_woken = True
        return lane

    async def _run(self, lane: ChatQueue) -> None:
        """Serves a chat until nothing waits for it. It has a slot only while it has something to do."""
        wait = 0.0
        try:
            while lane.is_woken and not self._stopping.is_set():
                await self._rest(lane, max(wait, self.pace.get_chat_seconds(lane.chat), self.pace.get_held_seconds()))
                async with self._slots:
                    wait = 0.0 if self._stopping.is_set() else await self._serve_next(lane)
        finally:
            del self._lanes[lane.chat]
            for outgoing in lane.given:
                with suppress(Exception):  # it is free again within a minute in any case
                    await self._delivery.give_back(outgoing, 0)

    async def _rest(self, lane: ChatQueue, seconds: float) -> None:
        if seconds > 0:
            lane.is_waiting = True
            await pause(self._stopping, seconds)
            lane.is_waiting = False

    async def _serve_next(self, lane: ChatQueue) -> float:
        """Serves the first message of a chat, and returns how many seconds to wait before the next one."""
        lane.is_woken, outgoing = False, None
        try:
            outgoing = lane.given.popleft() if lane.given else await self.post.claim(lane.chat, self.now())
            if outgoing is None:
                lane.notified_at = None
                return 0.0
            lane.is_woken = True
            wait = await self._delivery.serve(lane, outgoing)
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with the outbox, the chat must go on later
            _log.warning("the outbox could not be used: %s", type(fault).__name__)
            lane.is_woken = True
            if outgoing is not None:
                lane.given.appendleft(outgoing)
            lane.faults += 1
            return self.patience.get_delay_seconds(lane.faults, self.random)
        lane.faults = 0
        return wait
