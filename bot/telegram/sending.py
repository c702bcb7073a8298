"""From the outbox to Telegram: every message at least once, in order within its chat, and no chat held up by another one.

A message may come twice where Telegram took it and its answer was lost, or where the program died before it was noted; of one that goes
in several parts, a crash may repeat some. None is lost, but for those that Telegram will never take: they are noted, counted and dropped.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Protocol, TypeVar

from telegram import Bot

from bot.faults import UsageFault
from bot.telegram.buttons import Signer
from bot.telegram.pace import Pace, Patience
from bot.telegram.refusals import Meaning, meaning, reason, told_seconds
from bot.telegram.rendering import delete, edit, edited_part, is_ours, number_of, parts_of, send
from storage.kept import Do, Outgoing
from storage.store import Store
from storage.writer import Writer

LOCKED_OUT = "the bot's token: Telegram does not accept it; copy the current one from @BotFather, set it, and start again"

Found = TypeVar("Found")

_log = logging.getLogger(__name__)


class Post(Protocol):
    """The outbox as sending sees it; several processes may draw from one. Any operation may raise, and is then tried again later."""

    async def claim(self, chat: str, now: datetime) -> Outgoing | None:
        """Takes the first message of a chat in hand for a minute. None where nothing waits, is due, or may be sent."""

    async def claim_any(self, now: datetime, after: bytes, most: int) -> tuple[list[Outgoing], bytes]:
        """Takes the first messages of at most `most` further chats in hand; with them comes where to go on, empty at the end."""

    async def sent_as(self, message: int, receipt: int, now: datetime) -> None:
        """Notes that a message was sent, and Telegram's number of it."""

    async def sent(self, messages: list[int], now: datetime) -> None:
        """Notes that messages are done with, and deletes their texts."""

    async def failed(self, message: int, due_at: datetime) -> None:
        """Gives a message back, to be tried again not before a moment."""

    async def blocked(self, chat: str, now: datetime) -> None:
        """Notes that a chat cannot be written to, so that nothing of it is claimed until its person writes again."""

    async def receipt(self, chat: str, screening: bytes | None, question: int) -> int | None:
        """Returns Telegram's number of the message that asked a question; None where it is not known."""


@dataclass(slots=True)
class Counts:
    """What became of messages since the start; `served` is called with the seconds from `notify` to Telegram's answer."""

    sent: int = 0
    retried: int = 0
    dropped: int = 0
    blocked: int = 0
    served: Callable[[float], None] = field(default=lambda _: None, repr=False)


@dataclass(slots=True)
class Lane:
    """A chat that is being served. `given` are messages in hand; `parts` and `receipt` say how far message `begun` has come."""

    chat: str
    given: deque[Outgoing] = field(default_factory=deque)
    task: "asyncio.Task[None] | None" = None
    is_woken: bool = True
    is_waiting: bool = False
    notified_at: float | None = None
    faults: int = 0
    begun: int = 0
    parts: int = 0
    receipt: int | None = None


class NotNowError(Exception):
    """A message in hand must not go now: the bot was told to wait, or sending stops."""


