"""Departures: the bot leaves groups and channels that somebody added it to."""

import asyncio
import logging

from telegram import Bot
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channels.backoff import Backoff
from bot.channels.channel_event import SharedChat
from bot.channels.telegram.delivery.api_errors import get_retry_after
from bot.channels.telegram.delivery.rendering import ADDRESS

TRIES = 8
WAITS = Backoff(0.5, 60)

_log = logging.getLogger(__name__)


class Departures:
    """Leaves chats, each beside all else. What keeps it from one is tried again, and ends with the process.

    It begins anew with the next thing that is said there.
    """

    def __init__(self, bot: Bot, waits: Backoff = WAITS) -> None:
        self._bot, self._waits = bot, waits
        self._leaving: dict[int, asyncio.Task[None]] = {}

    def leave(self, shared: SharedChat) -> None:
        """See `ReceivingChannel`."""
        chat = int(shared.address.removeprefix(ADDRESS))
        if chat not in self._leaving:
            task = self._leaving[chat] = asyncio.get_running_loop().create_task(self._leave(chat))
            task.add_done_callback(lambda _: self._leaving.pop(chat))

    async def _leave(self, chat: int) -> None:
        for tries in range(TRIES):
            try:
                await self._bot.leave_chat(chat)
            except (BadRequest, Forbidden):  # it is out by now, or the chat is gone
                return
            except TelegramError as fault:
                _log.warning("a group could not be left: %s", type(fault).__name__)
                await asyncio.sleep(max(self._waits.wait_seconds(tries), get_retry_after(fault)))
            else:
                _log.info("a group was left")
                return
