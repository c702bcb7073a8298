"""The command menu: what Telegram offers when a person types a slash.

It names what can be said; the dialogue reads the words itself.
"""

import logging

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.channels.telegram import phrases

_log = logging.getLogger(__name__)


async def tell_menu(bot: Bot) -> bool:
    """Tells Telegram the menu, and says whether it was taken. Until then every word can be typed all the same."""
    menu = [BotCommand(word, description) for word, description in phrases.MENU.items()]
    try:
        await bot.set_my_commands(menu, scope=BotCommandScopeAllPrivateChats())
    except TelegramError as fault:
        _log.warning("Telegram was not told of the menu: %s", type(fault).__name__)
        return False
    return True
