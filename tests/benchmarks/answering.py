"""A Telegram that answers python-telegram-bot at once, in this process.

A message that a bot sends counts as handed to HTTP, and costs no HTTP.
"""

from typing import Any

import orjson
from phones import BOT, NUMBERS, Phone, make_message
from telegram.request import BaseRequest, RequestData


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
            return 200, orjson.dumps({"ok": True, "result": BOT})
        if name not in ("sendMessage", "editMessageText") or request_data is None:
            return 200, b'{"ok":true,"result":true}'
        sent = request_data.json_parameters  # as the HTTP client takes them
        chat, number = int(sent["chat_id"]), next(NUMBERS)
        if name == "sendMessage" and "reply_markup" in sent:
            self.phones[chat].shown(number, orjson.loads(sent["reply_markup"]))
        return 200, orjson.dumps({"ok": True, "result": make_message(chat, number, sent["text"]) | {"from": BOT}})
