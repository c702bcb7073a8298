"""What the bot is called: Telegram is asked, where a token is set. Links are made from it."""

import asyncio

from bot.cli.telegram_bot import asking
from bot.cli.telegram_settings import BotAccess, read_access
from bot.config.errors import UsageFault
from bot.config.settings import Settings

SECONDS = 5.0
"""How long Telegram may take to say it, in all."""


def find_bot_name(given: Settings) -> str | None:
    """Returns the bot's name as Telegram says it; None where no token can be read, or Telegram does not answer soon."""
    try:
        return asyncio.run(_ask(read_access(given)))
    except UsageFault:
        return None


async def _ask(access: BotAccess) -> str | None:
    async with asking(access, SECONDS) as opened:
        return (await opened.bot.get_me()).username
