"""A bot on a thread of its own that says when it is at rest in a chat, so that whoever waits need not sleep."""

import asyncio
from collections.abc import Callable
from typing import Any

from telegram import Bot

from bot.channels.handling.intake import Intake
from bot.channels.telegram.service.service import TelegramService, UpdateSources
from bot.config.errors import UsageFault
from bot.workbench.layers.program_in_thread import PATIENCE_SECONDS, ProgramInThread, make_no_chores
from bot.workbench.layers.watched_outbox import WatchedOutbox
from dialogs.conversation.messages import Message
from storage.unit_of_work.writer_thread import Writer


class BotInThread(ProgramInThread):
    """A bot that serves by polling, in a thread of its own, until the end of the block.

    `assemble` puts its parts together, on the thread's own loop.
    """

    def __init__(self, bot: Bot, writer: Writer, assemble: Callable[[Bot, WatchedOutbox], TelegramService]) -> None:
        super().__init__()
        self._bot, self._writer, self._assemble = bot, writer, assemble
        self._post: WatchedOutbox | None = None
        self._intake: Intake | None = None

    def act_and_wait(self, chat: str, act: Callable[[], object]) -> dict[int, Message]:
        """Lets a person act in a chat, waits until the bot is at rest there, and returns where its answers ended.

        See `EventRound`.
        """
        assert self._post is not None, "the bot is there from the start of the block"
        begun = self._post.begin(chat)
        act()
        if not begun.is_over.wait(PATIENCE_SECONDS):
            raise UsageFault(
                f"--through telegram: the bot is not done with an update after {PATIENCE_SECONDS} seconds; play"
                " the script alone with --jobs 1, which shows what it logs"
            )
        self.raise_fault()
        return begun.ends

    def deliver_again(self, chat: str, update: dict[str, Any]) -> dict[int, Message]:
        """Brings an update that was taken once more, as Telegram does where it was not told so. See `act_and_wait`."""
        assert self.loop is not None
        assert self._intake is not None, "the bot is there from the start of the block"
        loop, intake = self.loop, self._intake
        return self.act_and_wait(
            chat, lambda: asyncio.run_coroutine_threadsafe(intake.take_once(update["update_id"], update), loop)
        )

    def note_over(self) -> None:
        """Ends all rounds: nothing comes any more."""
        if self._post is not None:
            self._post.end_all()

    async def serve(self, stopping: asyncio.Event) -> None:
        """See `ProgramInThread`."""
        async with self._bot:
            post = self._post = WatchedOutbox(self._writer, self._writer.store)
            service = self._assemble(self._bot, post)
            self._intake = service.intake

            def notify(chat: str) -> None:
                post.note_committed(chat)
                service.sender.notify(chat)

            service.handler.notify = notify
            service.make_chores = make_no_chores
            self.note_there()
            await service.run(UpdateSources(), stopping)
