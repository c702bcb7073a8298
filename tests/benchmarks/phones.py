"""Phones and a Telegram that answers at once, both in this process.

A message that a bot sends counts as handed to HTTP, and costs no HTTP.

A phone walks one course through the questions: it begins, types the age, and then taps the first button of whatever is
asked.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import orjson
from telegram.request import BaseRequest, RequestData

TOKEN = "1:bench"
TURNS = 14
"""Turns of one course, from /start to the result."""

_BOT = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
_numbers = count(1)

Take = Callable[[dict[str, Any]], Awaitable[None]]


@dataclass
class Phone:
    """A person's phone: what it was shown last, and how long each turn took from the update to its reply."""

    chat: int
    seconds: list[float] = field(default_factory=list)
    data: str = ""
    message: int = 0
    _reply: "asyncio.Future[None] | None" = None

    async def says(self, take: Take, text: str) -> None:
        """Types a text, and waits for the reply."""
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/start") else []
        await self._does(
            take,
            {"message": _make_message(self.chat, next(_numbers), text) | {"from": self._person, "entities": entities}},
        )

    async def taps(self, take: Take) -> None:
        """Taps the first button of what it was shown last, and waits for the reply."""
        tapped = _make_message(self.chat, self.message, "asked") | {"from": _BOT}
        query = {
            "id": str(next(_numbers)),
            "from": self._person,
            "chat_instance": "1",
            "data": self.data,
            "message": tapped,
        }
        await self._does(take, {"callback_query": query})

    async def step(self, take: Take, number: int) -> None:
        """Does one turn of a course."""
        if number < 2:
            await self.says(take, ("/start", "120")[number])
        else:
            await self.taps(take)

    def shown(self, message: int, markup: dict[str, Any]) -> None:
        """Is shown a question."""
        self.data, self.message = markup["inline_keyboard"][0][0]["callback_data"], message
        if self._reply is not None and not self._reply.done():
            self._reply.set_result(None)

    async def _does(self, take: Take, content: dict[str, Any]) -> None:
        self._reply = asyncio.get_running_loop().create_future()
        start = time.perf_counter()
        await take({"update_id": next(_numbers)} | content)
        await self._reply
        self.seconds.append(time.perf_counter() - start)

    @property
    def _person(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": "A"}


class Answering(BaseRequest):
    """Answers whatever python-telegram-bot asks, at once, as Telegram would; what is sent is shown on the phones."""

    def __init__(self, phones: dict[int, Phone]) -> None:
        self.phones = phones

    @property
    def read_timeout(self) -> float | None:
        """See `BaseRequest`."""
        return 5.0

    async def initialize(self) -> None:
        """See `BaseRequest`."""

    async def shutdown(self) -> None:
        """See `BaseRequest`."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """See `BaseRequest`."""
        name = url.rpartition("/")[2]
        if name == "getMe":
            return 200, orjson.dumps({"ok": True, "result": _BOT})
        if name not in ("sendMessage", "editMessageText") or request_data is None:
            return 200, b'{"ok":true,"result":true}'
        sent = request_data.json_parameters  # as the HTTP client takes them
        chat, number = int(sent["chat_id"]), next(_numbers)
        if name == "sendMessage" and "reply_markup" in sent:
            self.phones[chat].shown(number, orjson.loads(sent["reply_markup"]))
        return 200, orjson.dumps({"ok": True, "result": _make_message(chat, number, sent["text"]) | {"from": _BOT}})


def _make_message(chat: int, number: int, text: str) -> dict[str, Any]:
    return {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "A"},
        "text": text,
    }
