"""What `trialscreen doctor` says of Telegram: whether the settings for serving are right, and whether the bot is known there."""

import asyncio
from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.channels.telegram.api.aiohttp_request import AiohttpRequest, Timeouts, find_proxy
from bot.channels.telegram.updates.update_request import BAD_TOKEN
from bot.cli.telegram import Serving, read_serving
from bot.config.errors import UsageFault
from bot.config.settings import Settings

SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class TelegramCheck:
    """What was found, and whether that is well."""

    said: str
    is_well: bool = True


def check_telegram(given: Settings, *, is_quick: bool) -> TelegramCheck:
    """Looks at the settings for Telegram; unless it is to be quick, asks Telegram who the bot is.

    No secret is shown.
    """
    try:
        serving = read_serving(given)
    except UsageFault as fault:
        return TelegramCheck(str(fault), is_well=False)
    way = "polling" if serving.ways.hook is None else "a webhook"
    return (
        TelegramCheck(f"a token is set, updates come by {way}")
        if is_quick
        else asyncio.run(_ask_telegram(serving, way))
    )


async def _ask_telegram(serving: Serving, way: str) -> TelegramCheck:
    request = AiohttpRequest(timeouts=Timeouts(connect=SECONDS, read=SECONDS), proxy=find_proxy(serving.api))
    bot = Bot(serving.token, f"{serving.api}/bot", request=request, get_updates_request=request)
    try:
        async with request:
            name = (await bot.get_me()).username
    except InvalidToken:
        return TelegramCheck(BAD_TOKEN, is_well=False)
    except TelegramError as fault:
        return TelegramCheck(
            f"{serving.api} cannot be reached ({type(fault).__name__}): see whether this machine reaches it",
            is_well=False,
        )
    return TelegramCheck(f"the bot is @{name}, updates come by {way}")
