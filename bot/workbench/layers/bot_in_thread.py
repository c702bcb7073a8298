"""A bot on a thread of its own that says when it is at rest in a chat, so that whoever waits need not sleep."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self

from telegram import Bot

from bot.channels.handling.intake import Intake
from bot.channels.telegram.service.service import TelegramService, UpdateSources
from bot.config.errors import UsageFault
from bot.workbench.layers.watched_outbox import WatchedOutbox
from dialogs.conversation.messages import Message
from storage.unit_of_work.writer_thread import Writer

PATIENCE_SECONDS = 60
"""How long a turn may take on a machine that is busy with other things."""


class BotInThread(AbstractContextManager["BotInThread"]):
    """A bot that serves by polling, in a thread of its own, until the end of the block.

    `assemble` puts its parts together, on the thread's own loop.
    """

    def __init__(self, bot: Bot, writer: Writer, assemble: Callable[[Bot, WatchedOutbox], TelegramService]) -> None:
        self._bot, self._writer, self._assemble = bot, writer, assemble
        self._post: WatchedOutbox | None = None
        self._fault: BaseException | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._intake: Intake | None = None
        self._stopping = asyncio.Event()
        self._is_there = Event()
        self._thread = Thread(target=self._run, name="bot", daemon=True)

    def __enter__(self) -> Self:
        """Starts the bot."""
        self._thread.start()
        self._is_there.wait()
        if self._fault is not None:
            raise self._fault
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stops the bot gracefully."""
        with suppress(RuntimeError):  # its loop is over already
            assert self._loop is not None
            self._loop.call_soon_threadsafe(self._stopping.set)
        self._thread.join()

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
        if self._fault is not None:
            raise self._fault
        return begun.ends

    def deliver_again(self, chat: str, update: dict[str, Any]) -> dict[int, Message]:
        """Brings an update that was taken once more, as Telegram does where it was not told so. See `act_and_wait`."""
        assert self._loop is not None
        assert self._intake is not None, "the bot is there from the start of the block"
        loop, intake = self._loop, self._intake
        return self.act_and_wait(
            chat, lambda: asyncio.run_coroutine_threadsafe(intake.take_once(update["update_id"], update), loop)
        )

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as fault:  # noqa: BLE001 - it belongs to whoever waits for the bot
            self._fault = fault
        finally:
            self._is_there.set()
            if self._post is not None:
                self._post.end_all()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        async with self._bot:
            post = self._post = WatchedOutbox(self._writer, self._writer.store)
            service = self._assemble(self._bot, post)
            self._intake = service.intake

            def notify(chat: str) -> None:
                post.note_committed(chat)
                service.sender.notify(chat)

            service.handler.notify = notify
            service.make_chores = _make_no_chores
            self._is_there.set()
            await service.run(UpdateSources(), self._stopping)


def _make_no_chores(*_: object) -> list[Any]:
    """Returns no chores: a script's clock jumps, and what a bot would then sweep, no other layer would miss."""
    return []
