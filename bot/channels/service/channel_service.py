"""The service of a channel: intake, sending and chores of one process, from the start to a graceful stop."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from typing import Any

from bot.channels.handling.channel_handler import ChannelHandler
from bot.channels.handling.intake import EventId, Intake
from bot.channels.sending.dispatcher import Sender
from bot.channels.service.chores import make_chores
from bot.channels.service.heartbeat_file import Presence
from bot.channels.service.outage import ask_again
from bot.config.clock import Clock
from bot.observability.health_pages import IsReady, Pages
from bot.observability.metrics import Metrics
from storage.features.dead_letters import add_dead_letter
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.writer_thread import Writer

Chore = Coroutine[Any, Any, None]

ChoreMaker = Callable[[Writer, Metrics, Presence, Clock], list[Chore]]
"""Makes the chores of a service, beside its events; a service whose clock is a script's has none."""

_log = logging.getLogger(__name__)


class ReceivingService:
    """Serves one channel with one store until it is time to stop. Its messages are fetched: it sends nothing."""

    def __init__(
        self, handler: ChannelHandler, metrics: Metrics, presence: Presence, now: Callable[[], datetime]
    ) -> None:
        self.handler = handler
        self.writer, self.store = handler.writer, handler.writer.store
        self.metrics, self.presence, self.now = metrics, presence, now
        self.ready: dict[str, IsReady] = {"database": self._is_database_ready}
        self.make_chores: ChoreMaker = make_chores
        self.pages = Pages(self.ready, metrics.render_page)
        self.intake = Intake(handler.take, self.add_dead_letter, metrics.count, handler.channel.find_chat)

    async def serve(
        self, bring: Callable[[asyncio.Event], Chore], stopping: asyncio.Event, chores: Sequence[Chore] = ()
    ) -> None:
        """Serves until it is time to stop. Then no further event is taken; what has begun is committed and sent.

        `bring` brings events to the intake, until it is time to stop. `chores` are those of the channel alone. Raises
        what `bring` raises, and `UsageFault` where the channel does not know us.
        """
        self._warn()
        cut_off_at = self.presence.read_cut_off()
        sending = asyncio.create_task(self._send(stopping))
        taking = asyncio.create_task(bring(stopping))
        beside = [asyncio.create_task(each) for each in (*chores, *self._list_chores(cut_off_at))]
        stop = asyncio.create_task(stopping.wait())
        try:
            await asyncio.wait({sending, taking, stop}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stopping.set()
            await asyncio.wait({taking})
            await self.handler.admissions.end_mutes()
            self._stop_sending()
            await asyncio.wait({sending})
            for task in (*beside, stop):
                task.cancel()
            await asyncio.gather(*beside, stop, return_exceptions=True)
        faults = [task.exception() for task in (taking, sending)]  # of both, so that asyncio reports none by itself
        for fault in filter(None, faults):
            raise fault
        self.presence.leave()

    async def add_dead_letter(self, event_id: EventId, word: str) -> None:
        """Keeps that an event could not be handled, and counts it. Raises `Unavailable`."""
        name, prefix = self.handler.channel.name, self.handler.channel.event_prefix
        inbound = InboundEvent(name, f"{prefix}{event_id}", "", AccountName(name), self.now())
        await self.writer.take(inbound, lambda uow: add_dead_letter(uow, word))
        self.metrics.count_dead_letter("unparsable" if word == "unreadable" else word)

    async def _send(self, stopping: asyncio.Event) -> None:
        await stopping.wait()

    def _stop_sending(self) -> None:
        pass

    def _warn(self) -> None:
        """Logs what opening the store found, and notes it for whoever watches the metrics."""
        self.metrics.set_rollback(is_found=bool(self.store.warnings))
        if self.store.warnings:
            _log.error("an older state of the database was put back; see `trialscreen doctor`")

    def _list_chores(self, cut_off_at: datetime | None) -> list[Chore]:
        chores = self.make_chores(self.writer, self.metrics, self.presence, Clock(machine=self.now))
        return chores if cut_off_at is None else [*chores, *self._list_chores_after(cut_off_at)]

    def _list_chores_after(self, cut_off_at: datetime) -> list[Chore]:
        """Returns the chores after a process that was cut off. Whoever fetches sees what stands open."""
        del cut_off_at
        return []

    async def _is_database_ready(self) -> bool:
        await asyncio.wrap_future(self.writer.call(self.store.outbox.count_waiting))
        return True


class ChannelService(ReceivingService):
    """Serves one channel with one store until it is time to stop, and sends what waits for its chats."""

    def __init__(
        self, handler: ChannelHandler, sender: Sender, metrics: Metrics, presence: Presence, now: Callable[[], datetime]
    ) -> None:
        super().__init__(handler, metrics, presence, now)
        self.sender = sender

    async def _send(self, stopping: asyncio.Event) -> None:
        del stopping
        await self.sender.run()

    def _stop_sending(self) -> None:
        self.sender.stop()

    def _list_chores_after(self, cut_off_at: datetime) -> list[Chore]:
        return [ask_again(self.handler, cut_off_at)]
