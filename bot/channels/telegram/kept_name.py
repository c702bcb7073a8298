"""The bot's name as Telegram says it now: it can be changed in @BotFather while the bot serves, and links need it."""

import asyncio
import logging

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.token_check import ODD_ANSWER

NAME_SECONDS = 120.0
"""How old the name may be."""

_log = logging.getLogger(__name__)


async def keep_name(bot: Bot, seconds: float = NAME_SECONDS) -> None:
    """Asks Telegram again and again what the bot is called. Where it does not say, the last name stays."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await bot.get_me()
        except (TelegramError, *ODD_ANSWER) as fault:
            _log.info("Telegram did not say the bot's name: %s", type(fault).__name__)
