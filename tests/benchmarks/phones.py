"""Phones: each walks courses through the questions.

It begins, types the age, and then taps the first button of whatever is asked. Nothing but the standard library is
needed, so that bots with a Python of their own can be given the same phones.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

TOKEN = "1:bench"
TURNS = 14
"""Turns of one course, from /start to the result."""

BOT = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
NUMBERS = count(1)

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
            {"message": make_message(self.chat, next(NUMBERS), text) | {"from": self._person, "entities": entities}},
        )

    async def taps(self, take: Take) -> None:
        """Taps the first button of what it was shown last, and waits for the reply."""
        tapped = make_message(self.chat, self.message, "asked") | {"from": BOT}
        query = {
            "id": str(next(NUMBERS)),
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
        await take({"update_id": next(NUMBERS)} | content)
        await self._reply
        self.seconds.append(time.perf_counter() - start)

    @property
    def _person(self) -> dict[str, Any]:
        return {"id": self.chat, "is_bot": False, "first_name": "A"}


def make_message(chat: int, number: int, text: str) -> dict[str, Any]:
    """Returns a message of a chat, as Telegram has it."""
    return {
        "message_id": number,
        "date": int(time.time()),
        "chat": {"id": chat, "type": "private", "first_name": "A"},
        "text": text,
    }
