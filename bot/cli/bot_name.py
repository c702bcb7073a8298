"""What the bot is called: Telegram is asked, where a token is set. Links are made from it."""

import asyncio

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest, Timeouts
from bot.channels.telegram.delivery.proxy import find_proxy
from bot.cli.telegram_settings import Serving, read_serving
from bot.config.errors import UsageFault
from bot.config.settings import Settings

SECONDS = 5.0
"""How long Telegram may take to say it, in all."""


def find_bot_name(given: Settings) -> str | None:
    """Returns the bot's name as Telegram says it; None where no token can be read, or Telegram does not answer soon."""
    try:
        return asyncio.run(asyncio.wait_for(_ask(read_serving(given)), SECONDS))
    except (UsageFault, TelegramError, TimeoutError):
        return None


async def _ask(serving: Serving) -> str | None:
    request = AiohttpRequest(timeouts=Timeouts(connect=SECONDS, read=SECONDS), proxy=find_proxy(serving.api))
    bot = Bot(serving.token, f"{serving.api}/bot", request=request, get_updates_request=request)
    async with request:
        return (await bot.get_me()).username
