"""Calls of the Bot API through python-telegram-bot's HTTP client, with its faults, and without building its objects.

`Bot.send_message` makes objects of the keyboard, and of the message that Telegram gives back. That takes as long as a
turn takes to be stored, and only one number is needed. It also logs every parameter at DEBUG.
"""

from typing import Any

import orjson
from telegram import Bot, InputFile
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter


async def call(bot: Bot, method: str, **parameters: object) -> Any:
    """Calls a method, and returns what Telegram answers; an `InputFile` is uploaded.

    Raises what python-telegram-bot raises.
    """
    given = [_make_parameter(name, value) for name, value in parameters.items() if value is not None]
    return await bot.request.post(f"{bot.base_url}/{method}", RequestData(given))


def encode_json(plain: object) -> str:
    """Returns a parameter that Telegram takes as JSON."""
    return orjson.dumps(plain).decode()


def _make_parameter(name: str, value: object) -> RequestParameter:
    return (
        RequestParameter(name, None, [value]) if isinstance(value, InputFile) else RequestParameter(name, value, None)
    )
