"""Asks Telegram for updates, and returns them raw: one that cannot be parsed spoils no others.

`Bot.get_updates` parses a whole answer at once and fails with any part of it, and it logs every update at DEBUG. So the
request goes through the bot's HTTP client: its `retrieve` raises the library's errors and logs nothing of the answer.
"""

import re
from typing import Any
from urllib.parse import urlencode

import orjson
from telegram import Bot
from telegram.error import NetworkError

from bot.channels.telegram.updates.telegram_receiving import ALLOWED

SPARE_SECONDS = 10
"""How much longer an answer is waited for than Telegram may hold it back."""

_FRAME = re.compile(rb'\{"ok":true,"result":\[(?P<update>.*)\]\}\s*', re.DOTALL)
_NUMBER = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')


class Garbled(NetworkError):
    """Telegram's answer is no JSON, or not what getUpdates answers."""


async def ask(bot: Bot, offset: int, limit: int, seconds: int) -> list[tuple[int, Any]]:
    """Returns updates with their ids, in Telegram's order. Waits for the first one up to `seconds`.

    An item that is no update is returned as well.

    An offset confirms all before it. Raises what python-telegram-bot raises, and `Garbled`.
    """
    query = {"offset": offset, "limit": limit, "timeout": seconds, "allowed_updates": orjson.dumps(ALLOWED).decode()}
    url = f"{bot.base_url}/getUpdates?{urlencode(query)}"
    return read(await bot.request.retrieve(url, read_timeout=seconds + SPARE_SECONDS), offset, limit)


def read(answer: bytes, offset: int, limit: int) -> list[tuple[int, Any]]:
    """Returns the updates in an answer with their ids.

    An item that was asked for alone and is no JSON gets the id that it shows, or the next one.
    """
    try:
        result = orjson.loads(answer)["result"]
    except (orjson.JSONDecodeError, KeyError, TypeError) as error:
        framed = _FRAME.fullmatch(answer)
        if limit > 1 or framed is None:
            raise Garbled("The answer to getUpdates cannot be read") from error
        shown = _NUMBER.search(framed["update"])
        return _add_numbers([{"update_id": int(shown[1])} if shown else None], offset, raw=False)
    if not isinstance(result, list):
        raise Garbled("The answer to getUpdates holds no list")
    return _add_numbers(result, offset, raw=True)


def _add_numbers(items: list[Any], offset: int, *, raw: bool) -> list[tuple[int, Any]]:
    """Returns items with their ids; one that shows none has the id after the one before it."""
    shown = [_read_number(item) for item in items]
    first = next((number - at for at, number in enumerate(shown) if number), 0)  # ids may jump, so this is a guess
    if items and not (shown[0] or offset or first):
        raise Garbled("The answer to getUpdates holds nothing that shows an id")
    found: list[tuple[int, Any]] = []
    following = offset or first
    for number, item in zip(shown, items, strict=True):
        found.append((number or following, item if raw else None))
        following = found[-1][0] + 1
    return found


def _read_number(item: object) -> int:
    """Returns the id that an item shows, or 0."""
    number = item.get("update_id") if isinstance(item, dict) else None
    return number if type(number) is int and number > 0 else 0