class Sender:
    """Sends what waits in the outbox. Call `notify` after each commit that posted something; `run` finds what else is there."""

    def __init__(
        self,
        bot: Bot,
        post: Post,
        signer: Signer,
        pace: Pace,
        *,
        now: Callable[[], datetime],
        random: Random,
        patience: Patience | None = None,
        counts: Counts | None = None,
    ) -> None:
        self.bot, self.post, self.signer, self.pace = bot, post, signer, pace
        self.now, self.random = now, random
        self.patience, self.counts = patience or Patience(), counts or Counts()
        self._lanes: dict[str, Lane] = {}
        self._slots = asyncio.Semaphore(self.patience.in_flight)
        self._stopping = asyncio.Event()
        self._is_locked_out = False

    def notify(self, chat: str) -> None:
        """Says, on the event loop, that something was posted to a chat."""
        if self._stopping.is_set() or not is_ours(chat):
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
            while not self._stopping.is_set():
                await self._walk()
                await self._nap(self.patience.walk_seconds)
        finally:
            await self._end()
        if self._is_locked_out:
            raise UsageFault(LOCKED_OUT)

    async def _walk(self) -> None:
        """Finds what a crash or another process left: takes in hand what there is room for, chat by chat.

        Messages of other channels come into hand too; nothing is done with them, and they are free again within a minute.
        """
        after = b""
        while not self._stopping.is_set():
            room = self.patience.in_flight - sum(not lane.is_waiting for lane in self._lanes.values())
            if room <= 0:
                await self._nap(self.patience.walk_seconds / 20)
                continue
            try:
                claimed, after = await self.post.claim_any(self.now(), after, room)
            except Exception as fault:  # noqa: BLE001 - whatever is wrong with the outbox, it is looked at again
                _log.warning("the outbox could not be walked: %s", type(fault).__name__)
                return
            for outgoing in claimed:
                if is_ours(outgoing.chat):
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

    def _lane(self, chat: str) -> Lane:
        """Returns the lane of a chat, awake."""
        lane = self._lanes.get(chat)
        if lane is None:
            lane = self._lanes[chat] = Lane(chat)
            lane.task = asyncio.get_running_loop().create_task(self._run(lane))
        lane.is_woken = True
        return lane

    async def _run(self, lane: Lane) -> None:
        """Serves a chat until nothing waits for it. It has a slot only while it has something to do."""
        wait = 0.0
        try:
            while lane.is_woken and not self._stopping.is_set():
                await self._rest(lane, max(wait, self.pace.chat_seconds(lane.chat), self.pace.held_seconds()))
                async with self._slots:
                    wait = 0.0 if self._stopping.is_set() else await self._serve_next(lane)
        finally:
            del self._lanes[lane.chat]
            for outgoing in lane.given:
                with suppress(Exception):  # it is free again within a minute in any case
                    await self._give_back(outgoing, 0)

    async def _rest(self, lane: Lane, seconds: float) -> None:
        if seconds > 0:
            lane.is_waiting = True
            await self._nap(seconds)
            lane.is_waiting = False

    async def _serve_next(self, lane: Lane) -> float:
        """Serves the first message of a chat, and returns how many seconds to wait before the next one."""
        lane.is_woken, outgoing = False, None
        try:
            outgoing = lane.given.popleft() if lane.given else await self.post.claim(lane.chat, self.now())
            if outgoing is None:
                lane.notified_at = None
                return 0.0
            lane.is_woken = True
            wait = await self._serve(lane, outgoing)
        except Exception as fault:  # noqa: BLE001 - whatever is wrong with the outbox, the chat must go on later
            _log.warning("the outbox could not be used: %s", type(fault).__name__)
            lane.is_woken = True
            if outgoing is not None:
                lane.given.appendleft(outgoing)
            lane.faults += 1
            return self.patience.delay_seconds(lane.faults, self.random)
        lane.faults = 0
        return wait

    async def _serve(self, lane: Lane, outgoing: Outgoing) -> float:
        try:
            await (self._send(lane, outgoing) if outgoing.do is Do.SEND else self._change(outgoing))
        except NotNowError:
            return await self._give_back(outgoing, self.pace.held_seconds())
        except asyncio.CancelledError:
            await self._give_back(outgoing, 0)
            raise
        except Exception as error:  # noqa: BLE001 - a chat outlives whatever one message does
            return await self._meet(outgoing, error)
        if outgoing.do is Do.SEND and lane.receipt is not None:
            await self.post.sent_as(outgoing.id, lane.receipt, self.now())
        else:
            await self.post.sent([outgoing.id], self.now())
        self.counts.sent += 1
        if lane.notified_at is not None:
            self.counts.served(self.pace.clock() - lane.notified_at)
        return 0.0

    async def _send(self, lane: Lane, outgoing: Outgoing) -> None:
        """Sends the parts of a message that were not sent yet."""
        if lane.begun != outgoing.id:
            lane.begun, lane.parts, lane.receipt = outgoing.id, 0, None
        for part in parts_of(outgoing, self.signer)[lane.parts :]:
            await self._nap(self.pace.chat_seconds(lane.chat))
            await self._nap(self.pace.enter(lane.chat))
            is_stopping = self._stopping.is_set() and not lane.parts  # what was begun is finished
            if is_stopping or self.pace.held_seconds():
                raise NotNowError
            lane.receipt = await send(self.bot, number_of(lane.chat), part)
            lane.parts += 1
            self.pace.served()

    async def _change(self, outgoing: Outgoing) -> None:
        """Edits or deletes a message. One whose number is not known was never shown, and needs no change."""
        target = outgoing.target
        if target is None and outgoing.question is not None:
            target = await self.post.receipt(outgoing.chat, outgoing.screening, outgoing.question)
        if target is None:
            return
        chat = number_of(outgoing.chat)
        if outgoing.do is Do.EDIT:
            await edit(self.bot, chat, target, edited_part(outgoing))
        else:
            await delete(self.bot, chat, target)
        self.pace.served()

    async def _meet(self, outgoing: Outgoing, error: Exception) -> float:
        """Does what an error asks for, and returns how many seconds the chat has to wait."""
        meant = meaning(error)
        if meant is Meaning.DONE:
            await self.post.sent([outgoing.id], self.now())
            return 0.0
        if meant is Meaning.GONE:
            await self.post.blocked(outgoing.chat, self.now())
            self.counts.blocked += 1
            return await self._give_back(outgoing, 0)  # it goes first when the person comes back
        if meant is Meaning.NEVER or (meant is Meaning.AGAIN and outgoing.attempts >= self.patience.most_attempts):
            await self.post.sent([outgoing.id], self.now())
            self.counts.dropped += 1
            _log.error("message %d of the outbox was dropped after %d attempts: %s", outgoing.id, outgoing.attempts, reason(error))
            return 0.0
        return await self._give_back(outgoing, self._wait_after(outgoing, error, meant))

    def _wait_after(self, outgoing: Outgoing, error: Exception, meant: Meaning) -> float:
        """Returns how long a message has to wait after an error that may pass."""
        if meant is Meaning.LOCKED_OUT:
            self._is_locked_out = True
            self.stop()
            return 0.0
        self.counts.retried += 1
        _log.info("message %d of the outbox has to wait after %d attempts: %s", outgoing.id, outgoing.attempts, reason(error))
        if meant is Meaning.WAIT:
            self.pace.told(outgoing.chat, told_seconds(error))
            return told_seconds(error)
        return self.patience.delay_seconds(outgoing.attempts, self.random)

    async def _give_back(self, outgoing: Outgoing, seconds: float) -> float:
        await self.post.failed(outgoing.id, self.now() + timedelta(seconds=seconds))
        return seconds

    async def _nap(self, seconds: float) -> None:
        """Waits, but not once sending stops."""
        if seconds > 0:
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await self._stopping.wait()


