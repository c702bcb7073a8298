"""Webhooks: each update is brought to the bot's URL until it answers with 2xx or the update expires.

Follows tdlib/telegram-bot-api's WebhookActor.cpp: updates of one lane go one after another, lanes go at once, at most
`max_connections` of them; a first failure is tried again at once, the next ones after 2, 4, 8 ... 60 seconds, or after
what the answer's Retry-After says; an answer may hold one method call, of which nobody learns the result.
"""

import asyncio
import heapq
from collections.abc import Awaitable, Callable, Hashable

import aiohttp
import orjson

from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.call import Call, parse_arguments
from bot.workbench.telegram_standin.lanes import UpdateLane
from bot.workbench.telegram_standin.refusal import Refusal
from bot.workbench.telegram_standin.updates import Update
from bot.workbench.telegram_standin.world import World

LONGEST_DELAY = 60
NOT_IN_A_REPLY = frozenset({"", "deletewebhook", "setwebhook", "close", "logout"})


class DeliveryFailure(Exception):
    """An update could not be brought; `after` is when to try again, in seconds, or 0 if the bot did not say."""

    def __init__(self, what: str, after: int = 0) -> None:
        super().__init__(what)
        self.after = after


class Courier:
    """Brings the updates of one bot for as long as one webhook is set."""

    def __init__(
        self, world: World, bot: Bot, execute: Callable[[Call], Awaitable[object]], seconds: float, backoff: float
    ) -> None:
        self.world, self.bot, self.hook, self.execute = world, bot, bot.hook, execute
        self.backoff = backoff
        self.timeout = aiohttp.ClientTimeout(total=seconds)
        self.lanes: dict[Hashable, UpdateLane] = {}
        self.idle: list[tuple[float, int, UpdateLane]] = []
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
        """Puts new updates into their lanes."""
        for update in self.bot.updates.after(self.loaded):
            self.loaded = update.arrival
            key = ("alone", update.arrival) if update.lane is None else update.lane
            if key in self.lanes:
                self.lanes[key].updates.append(update)
            else:
                lane = self.lanes[key] = UpdateLane(key)
                lane.updates.append(update)
                self.rest(lane)

    def rest(self, lane: UpdateLane) -> None:
        """Lets a lane wait until it is due, and an older update before a newer one."""
        heapq.heappush(self.idle, (lane.due, lane.updates[0].arrival, lane))

    def send_off(self, lane: UpdateLane) -> None:
        """Begins to bring the first update of a lane."""
        self.hook.in_flight += 1
        task = asyncio.get_running_loop().create_task(self.bring(lane))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def bring(self, lane: UpdateLane) -> None:
        """Brings one update, and notes how it went."""
        update = lane.updates[0]
        failure: DeliveryFailure | None = None
        try:
            if self.bot.updates.holds(update.id):
                await self.post(update)
        except DeliveryFailure as found:
            failure = found
        with self.world.lock:
            self.hook.in_flight -= 1
            if failure is None or self.delayed(lane, update, failure):
                self.done(lane, update)
            if lane.updates:
                self.rest(lane)
            else:
                del self.lanes[lane.key]
            self.world.notify()
        self.look()

    def done(self, lane: UpdateLane, update: Update) -> None:
        """Forgets an update, and makes the next one of its lane due."""
        self.bot.updates.forget(update.id)
        lane.updates.popleft()
        lane.due, lane.delay, lane.failures = 0.0, 1.0, 0

    def delayed(self, lane: UpdateLane, update: Update, failure: DeliveryFailure) -> bool:
        """Notes a failure and when to try again; says whether the update would expire before."""
        now = self.world.clock.now()
        self.hook.error_at, self.hook.error = int(now), str(failure)
        wait = float(failure.after)
        if not failure.after and lane.failures:
            lane.delay = min(LONGEST_DELAY, lane.delay * 2)
            wait = lane.delay * self.backoff
        lane.failures += 1
        lane.due = now + wait
        return lane.due > update.expires

    async def post(self, update: Update) -> None:
        """Posts one update, and executes the call that the answer may hold."""
        headers = {"Content-Type": "application/json"}
        if self.hook.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.hook.secret
        try:
            async with self.session.post(
                self.hook.url, data=update.body, headers=headers, timeout=self.timeout, allow_redirects=False
            ) as answer:
                body = await answer.read()
        except TimeoutError as error:
            raise DeliveryFailure("Read timeout expired") from error
        except aiohttp.ClientConnectorError as error:
            raise DeliveryFailure("Connection refused") from error
        except aiohttp.ClientError as error:
            raise DeliveryFailure("Connection closed") from error
        if not 200 <= answer.status <= 299:
            after = answer.headers.get("Retry-After", "0")
            what = f"Wrong response from the webhook: {answer.status} {answer.reason or ''}".rstrip()
            raise DeliveryFailure(what, min(int(after), 3600) if after.isdigit() else 0)
        await self.reply(answer.content_type, body)

    async def reply(self, content_type: str, body: bytes) -> None:
        """Executes the method call in a webhook's answer, if there is one."""
        if not body.strip():
            return
        try:
            arguments = parse_arguments(content_type, body)
        except (Refusal, orjson.JSONDecodeError):
            return
        method = arguments.pop("method", "").lower()
        if method not in NOT_IN_A_REPLY and not method.startswith("get"):
            await self.execute(Call(self.bot.token, method, arguments))
