"""An answer of Telegram with updates, which are returned raw: one that cannot be parsed spoils no others."""

import re
from typing import Any

import orjson
from telegram.error import NetworkError

_FRAME = re.compile(rb'\{"ok":true,"result":\[(?P<update>.*)\]\}\s*', re.DOTALL)
_NUMBER = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')


class Garbled(NetworkError):
    """Telegram's answer is no JSON, or not what getUpdates answers."""


def read_updates(answer: bytes, offset: int, limit: int) -> list[tuple[int, Any]]:
    """Returns the updates in an answer with their ids, in Telegram's order. An item that is no update is among them.

    An item that was asked for alone and is no JSON gets the id that it shows, or the next one. Raises `Garbled`.
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