class StoredPost:
    """The outbox of a store, used on the writer's thread: an operation is a transaction of its own."""

    def __init__(self, writer: Writer, store: Store) -> None:
        self.writer = writer
        self.outbox = store.outbox

    async def claim(self, chat: str, now: datetime) -> Outgoing | None:
        """See `Post`."""
        return await self._done(self.outbox.claim, chat, now)

    async def claim_any(self, now: datetime, after: bytes, most: int) -> tuple[list[Outgoing], bytes]:
        """See `Post`."""
        return await self._done(self.outbox.claim_any, now, after, most)

    async def sent_as(self, message: int, receipt: int, now: datetime) -> None:
        """See `Post`."""
        await self._done(self.outbox.sent_as, message, receipt, now)

    async def sent(self, messages: list[int], now: datetime) -> None:
        """See `Post`."""
        await self._done(self.outbox.sent, messages, now)

    async def failed(self, message: int, due_at: datetime) -> None:
        """See `Post`."""
        await self._done(self.outbox.failed, message, due_at)

    async def blocked(self, chat: str, now: datetime) -> None:
        """See `Post`."""
        await self._done(self.outbox.blocked, chat, now)

    async def receipt(self, chat: str, screening: bytes | None, question: int) -> int | None:
        """See `Post`."""
        return await self._done(self.outbox.receipt, chat, screening, question)

    async def _done(self, function: Callable[..., Found], *arguments: object) -> Found:
        return await asyncio.wrap_future(self.writer.call(function, *arguments))
