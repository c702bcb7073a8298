"""The command menu: what Telegram offers when a person types a slash.

It names what can be said; the dialogue reads the words itself. Strangers get none. Whoever is let in has one in their
own chat, by their role. Of several languages, Telegram shows the person's own
(core.telegram.org/bots/api#determining-list-of-commands).
"""

import asyncio
import logging

from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.channels.telegram import phrases
from storage.features.members import Role

AT_ONCE = 4
"""How many menus are told at the same time."""

_log = logging.getLogger(__name__)


async def tell_menu(bot: Bot) -> None:
    """Tells Telegram that strangers get no menu; an earlier release gave them one. That this may fail is no harm."""
    try:
        for scope in (BotCommandScopeDefault(), BotCommandScopeAllPrivateChats()):
            for language in phrases.MENUS:
                await bot.delete_my_commands(scope, language or None)
    except TelegramError as fault:
        _log.warning("Telegram was not told of the menu: %s", type(fault).__name__)


class CommandMenus:
    """The menus in the chats of those who were let in.

    Each is told at the first event of its chat after the start, and when the role of its person is another one. That
    this may fail changes nothing, since every word can be typed: the next event tells it again.
    """

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._wanted: dict[int, Role | None] = {}
        self._told: dict[int, Role | None] = {}
        self._telling: dict[int, asyncio.Task[None]] = {}

    def offer(self, chat: int, role: Role | None) -> None:
        """Offers the commands of a role in a chat, or none; waits for nothing."""
        self._wanted[chat] = role
        if chat not in self._telling and not self._is_told(chat):
            task = self._telling[chat] = asyncio.get_running_loop().create_task(self._tell(chat))
            task.add_done_callback(lambda _: self._telling.pop(chat))

    def _is_told(self, chat: int) -> bool:
        return chat in self._told and self._told[chat] is self._wanted[chat]

    async def _tell(self, chat: int) -> None:
        while not self._is_told(chat):
            role = self._wanted[chat]
            try:
                async with self._slots:
                    await self._tell_all(BotCommandScopeChat(chat), role)
            except TelegramError as fault:
                self._told.pop(chat, None)
                _log.warning("Telegram was not told of a menu: %s", type(fault).__name__)
                return
            self._told[chat] = role

    async def _tell_all(self, scope: BotCommandScopeChat, role: Role | None) -> None:
        for language in phrases.MENUS:
            if role is None:
                await self._bot.delete_my_commands(scope, language or None)
            else:
                await self._bot.set_my_commands(list_commands(role, language), scope, language or None)


def list_commands(role: Role, language: str) -> list[BotCommand]:
    """Returns the menu of a role in a language."""
    further = phrases.COORDINATOR_MENUS[language] if role is Role.COORDINATOR else {}
    return [BotCommand(word, said) for word, said in (phrases.MENUS[language] | further).items()]
