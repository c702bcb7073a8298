"""The end of a mute: the bot says by itself how much was not taken, and asks the open question again.

A page says nothing by itself: what stands on it says already that what came too fast was not taken.

The notice before it is committed before anything is passed over. So a process that dies meanwhile has told it.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from itertools import count

from bot.channels.backoff import Backoff, pause
from bot.channels.channel_event import ChannelEvent
from bot.channels.handling import phrases
from bot.channels.handling.outcomes import EventOutcome
from bot.channels.handling.rate_limits import RateLimits
from bot.observability.metric_words import UpdateResult
from dialogs.conversation.messages import make_notice
from storage.features.members import Members
from storage.model.errors import Unavailable
from storage.model.stored import InboundEvent
from storage.unit_of_work.unit_of_work import UnitOfWork
from storage.unit_of_work.writer_thread import Writer

END_WAITS = Backoff(0.5, 10)

_log = logging.getLogger(__name__)


def tell_mute(
    uow: UnitOfWork, delete: Callable[[UnitOfWork], None], tell_on_page: Callable[[UnitOfWork], object] | None = None
) -> EventOutcome:
    """Tells a person who was let in that this was too much, and that nothing is taken for a while.

    On a page that stands beside what is asked, and is true for as long as it stands there.
    """
    if Members(uow).find_role(uow.inbound.account) is None:
        return EventOutcome(UpdateResult.UNKNOWN_SENDER, is_stranger=True)
    delete(uow)
    if tell_on_page is None:
        uow.enqueue([make_notice(phrases.TOO_MUCH)])
    else:
        tell_on_page(uow)
    return EventOutcome(UpdateResult.LIMITED)


def delete_passed_over(uow: UnitOfWork, delete: Callable[[UnitOfWork], None]) -> None:
    """Deletes a message of somebody who is muted, where it could tell who a patient is. Nothing else is done of it."""
    if Members(uow).find_role(uow.inbound.account) is not None:
        delete(uow)


class MuteEnds:
    """Waits for the end of each mute, and tells it.

    `tell` says what is `told`, and asks the open question again. `notify` is told the address of the chat.
    """

    def __init__(
        self, writer: Writer, tell: Callable[..., object], notify: Callable[[str], None], now: Callable[[], datetime]
    ) -> None:
        self._writer, self._tell_with_question, self._notify, self._now = writer, tell, notify, now
        self._leaving = asyncio.Event()
        self._ending: set[asyncio.Task[None]] = set()

    def begin(self, limits: RateLimits, event: ChannelEvent) -> None:
        """Mutes the person of an event who was just told so."""
        limits.mute(event.account)
        task = asyncio.create_task(self._end(limits, event))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def end_all(self) -> None:
        """Ends all mutes now, since this process leaves."""
        self._leaving.set()
        await asyncio.gather(*self._ending, return_exceptions=True)

    async def _end(self, limits: RateLimits, event: ChannelEvent) -> None:
        while (left := limits.mutes.get_seconds(event.account)) and not self._leaving.is_set():
            await pause(self._leaving, left)
        for tries in count():
            missed = limits.mutes.end(event.account)  # what is said from here on comes after the question
            if not missed or event.page is not None:
                return
            try:
                await self._tell(event, missed)
            except Unavailable:
                limits.mute(event.account, missed)
            except Exception as fault:  # noqa: BLE001 - the same
                _log.error("a person was not told what was passed over: %s", type(fault).__name__)
                return
            else:
                self._notify(event.chat)
                return
            if self._leaving.is_set():
                _log.warning("a person was not told what was passed over: the database cannot keep it just now")
                return
            await pause(self._leaving, END_WAITS.wait_seconds(tries))

    async def _tell(self, event: ChannelEvent, missed: int) -> None:
        """Tells what was passed over, without the question where that one fails. Raises `Unavailable`."""
        channel = event.chat.partition(":")[0]
        inbound = InboundEvent(
            channel,
            f"heard again:{event.id}",
            event.chat,
            event.account,
            self._now(),
        )
        told = phrases.HEARD_AGAIN.format(count=missed)
        try:
            await self._writer.take(inbound, partial(self._tell_with_question, told=told))
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - whatever it is, its text could hold an answer
            _log.error("a question was not asked again after a mute: %s", type(fault).__name__, extra={"fault": fault})
            await self._writer.take(inbound, partial(_tell_alone, told=told))


def _tell_alone(uow: UnitOfWork, told: str) -> None:
    if Members(uow).find_role(uow.inbound.account) is not None:
        uow.enqueue([make_notice(told)])
