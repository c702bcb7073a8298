"""Links to the bot: with one, somebody comes to the chat, and is let in. They are made from the bot's name.

See core.telegram.org/bots/features#deep-linking.
"""

import asyncio
import logging

from telegram import Bot
from telegram.error import TelegramError

NAME_SECONDS = 120.0
"""How old the bot's name may be: it can be changed in @BotFather while the bot serves."""

_log = logging.getLogger(__name__)


def make_deep_link(name: str, token: str) -> str:
    """Returns the link with which a bot of this name is started with a token."""
    return f"https://t.me/{name}?start={token}"


async def keep_name(bot: Bot, seconds: float = NAME_SECONDS) -> None:
    """Asks Telegram again and again what the bot is called. Where it does not say, the last name stays."""
    while True:
        await asyncio.sleep(seconds)
        try:
            await bot.get_me()
        except TelegramError as fault:
            _log.info("Telegram did not say the bot's name: %s", type(fault).__name__)
