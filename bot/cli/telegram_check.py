"""What `trialscreen doctor` says of Telegram: whether the settings are right, and whether the bot is known there."""

import asyncio

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.delivery.aiohttp_request import AiohttpRequest, Timeouts
from bot.channels.telegram.delivery.proxy import find_proxy
from bot.channels.telegram.updates.update_request import BAD_TOKEN
from bot.cli.health import HealthFinding
from bot.cli.telegram_settings import Serving, read_serving
from bot.config.errors import UsageFault
from bot.config.settings import Settings

SECONDS = 5.0


def check_telegram(given: Settings, *, is_quick: bool) -> HealthFinding:
    """Looks at the settings for Telegram; unless it is to be quick, asks Telegram who the bot is.

    No secret is shown.
    """
    try:
        serving = read_serving(given)
    except UsageFault as fault:
        return _find(str(fault), is_well=False)
    way = "polling" if serving.ways.hook is None else "a webhook"
    if is_quick:
        return _find(f"a token is set, updates come by {way}")
    return asyncio.run(_ask_telegram(serving, way))


async def _ask_telegram(serving: Serving, way: str) -> HealthFinding:
    request = AiohttpRequest(timeouts=Timeouts(connect=SECONDS, read=SECONDS), proxy=find_proxy(serving.api))
    bot = Bot(serving.token, f"{serving.api}/bot", request=request, get_updates_request=request)
    try:
        async with request:
            name = (await bot.get_me()).username
    except InvalidToken:
        return _find(BAD_TOKEN, is_well=False)
    except TelegramError as fault:
        return _find(
            f"{serving.api} cannot be reached ({type(fault).__name__}): see whether this machine reaches it",
            is_well=False,
        )
    return _find(f"the bot is @{name}, updates come by {way}")


def _find(said: str, *, is_well: bool = True) -> HealthFinding:
    return HealthFinding("telegram", said, is_well)
