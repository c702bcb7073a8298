"""A bot on Telegram on a thread of its own."""

import asyncio
from collections.abc import Callable
from typing import Any

from telegram import Bot

from bot.channels.telegram.service.service import TelegramService, UpdateSources
from bot.workbench.layers.watched_outbox import WatchedOutbox
from bot.workbench.layers.watched_service import WatchedService
from dialogs.conversation.messages import Message
from storage.unit_of_work.writer_thread import Writer


class BotInThread(WatchedService):
    """A bot that serves by polling, in a thread of its own, until the end of the block.

    `assemble` puts its parts together, on the thread's own loop.
    """

    through = "telegram"

    def __init__(self, bot: Bot, writer: Writer, assemble: Callable[[Bot, WatchedOutbox], TelegramService]) -> None:
        super().__init__(writer)
        self._bot, self._assemble = bot, assemble

    def deliver_again(self, chat: str, update: dict[str, Any]) -> dict[int, Message]:
        """Brings an update that was taken once more, as Telegram does where it was not told so. See `act_and_wait`."""
        return self.bring(chat, update["update_id"], update)

    async def serve(self, stopping: asyncio.Event) -> None:
        """See `ProgramInThread`."""
        async with self._bot:
            service = self._assemble(self._bot, self.make_post())
            self.watch(service)
            await service.run(UpdateSources(), stopping)
