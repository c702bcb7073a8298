"""Intake: an event is committed or becomes a dead letter, and only then may it be acknowledged.

Of what is in it, only the chat is looked at.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count as numbers
from typing import Any

from bot.channels.backoff import Backoff, pause
from storage.model.errors import Unavailable

TAKE_WAITS = Backoff(0.1, 5)

EventId = int | str
"""The id of an event, unique in its channel. A number shows in the log, and any other id is withheld there."""

TakeRaw = Callable[[Any], Awaitable[None]]
"""Takes one event as its channel brought it; it is committed on return.

Raises `Unreadable`, or `Unavailable`: then nothing was stored, and it has to be taken again.
"""

AddDeadLetter = Callable[[EventId, str], Awaitable[None]]
"""Stores a dead letter: the id of an event, and one word why. May raise `Unavailable`."""

CountFate = Callable[[str], None]
"""Counts one of: taken, put_aside, repeated, refused_secret."""

FindChat = Callable[[object], Hashable]
"""Returns the chat that an event comes from; None where it shows none, so that it waits for no other."""

_log = logging.getLogger(__name__)


class Unreadable(Exception):
    """An event that cannot be parsed. It carries one word why, and nothing of the event."""

    def __init__(self, word: str = "unreadable") -> None:
        super().__init__(word)
        self.word = word


@dataclass(slots=True)
class _ChatLock:
    """Lets the events of one chat go one after another; it is forgotten with the last of its `users`."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    users: int = 0


class Intake:
    """Takes events: those of one chat in order, those of `at_once` chats at the same time.

    An event that waits for its chat takes no slot. So one slow chat with many events does not hold up the others.
    """

    def __init__(
        self,
        take: TakeRaw,
        add_dead_letter: AddDeadLetter,
        count: CountFate,
        find_chat: FindChat,
        *,
        at_once: int = 64,
        waits: Backoff = TAKE_WAITS,
    ) -> None:
        self.count = count
        self._take = take
        self._store_dead_letter = add_dead_letter
        self._find_chat = find_chat
        self._waits = waits
        self._slots = asyncio.Semaphore(at_once)
        self._locks: dict[Hashable, _ChatLock] = {}

    async def take_once(self, event_id: EventId, event: object) -> None:
        """Takes an event, or makes it a dead letter. Raises `Unavailable` where the database can do neither now."""
        async with self._hold_chat(event_id, event):
            await self._take_once(event_id, event)

    async def take_with_retries(self, event_id: EventId, event: object, leaving: asyncio.Event) -> bool:
        """Takes an event, or makes it a dead letter, however often it needs to try.

        Says whether it did so before it was time to leave.
        """
        async with self._hold_chat(event_id, event):
            for tries in numbers():
                if leaving.is_set():
                    return False
                try:
                    await self._take_once(event_id, event)
                except Unavailable:
                    _log.warning("event %s waits: the database cannot keep it just now (try %d)", event_id, tries + 1)
                    await pause(leaving, self._waits.wait_seconds(tries))
                else:
                    return True
        raise AssertionError("the tries never end")

    @asynccontextmanager
    async def _hold_chat(self, event_id: EventId, event: object) -> AsyncIterator[None]:
        """Holds the lock of an event's chat; who came first goes first. An event that shows no chat waits for none."""
        chat = self._find_chat(event)
        key = ("alone", event_id) if chat is None else chat
        chat_lock = self._locks.setdefault(key, _ChatLock())
        chat_lock.users += 1
        try:
            async with chat_lock.lock:
                yield
        finally:
            chat_lock.users -= 1
            if not chat_lock.users:
                del self._locks[key]

    async def _take_once(self, event_id: EventId, event: object) -> None:
        async with self._slots:
            try:
                await self._take(event)
            except Unavailable:
                raise
            except Unreadable as fault:
                await self._add_dead_letter(event_id, fault.word)
            except Exception as fault:  # noqa: BLE001 - it stops no events behind it; its text could hold an answer
                _log.error("event %s failed: %s", event_id, type(fault).__name__, extra={"fault": fault})
                await self._add_dead_letter(event_id, "failed")
            else:
                self.count("taken")

    async def _add_dead_letter(self, event_id: EventId, word: str) -> None:
        try:
            await self._store_dead_letter(event_id, word)
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - the same
            _log.error("event %s is a dead letter, but not noted: %s", event_id, type(fault).__name__)
        self.count("put_aside")
        _log.warning("event %s is a dead letter: %s", event_id, word)
