"""The outbox of a store, as sending uses it.

What this process enqueued itself comes out of its lease cache, without a transaction.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from storage.model.stored import Outgoing
from storage.outbox.closing import ClosingEditError
from storage.outbox.delivery_reports import DeliveryReport
from storage.outbox.lease_cache import LeaseCache
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

ResultT = TypeVar("ResultT")

REMEMBERED = 2_000
"""Questions whose receipts are remembered, so that the edit after the answer need not look for them."""


class StoreOutbox:
    """The outbox of a store, used on the writer's thread. See `OutboxPort`.

    What was sent is noted soon, along with the next commit; whatever else is asked of the outbox finds it noted.
    """

    def __init__(self, writer: Writer, store: Store) -> None:
        self.writer = writer
        self.outbox = store.outbox
        self.is_shared = not store.database.is_file
        self.lease_cache = writer.lease_cache = LeaseCache()
        self._receipts: OrderedDict[tuple[str, bytes | None, int], tuple[int, int]] = OrderedDict()

    async def recover(self) -> None:
        """See `OutboxPort`. One process serves a file: whatever is leased there was leased by one that died."""
        if not self.is_shared:
            await self._run(self._free)

    async def claim(self, chat: str, now: datetime, *, passes_closing: bool = False) -> Outgoing | None:
        """See `OutboxPort`."""
        try:
            outgoing = self.lease_cache.next(chat, now.timestamp(), passes_closing=passes_closing)
        except ClosingEditError:
            if not self.is_shared:
                raise
        else:
            if outgoing is not None:
                return outgoing
            if self.lease_cache.is_drained(chat) and not self.is_shared:
                return None
        return await self._run(self._claim, chat, now, passes_closing)

    async def claim_any(self, now: datetime, after: bytes, most: int) -> tuple[list[Outgoing], bytes]:
        """See `OutboxPort`."""
        return await self._run(self._claim_any, now, after, most)

    async def note_sent_as(self, outgoing: Outgoing, receipt: int, now: datetime) -> None:
        """See `OutboxPort`."""
        if outgoing.question is not None:
            self._receipts[outgoing.chat, outgoing.screening, outgoing.question] = outgoing.id, receipt
            if len(self._receipts) > REMEMBERED:
                self._receipts.popitem(last=False)
        self.writer.note(DeliveryReport(outgoing.id, receipt, now))

    async def note_sent(self, messages: list[int], now: datetime) -> None:
        """See `OutboxPort`."""
        for each in messages:
            self.writer.note(DeliveryReport(each, None, now))

    async def note_failed(self, message: int, due_at: datetime, *, is_attempt: bool = True) -> None:
        """See `OutboxPort`. What comes after it in its chat is given back as well: its order comes first."""
        named = self.lease_cache.find(message)
        await self._run(self._note_failed, message, due_at, is_attempt, None if named is None else named.chat)

    async def give_back(self, message: int) -> None:
        """See `OutboxPort`."""
        self.lease_cache.discard([message])
        await self._run(self.outbox.give_back, [message])

    async def note_blocked(self, chat: str, now: datetime) -> None:
        """See `OutboxPort`."""
        await self._run(self.outbox.note_blocked, chat, now)

    async def find_receipt(self, chat: str, screening: bytes | None, question: int, before: int) -> int | None:
        """See `OutboxPort`."""
        message, receipt = self._receipts.get((chat, screening, question), (before, 0))
        if message < before:
            return receipt
        return await self._run(self.outbox.find_receipt, chat, screening, question, before)

    async def release_leases(self) -> None:
        """See `OutboxPort`."""
        messages = self.lease_cache.release_all()
        if messages:
            await self._run(self.outbox.give_back, messages)

    def _free(self) -> None:
        self.outbox.give_back([each for each in self.outbox.list_leased() if self.lease_cache.find(each) is None])

    def _claim(self, chat: str, now: datetime, passes_closing: bool) -> Outgoing | None:  # noqa: FBT001
        self.outbox.give_back(self.lease_cache.release(chat))
        claimed = self.outbox.claim(chat, now, passes_closing=passes_closing)
        if claimed is not None:
            self.lease_cache.hold([claimed], now.timestamp())
        return claimed

    def _claim_any(self, now: datetime, after: bytes, most: int) -> tuple[list[Outgoing], bytes]:
        claimed, last = self.outbox.claim_any(now, after, most)
        self.lease_cache.hold(claimed, now.timestamp())
        return claimed, last

    def _note_failed(self, message: int, due_at: datetime, is_attempt: bool, chat: str | None) -> None:  # noqa: FBT001
        self.outbox.note_failed(message, due_at, is_attempt=is_attempt)
        self.lease_cache.discard([message])
        self.outbox.give_back([] if chat is None else self.lease_cache.release(chat))

    async def _run(self, function: Callable[..., ResultT], *arguments: object) -> ResultT:
        return await asyncio.wrap_future(self.writer.call(function, *arguments))
