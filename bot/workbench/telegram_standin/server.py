"""The HTTP side: which request is which call of which bot, and what is done for it."""

import asyncio

import orjson
from aiohttp import web

from bot.workbench.telegram_standin.answers import ApiResponse, answer_refusal, break_connection, spoil
from bot.workbench.telegram_standin.bots import Bot
from bot.workbench.telegram_standin.call import Call, read_call
from bot.workbench.telegram_standin.faults import BEFORE
from bot.workbench.telegram_standin.methods import METHODS
from bot.workbench.telegram_standin.page import DemoPage
from bot.workbench.telegram_standin.polling import UpdatePolling
from bot.workbench.telegram_standin.refusal import Refusal
from bot.workbench.telegram_standin.webhook import Courier
from bot.workbench.telegram_standin.world import World


class Server:
    """Answers the Bot API for the bots of a world."""

    def __init__(
        self, world: World, polling: UpdatePolling, page: DemoPage, *, webhook_seconds: float, backoff: float
    ) -> None:
        self.world, self.polling, self.page = world, polling, page
        self.webhook_seconds, self.backoff = webhook_seconds, backoff
        self.couriers: dict[str, Courier] = {}
        self.closing: set[asyncio.Task[None]] = set()
        world.listeners.append(self.look)

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answers one HTTP request."""
        _, head, *rest = request.path.split("/", 2)
        if not head.startswith("bot") or not rest:
            return await self.page.handle(request)
        answer = await self.answer(request, head.removeprefix("bot"), rest[0])
        if answer.breaks:
            break_connection(request.transport)
        response = web.Response(status=answer.status, body=answer.body, headers=answer.headers)
        response.content_type = answer.kind
        return response

    async def answer(self, request: web.BaseRequest, token: str, method: str) -> ApiResponse:
        """Reads a call, lets go wrong what shall go wrong, and returns what goes back."""
        try:
            call = await read_call(request, token, method)
        except Refusal as refusal:
            return answer_refusal(refusal)
        except ConnectionResetError:  # the bot died while it asked
            return ApiResponse(breaks=True)
        with self.world.lock:
            fault = self.world.faults.pick(call)
            self.world.notify()
        if fault is None:
            return await self.execute(call)
        if fault.kind in BEFORE:
            return await spoil(fault)
        answer = await self.execute(call)
        if fault.kind == "reset_after":
            return ApiResponse(breaks=True)
        self.world.busy += fault.kind == "slow"
        await asyncio.sleep(fault.seconds)
        self.world.busy -= fault.kind == "slow"
        return answer if fault.kind == "slow" else ApiResponse(breaks=True)

    async def execute(self, call: Call) -> ApiResponse:
        """Does what a call asks for."""
        try:
            if call.method == "getupdates":
                updates = await self.polling.get_updates(self.bot(call), call)
                body = b'{"ok":true,"result":[' + b",".join([update.body for update in updates]) + b"]}"
                answer = ApiResponse(body=body)
            else:
                answer = ApiResponse(body=orjson.dumps({"ok": True, "result": self.result(call)}))
        except Refusal as refusal:
            self.world.counters.refused[call.method, refusal.code] += 1
            answer = answer_refusal(refusal)
        self.world.counters.calls[call.method] += 1
        return answer

    def result(self, call: Call) -> object:
        """Returns a method's result, or raises the refusal."""
        method = METHODS.get(call.method)
        with self.world.lock:
            bot = self.bot(call)
            if method is None:
                raise Refusal(404, "Not Found")
            bot.limits.check(call.method, call.chat)
            result = method(self.world, bot, call)
            self.world.notify()
        return result

    def bot(self, call: Call) -> Bot:
        """Returns the bot of a call's token (ClientManager.cpp, send)."""
        bot = self.world.bots.get(call.token)
        if bot is None:
            number, colon, _ = call.token.partition(":")
            raise Refusal(
                401, "Unauthorized" if colon and number.isdigit() else "Unauthorized: invalid token specified"
            )
        return bot

    def look(self) -> None:
        """Lets a courier run for each webhook, and ends those whose webhook is gone."""
        for token, bot in list(self.world.bots.items()):
            courier = self.couriers.get(token)
            if courier is not None and courier.is_over:
                self.closing.add(asyncio.get_running_loop().create_task(self.couriers.pop(token).close()))
                courier = None
            if courier is None and bot.hook.url:
                courier = self.couriers[token] = Courier(
                    self.world, bot, self.execute, self.webhook_seconds, self.backoff
                )
            if courier is not None:
                courier.look()

    async def close(self) -> None:
        """Ends polls and couriers."""
        with self.world.lock:
            for bot in self.world.bots.values():
                if bot.poll is not None and not bot.poll.done():
                    bot.poll.set_result("")
        await asyncio.gather(*(courier.close() for courier in self.couriers.values()), *self.closing)
