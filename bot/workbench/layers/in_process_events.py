"""What people do in the channel in this process, and how it is brought to an intake until it is taken."""

import asyncio
from collections.abc import Hashable
from datetime import datetime
from itertools import count
from typing import Any

from bot.channels.channel_event import ChannelEvent, Membership, SharedChat
from bot.channels.handling.intake import Intake, Unreadable
from storage.features.members import Role
from storage.model.people import AccountName


class InProcessEvents:
    """What people do, and the way in. See `ReceivingChannel`.

    `untaken` holds what was not taken yet, by its id; `receipts` numbers all that is in chats. Between any two of them
    is room for what is brought late. `offered` are the roles whose commands chats are offered, `left` the chats that
    were left. `toasts` are those that were shown; where the channel `shows_toasts` no more, they come too late.
    """

    event_prefix = ""

    def __init__(self) -> None:
        self.untaken: dict[str, object] = {}
        self.receipts = count(2, 2)
        self.acknowledged: list[str] = []
        self.offered: dict[str, Role | None] = {}
        self.left: list[str] = []
        self.toasts: list[str] = []
        self.shows_toasts = True
        self._ids = count(1)
        self._arrived = asyncio.Event()

    def say(
        self,
        address: str,
        text: str | None,
        sent_at: datetime | None = None,
        *,
        after: int | None = None,
        replies_to: int | None = None,
    ) -> ChannelEvent:
        """Lets a person say something, or show something that cannot be read.

        With `after` they wrote it when they had seen that message and no later one.
        """
        receipt = next(self.receipts) if after is None else after + 1
        return self._put(
            ChannelEvent(
                self._make_id(), address, AccountName(address), receipt, text, sent_at=sent_at, replies_to=replies_to
            )
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

    def find_chat(self, raw: object) -> Hashable:
        """See `ReceivingChannel`."""
        return raw.chat if isinstance(raw, ChannelEvent) else None

    def parse(self, raw: Any) -> ChannelEvent | Membership | SharedChat | None:
        """See `ReceivingChannel`."""
        if not isinstance(raw, ChannelEvent | Membership | SharedChat):
            raise Unreadable
        return raw

    def offer_commands(self, chat: str, role: Role | None) -> None:
        """See `ReceivingChannel`."""
        self.offered[chat] = role

    def leave(self, shared: SharedChat) -> None:
        """See `ReceivingChannel`."""
        self.left.append(shared.address)

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
