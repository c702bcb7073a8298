"""Webhooks: each update is brought to the bot's URL until it answers with 2xx or the update expires.

Follows tdlib/telegram-bot-api's WebhookActor.cpp. Updates of one queue go one after another. Queues go at once, at most
`max_connections` of them. A first failure is tried again at once, the next ones after 2, 4, 8 and so on up to 60
seconds. An answer's Retry-After counts instead. An answer may hold one method call, of which nobody learns the
result.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Hashable

import aiohttp

from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.call import Call
from bot.workbench.telegram_standin.update_queue import UpdateQueue
from bot.workbench.telegram_standin.updates import Update
from bot.workbench.telegram_standin.webhook_post import DeliveryFailure, post_update, read_call
from bot.workbench.telegram_standin.world import World

LONGEST_DELAY = 60


class Courier:
    """Brings the updates of one bot for as long as one webhook is set."""

    def __init__(
        self, world: World, bot: Bot, execute: Callable[[Call], Awaitable[object]], seconds: float, backoff: float
    ) -> None:
        self.world, self.bot, self.hook, self.execute = world, bot, bot.hook, execute
        self.backoff = backoff
        self.seconds = seconds
        self.queues: dict[Hashable, UpdateQueue] = {}
        self.idle: list[tuple[float, int, UpdateQueue]] = []
        self.loaded = 0
        self.tasks: set[asyncio.Task[None]] = set()
        self.session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, keepalive_timeout=50))
        self.timer: asyncio.TimerHandle | None = None

    @property
    def is_over(self) -> bool:
        """Whether the bot has another webhook by now, or none."""
        return self.bot.hook is not self.hook

    async def close(self) -> None:
        """Ends all deliveries."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        await self.session.close()

    def look(self) -> None:
        """Sends off what is due, and comes back when the next is due."""
        if self.is_over:
            return
        with self.world.lock:
            self.load()
            now = self.world.clock.now()
            while self.idle and self.idle[0][0] <= now and self.hook.in_flight < self.hook.most:
                self.send_off(heapq.heappop(self.idle)[2])
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None
        if self.idle and self.idle[0][0] > now:
            self.timer = asyncio.get_running_loop().call_later(max(0.01, self.idle[0][0] - now), self.look)

    def load(self) -> None:
        """Puts new updates into their queues."""
        for update in self.bot.updates.after(self.loaded):
            self.loaded = update.arrival
            key = ("alone", update.arrival) if update.queue is None else update.queue
            if key in self.queues:
                self.queues[key].updates.append(update)
            else:
                queue = self.queues[key] = UpdateQueue(key)
                queue.updates.append(update)
                self.rest(queue)

    def rest(self, queue: UpdateQueue) -> None:
        """Lets a queue wait until it is due, and an older update before a newer one."""
        heapq.heappush(self.idle, (queue.due, queue.updates[0].arrival, queue))

    def send_off(self, queue: UpdateQueue) -> None:
        """Begins to bring the first update of a queue."""
        self.hook.in_flight += 1
        task = asyncio.get_running_loop().create_task(self.bring(queue))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def bring(self, queue: UpdateQueue) -> None:
        """Brings one update, and notes how it went."""
        update = queue.updates[0]
        failure: DeliveryFailure | None = None
        try:
            if self.bot.updates.holds(update.id):
                answer = await post_update(self.session, self.hook, update, self.seconds)
                call = read_call(self.bot.token, *answer)
                if call is not None:
                    await self.execute(call)
        except DeliveryFailure as found:
            failure = found
        with self.world.lock:
            self.hook.in_flight -= 1
            if failure is None or self.delayed(queue, update, failure):
                self.done(queue, update)
            if queue.updates:
                self.rest(queue)
            else:
                del self.queues[queue.key]
            self.world.notify()
        self.look()

    def done(self, queue: UpdateQueue, update: Update) -> None:
        """Forgets an update, and makes the next one of its queue due."""
        self.bot.updates.forget(update.id)
        queue.updates.popleft()
        queue.due, queue.delay, queue.failures = 0.0, 1.0, 0

    def delayed(self, queue: UpdateQueue, update: Update, failure: DeliveryFailure) -> bool:
        """Notes a failure and when to try again; says whether the update would expire before."""
        now = self.world.clock.now()
        self.hook.error_at, self.hook.error = int(now), str(failure)
        wait = float(failure.after)
        if not failure.after and queue.failures:
            queue.delay = min(LONGEST_DELAY, queue.delay * 2)
            wait = queue.delay * self.backoff
        queue.failures += 1
        queue.due = now + wait
        return queue.due > update.expires
