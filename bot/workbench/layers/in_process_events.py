"""What people do in the channel in this process, and how it is brought to an intake until it is taken."""

import asyncio
from datetime import datetime
from itertools import count

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling.intake import Intake
from storage.model.people import AccountName


class InProcessEvents:
    """What people do. `untaken` holds what was not taken yet, by its id; `receipts` numbers all that is in chats.

    `toasts` are those that were shown; where the channel `shows_toasts` no more, they come too late.
    """

    def __init__(self) -> None:
        self.untaken: dict[str, object] = {}
        self.receipts = count(1)
        self.acknowledged: list[str] = []
        self.toasts: list[str] = []
        self.shows_toasts = True
        self._ids = count(1)
        self._arrived = asyncio.Event()

    def say(self, address: str, text: str | None, sent_at: datetime | None = None) -> ChannelEvent:
        """Lets a person say something, or show something that cannot be read."""
        return self._put(
            ChannelEvent(self._make_id(), address, AccountName(address), next(self.receipts), text, sent_at=sent_at)
        )

    def tap(self, address: str, receipt: int, data: str) -> ChannelEvent:
        """Lets a person tap a button of a message, by what it carries. See `carry`."""
        return self._put(ChannelEvent(self._make_id(), address, AccountName(address), receipt, data=data, query="tap"))

    def bring_again(self, event_id: str, raw: object) -> None:
        """Brings an event, or what is none, also one that was taken before."""
        self.untaken[event_id] = raw
        self._arrived.set()

    async def bring(self, intake: Intake, stopping: asyncio.Event) -> None:
        """Brings what people do to an intake, until it is time to stop. What was not taken then comes again."""
        taking: dict[str, asyncio.Task[None]] = {}
        stop = asyncio.create_task(stopping.wait())
        while not stopping.is_set():
            self._arrived.clear()
            for event_id, raw in [each for each in self.untaken.items() if each[0] not in taking]:
                taking[event_id] = asyncio.create_task(self._bring_one(intake, event_id, raw, stopping))
                taking[event_id].add_done_callback(lambda _, done=event_id: taking.pop(done))  # type: ignore[misc]
            arrived = asyncio.create_task(self._arrived.wait())
            await asyncio.wait({arrived, stop}, return_when=asyncio.FIRST_COMPLETED)
            arrived.cancel()
        await asyncio.gather(*taking.values())

    async def _bring_one(self, intake: Intake, event_id: str, raw: object, stopping: asyncio.Event) -> None:
        if await intake.take_with_retries(event_id, raw, stopping):
            del self.untaken[event_id]

    async def acknowledge(self, event: ChannelEvent, toast: str = "") -> bool:
        """See `ReceivingChannel`."""
        self.acknowledged.append(event.id)
        self.toasts += [toast] if toast and self.shows_toasts else []
        return self.shows_toasts

    def _put(self, event: ChannelEvent) -> ChannelEvent:
        self.bring_again(event.id, event)
        return event

    def _make_id(self) -> str:
        return f"event-{next(self._ids)}"
