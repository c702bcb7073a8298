"""Taking one batch of a sync: its keys into the crypto store, then its events and the next place into the inbox."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Any, TypeVar

from bot.channels.matrix.engine.faults import HomeserverRefusal
from bot.channels.matrix.engine.port import MatrixEngine
from bot.channels.matrix.engine.syncing import MOST_IN_GAP
from bot.channels.matrix.engine.values import RawEvent, RoomUpdate, SyncBatch
from bot.channels.matrix.events.batch_sorter import BatchSorter
from bot.channels.matrix.events.key_patience import KeyPatience
from bot.channels.matrix.events.room_queues import RoomQueues
from bot.channels.matrix.rooms.room_book import RoomBook
from bot.channels.matrix.rooms.room_check import RoomCheck
from storage.features.device_places import DeviceLease, LeaseLost, find_place
from storage.features.room_inbox import RoomNews, list_waiting, take_in
from storage.features.timeline import find_numbers
from storage.model.errors import Unavailable
from storage.unit_of_work.writer_thread import Writer

StoredT = TypeVar("StoredT")


class BatchIntake:
    """Takes batches for one device. Raises `Unavailable`, `LeaseLost` and the engine's faults; then nothing is lost."""

    def __init__(
        self,
        engine: MatrixEngine,
        writer: Writer,
        book: RoomBook,
        check: RoomCheck,
        *,
        queues: RoomQueues,
        keys: KeyPatience,
        now: Callable[[], datetime],
    ) -> None:
        self._engine, self._writer, self._book, self._check = engine, writer, book, check
        self.queues, self._keys, self._now = queues, keys, now
        self._sorting = BatchSorter(engine.user, book.find_chat)

    async def begin(self, lease: DeviceLease) -> str | None:
        """Begins with what waits in the inbox, and returns where the next sync begins; None for the first one."""
        await self._book.load()
        place = await self._call(find_place, lease)
        self.queues.accept(await self._call(list_waiting))
        return place

    async def take(self, lease: DeviceLease, since: str | None, batch: SyncBatch) -> None:
        """Takes a batch that began at a place."""
        if since is None:
            self._check.forget_all()
            batch = replace(batch, rooms=tuple([each for room in batch.rooms for each in await self._go_on(room)]))
        if (await self._engine.receive(batch.keys)).room_keys:
            self._keys.note_keys()
        self._forget(batch)
        gaps = {each.room: await self._fill_gap(each, since) for each in batch.rooms if each.limited}
        news = RoomNews(batch.place, list(self._sorting.sort_batch(batch, gaps)), self._list_cut(gaps))
        handled, self.queues.handled = self.queues.handled, []
        if not (news.events or handled or since is None):
            return
        try:
            waiting = await self._call(take_in, lease, news, self._now(), handled)
        except BaseException:
            self.queues.handled += handled
            raise
        self.queues.accept(waiting)

    async def finish(self, lease: DeviceLease, seconds: float) -> None:
        """Finishes what has begun to be read, for some seconds at most, and deletes what was handled.

        What cannot be deleted just now is brought again after the next start, and has no effect then.
        """
        await self.queues.finish(seconds)
        with suppress(Unavailable, LeaseLost):
            place = await self._call(find_place, lease) if self.queues.handled else None
            if place is not None:
                await self._call(take_in, lease, RoomNews(place), self._now(), self.queues.handled)

    async def _go_on(self, update: RoomUpdate) -> tuple[RoomUpdate, ...]:
        """Returns what a first sync brings of a room that an earlier device was in, after all that is known of it.

        All else was written before the first sync, and is not for us.
        """
        if self._book.find_chat(update.room) is None:
            return ()
        events, begun = update.timeline, await self._count_former(update.timeline)
        if not begun and update.limited and update.before is not None:
            with suppress(HomeserverRefusal):  # rather what came than nothing of any room
                events = (*await self._engine.fill_gap(update.room, update.before, None), *events)
                begun = await self._count_former(events)
        return (replace(update, timeline=events[begun:], limited=False),) if begun else ()

    async def _count_former(self, events: Sequence[RawEvent]) -> int:
        """Returns how many events of a room are known, or stand before one that is."""
        known = await self._call(find_numbers, [each["event_id"] for each in events])
        return max((at for at, each in enumerate(events, 1) if each["event_id"] in known), default=0)

    async def _fill_gap(self, update: RoomUpdate, since: str | None) -> tuple[RawEvent, ...]:
        """Returns what lies before the timeline of an update: since the last place, or since we were invited."""
        begins = self._sorting.begins_with(update)
        if update.before is None or (begins and self._sorting.shows_beginning(update.timeline)):
            return ()
        return await self._engine.fill_gap(update.room, update.before, None if begins else since)

    def _forget(self, batch: SyncBatch) -> None:
        """Forgets how rooms stand of which something changed."""
        for user in batch.keys.changed:
            self._check.forget_person(user)
        for each in batch.rooms:
            if each.limited or any("state_key" in event for event in each.timeline):
                self._check.forget_room(each.room)

    def _list_cut(self, gaps: dict[str, tuple[RawEvent, ...]]) -> list[str]:
        """Returns the chats of the rooms whose gaps are longer than what is fetched of one."""
        found = (self._book.find_chat(room) for room, filled in gaps.items() if len(filled) >= MOST_IN_GAP)
        return [chat for chat in found if chat is not None]

    async def _call(self, function: Callable[..., StoredT], *arguments: Any) -> StoredT:
        return await asyncio.wrap_future(self._writer.call(function, self._writer.store, *arguments))
