"""The menus in the chats of those who were let in: what Telegram offers there when a person types a slash.

Of several languages, Telegram shows the person's own (core.telegram.org/bots/api#determining-list-of-commands).
"""

import asyncio
import logging

from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.channels.telegram import phrases
from bot.channels.telegram.delivery.rendering import ADDRESS
from storage.features.members import Role

AT_ONCE = 4
"""How many menus are told at the same time."""

MENUS = {"": (phrases.MENU, phrases.COORDINATOR_MENU)}
"""The menus by the language of a person's Telegram (ISO 639-1), for all and for coordinators besides.

The empty one is for all languages that have none here.
"""

_log = logging.getLogger(__name__)


class CommandMenus:
    """The menus in the chats of those who were let in.

    Each is told at the first event of its chat after the start, and when the role of its person is another one. That
    this may fail changes nothing, since every word can be typed: the next event tells it again.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._wanted: dict[str, Role | None] = {}
        self._told: dict[str, Role | None] = {}
        self._telling: dict[str, asyncio.Task[None]] = {}

    def offer_commands(self, chat: str, role: Role | None) -> None:
        """See `ReceivingChannel`."""
        self._wanted[chat] = role
        if chat not in self._telling and not self._is_told(chat):
            task = self._telling[chat] = asyncio.get_running_loop().create_task(self._tell(chat))
            task.add_done_callback(lambda _: self._telling.pop(chat))

    def _is_told(self, chat: str) -> bool:
        return chat in self._told and self._told[chat] is self._wanted[chat]

    async def _tell(self, chat: str) -> None:
        while not self._is_told(chat):
            role = self._wanted[chat]
            try:
                async with self._slots:
                    await self._tell_all(BotCommandScopeChat(chat.removeprefix(ADDRESS)), role)
            except TelegramError as fault:
                self._told.pop(chat, None)
                _log.warning("Telegram was not told of a menu: %s", type(fault).__name__)
                return
            self._told[chat] = role

    async def _tell_all(self, scope: BotCommandScopeChat, role: Role | None) -> None:
        for language in MENUS:
            if role is None:
                await self._bot.delete_my_commands(scope, language or None)
            else:
                await self._bot.set_my_commands(list_commands(role, language), scope, language or None)


def list_commands(role: Role, language: str) -> list[BotCommand]:
    """Returns the menu of a role in a language."""
    menu, further = MENUS[language]
    shown = menu | further if role is Role.COORDINATOR else menu
    return [BotCommand(word, said) for word, said in shown.items()]
