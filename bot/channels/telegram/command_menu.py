"""The command menu: what Telegram offers when a person types a slash.

It names what can be said; the dialogue reads the words itself. Strangers get none. Whoever is let in has one in their
own chat: see `CommandMenus`.
"""

import logging

from telegram import Bot, BotCommandScopeAllPrivateChats, BotCommandScopeDefault
from telegram.error import TelegramError

from bot.channels.telegram.delivery.command_menus import MENUS

_log = logging.getLogger(__name__)


async def tell_menu(bot: Bot) -> bool:
    """Tells Telegram that strangers get no menu, since an earlier release gave them one. Says whether it was taken."""
    try:
        for scope in (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats()):
            for language in MENUS:
                await bot.delete_my_commands(scope, language or None)
    except TelegramError as fault:
        _log.warning("Telegram was not told of the menu: %s", type(fault).__name__)
        return False
    return True
