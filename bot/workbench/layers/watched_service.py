"""A service on a thread of its own that says when it is at rest in a chat, so that whoever waits need not sleep."""

import asyncio
from collections.abc import Callable

from bot.channels.handling.intake import Intake
from bot.channels.service.channel_service import ChannelService
from bot.config.errors import UsageFault
from bot.workbench.layers.program_in_thread import PATIENCE_SECONDS, ProgramInThread, make_no_chores
from bot.workbench.layers.watched_outbox import WatchedOutbox
from dialogs.conversation.messages import Message
from storage.unit_of_work.writer_thread import Writer


class WatchedService(ProgramInThread):
    """A service of a channel until the end of the block. `through` names it as a layer."""

    through: str

    def __init__(self, writer: Writer) -> None:
        super().__init__()
        self._writer = writer
        self._post: WatchedOutbox | None = None
        self._intake: Intake | None = None

    def act_and_wait(self, chat: str, act: Callable[[], object]) -> dict[int, Message]:
        """Lets a person act in a chat, waits until the service is at rest there, and returns where its answers ended.

        See `EventRound`.
        """
        assert self._post is not None, "the service is there from the start of the block"
        begun = self._post.begin(chat)
        act()
        if not begun.is_over.wait(PATIENCE_SECONDS):
            raise UsageFault(
                f"--through {self.through}: the bot is not done with an update after {PATIENCE_SECONDS} seconds; play"
                " the script alone with --jobs 1, which shows what it logs"
            )
        self.raise_fault()
        return begun.ends

    def note_over(self) -> None:
        """Ends all rounds: nothing comes any more."""
        if self._post is not None:
            self._post.end_all()

    def make_post(self) -> WatchedOutbox:
        """Returns the outbox that is watched."""
        self._post = WatchedOutbox(self._writer, self._writer.store)
        return self._post

    def watch(self, service: ChannelService) -> None:
        """Watches a service, which is there from now on."""
        post = self._post
        assert post is not None, "its outbox was made before"

        def notify(chat: str) -> None:
            post.note_committed(chat)
            service.sender.notify(chat)

        self._intake = service.intake
        service.handler.notify = notify
        service.make_chores = make_no_chores
        self.note_there()

    def bring(self, chat: str, event_id: int, event: object) -> dict[int, Message]:
        """Brings an event to the intake, past the channel's own way. See `act_and_wait`."""
        assert self.loop is not None
        assert self._intake is not None, "the service is there from the start of the block"
        loop, intake = self.loop, self._intake
        return self.act_and_wait(
            chat, lambda: asyncio.run_coroutine_threadsafe(intake.take_once(event_id, event), loop)
        )
