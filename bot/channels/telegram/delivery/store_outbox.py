"""The outbox of a store as sending draws from it. What this process posted itself comes out of its hand, without a transaction."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from storage.model.stored import Outgoing
from storage.outbox.lease_cache import Hand
from storage.outbox.outbox import Done
from storage.unit_of_work.store import Store
from storage.unit_of_work.writer_thread import Writer

Found = TypeVar("Found")

REMEMBERED = 2_000
"""Questions whose receipts are remembered, so that the edit that follows the answer need not look for it."""


class StoredPost:
    """The outbox of a store, used on the writer's thread. See `bot.telegram.post.Post`.

    What was sent is noted soon, along with the next commit; whatever else is asked of the outbox finds it noted.
    """

    def __init__(self, writer: Writer, store: Store) -> None:
        self.writer = writer
        self.outbox = store.outbox
        self.is_shared = not store.database.is_file
        self.hand = writer.hand = Hand()
        self._receipts: OrderedDict[tuple[str, bytes | None, int], int] = OrderedDict()

    async def opened(self) -> None:
        """See `Post`. A file is served by one process: whatever is in hand there was in the hands of one that died."""
        if not self.is_shared:
            await self._done(self._free)

    async def claim(self, chat: str, now: datetime) -> Outgoing | None:
        """See `Post`."""
        outgoing = self.hand.next(chat, now.timestamp())
        if outgoing is not None:
            return outgoing
        if self.hand.is_drained(chat) and not self.is_shared:
            return None
        return await self._done(self._claim, chat, now)

    async def claim_any(self, now: datetime, after: bytes, most: int) -> tuple[list[Outgoing], bytes]:
        """See `Post`."""
        return await self._done(self._claim_any, now, after, most)

    async def sent_as(self, message: int, receipt: int, now: datetime) -> None:
        """See `Post`."""
        asked = self.hand.named(message)
        if asked is not None and asked.question is not None:
            self._receipts[asked.chat, asked.screening, asked.question] = receipt
            if len(self._receipts) > REMEMBERED:
                self._receipts.popitem(last=False)
        self.writer.note(Done(message, receipt, now))

    async def sent(self, messages: list[int], now: datetime) -> None:
        """See `Post`."""
        for each in messages:
            self.writer.note(Done(each, None, now))

    async def failed(self, message: int, due_at: datetime) -> None:
        """See `Post`. What comes after it in its chat is given back as well: its order comes first."""
        named = self.hand.named(message)
        await self._done(self._failed, message, due_at, None if named is None else named.chat)

    async def blocked(self, chat: str, now: datetime) -> None:
        """See `Post`."""
        await self._done(self.outbox.blocked, chat, now)

    async def receipt(self, chat: str, screening: bytes | None, question: int) -> int | None:
        """See `Post`."""
        known = self._receipts.get((chat, screening, question))
        return known if known is not None else await self._done(self.outbox.receipt, chat, screening, question)

    async def released(self) -> None:
        """See `Post`."""
        messages = self.hand.let_all_go()
        if messages:
            await self._done(self.outbox.given_back, messages)

    def _free(self) -> None:
        self.outbox.given_back([each for each in self.outbox.leased() if self.hand.named(each) is None])

    def _claim(self, chat: str, now: datetime) -> Outgoing | None:
        self.outbox.given_back(self.hand.let_go(chat))
        claimed = self.outbox.claim(chat, now)
        if claimed is not None:
            self.hand.hold([claimed], now.timestamp())
        return claimed

    def _claim_any(self, now: datetime, after: bytes, most: int) -> tuple[list[Outgoing], bytes]:
        claimed, last = self.outbox.claim_any(now, after, most)
        self.hand.hold(claimed, now.timestamp())
        return claimed, last

    def _failed(self, message: int, due_at: datetime, chat: str | None) -> None:
        self.outbox.failed(message, due_at)
        self.hand.done([message])
        self.outbox.given_back([] if chat is None else self.hand.let_go(chat))

    async def _done(self, function: Callable[..., Found], *arguments: object) -> Found:
        return await asyncio.wrap_future(self.writer.call(function, *arguments))
