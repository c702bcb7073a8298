"""getUpdates: long polling, one poll at a time.

Follows Client.cpp (process_get_updates_query, do_get_updates, abort_long_poll, fail_query_conflict). A poll that begins
to wait ends the one that waits. Of several conflicts within three seconds, all but the first are told three seconds
late.
"""

import asyncio
from time import monotonic

from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.call import Call
from bot.workbench.telegram_standin.refusal import Refusal, make_refusal
from bot.workbench.telegram_standin.updates import Update
from bot.workbench.telegram_standin.world import World

HOOKED = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
OTHER = "terminated by other getUpdates request; make sure that only one bot instance is running"
LONGEST = 50


class UpdatePolling:
    """Answers getUpdates. `conflict_seconds` is how late repeated conflicts are told.

    `slows_hasty` brings two rules of the real server that seldom matter and make tests slow. The same offset within
    three seconds waits three seconds. Within half a second it gets one update only.
    """

    def __init__(self, world: World, *, conflict_seconds: float = 3.0, slows_hasty: bool = False) -> None:
        self.world, self.conflict_seconds, self.slows_hasty = world, conflict_seconds, slows_hasty
        world.listeners.append(self.wake)

    def wake(self) -> None:
        """Ends the polls for which an update has come."""
        with self.world.lock:
            for bot in self.world.bots.values():
                if bot.poll is not None and len(bot.updates):
                    bot.poll.set_result("")
                    bot.poll = None

    async def get_updates(self, bot: Bot, call: Call) -> list[Update]:
        """Returns the updates that a poll gets, at once or when some come."""
        offset, limit, seconds = (
            call.integer("offset", 0),
            call.integer("limit", 100, 1, 100),
            call.integer("timeout", 0, 0, LONGEST),
        )
        with self.world.lock:
            if bot.hook.url:
                found, poll = [], None
            else:
                bot.allow(call.value("allowed_updates"))
                limit, seconds = self.slow_down(bot, offset, limit, seconds)
                found = bot.updates.take(offset, limit)
                self.world.notify()
                poll = None if found or not seconds else self.begin(bot)
        if bot.hook.url and poll is None:
            raise await self.make_conflict(bot, HOOKED)
        if poll is None:
            return found
        await asyncio.wait({poll}, timeout=seconds)
        with self.world.lock:
            if bot.poll is poll:
                bot.poll = None
            fault = poll.result() if poll.done() else ""
            found = [] if fault else bot.updates.take(offset, limit)
        if fault:
            raise await self.make_conflict(bot, fault)
        return found

    def begin(self, bot: Bot) -> "asyncio.Future[str]":
        """Begins to wait, and ends the poll that waited before."""
        if bot.poll is not None:
            bot.poll.set_result(OTHER)
        bot.poll = asyncio.get_running_loop().create_future()
        return bot.poll

    async def make_conflict(self, bot: Bot, what: str) -> Refusal:
        """Returns the refusal of a poll that is in conflict; late, if there was one just before."""
        now = monotonic()
        if now < bot.conflict_at + self.conflict_seconds:
            await asyncio.sleep(self.conflict_seconds)
        else:
            bot.conflict_at = now
        return make_refusal(409, what)

    def slow_down(self, bot: Bot, offset: int, limit: int, seconds: int) -> tuple[int, int]:
        """Returns limit and seconds, changed if the bot asks for the same again too soon."""
        before, at = bot.poll_before
        now = monotonic()
        bot.poll_before = (offset, now)
        if not self.slows_hasty or before != offset:
            return limit, seconds
        return (1 if now < at + 0.5 else limit), (max(seconds, 3) if now < at + 3 else seconds)
