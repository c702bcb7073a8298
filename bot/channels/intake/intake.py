"""Intake: an update is committed or becomes a dead letter, and only then may it be acknowledged.

Of what is in it, only the chat is looked at.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable
from itertools import count as numbers
from typing import Any

from bot.channels.backoff import Backoff, pause
from bot.channels.intake.chat_locks import ChatLocks
from storage.model.errors import Unavailable

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of updates that Telegram is asked for."""

TAKE_WAITS = Backoff(0.1, 5)

TakeUpdate = Callable[[dict[str, Any]], Awaitable[None]]
"""Takes one raw update; it is committed on return.

Raises `Unreadable`, or `Unavailable`: then nothing was stored, and it has to be taken again.
"""

AddDeadLetter = Callable[[int, str], Awaitable[None]]
"""Stores a dead letter: the id of an update, and one word why. May raise `Unavailable`."""

CountUpdate = Callable[[str], None]
"""Counts one of: taken, put_aside, repeated, refused_secret."""

_log = logging.getLogger(__name__)


class Unreadable(Exception):
    """An update that cannot be parsed. It carries one word why, and nothing of the update."""

    def __init__(self, word: str = "unreadable") -> None:
        super().__init__(word)
        self.word = word


class Intake:
    """Takes updates: those of one chat in order, those of `at_once` chats at the same time."""

    def __init__(
        self,
        take: TakeUpdate,
        add_dead_letter: AddDeadLetter,
        count: CountUpdate,
        *,
        at_once: int = 64,
        waits: Backoff = TAKE_WAITS,
    ) -> None:
        self.count = count
        self._take = take
        self._store_dead_letter = add_dead_letter
        self._waits = waits
        self._chat_locks = ChatLocks(at_once)

    async def take_once(self, number: int, update: object) -> None:
        """Takes an update, or makes it a dead letter. Raises `Unavailable` where the database can do neither now."""
        async with self._chat_locks.hold(find_chat_key(number, update)):
            await self._take_once(number, update)

    async def take_with_retries(self, number: int, update: object, leaving: asyncio.Event) -> bool:
        """Takes an update, or makes it a dead letter, however often it needs to try.

        Says whether it did so before it was time to leave.
        """
        async with self._chat_locks.hold(find_chat_key(number, update)):
            for tries in numbers():
                if leaving.is_set():
                    return False
                try:
                    await self._take_once(number, update)
                except Unavailable:
                    _log.warning("update %d waits: the database cannot keep it just now (try %d)", number, tries + 1)
                    await pause(leaving, self._waits.wait_seconds(tries))
                else:
                    return True
        raise AssertionError("the tries never end")

    async def _take_once(self, number: int, update: object) -> None:
        async with self._chat_locks.slots:
            try:
                if not isinstance(update, dict):
                    raise Unreadable  # noqa: TRY301 - it goes the way of what the adapter cannot read
                await self._take(update)
            except Unavailable:
                raise
            except Unreadable as fault:
                await self._add_dead_letter(number, fault.word)
            except Exception as fault:  # noqa: BLE001 - it stops no updates behind it; its text could hold an answer
                _log.error("update %d failed: %s", number, type(fault).__name__)
                await self._add_dead_letter(number, "failed")
            else:
                self.count("taken")

    async def _add_dead_letter(self, number: int, word: str) -> None:
        try:
            await self._store_dead_letter(number, word)
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - the same
            _log.error("update %d is put aside, but not noted: %s", number, type(fault).__name__)
        self.count("put_aside")
        _log.warning("update %d is put aside: %s", number, word)


def find_chat_key(number: int, update: object) -> Hashable:
    """Returns by what an update is locked: its chat, the person for a tap without one, else a key of its own."""
    for kind in ALLOWED:
        content = _read_nested(update, kind)
        chat_of_tap = _read_nested(_read_nested(content, "message"), "chat")
        for holder in (chat_of_tap, _read_nested(content, "chat"), _read_nested(content, "from")):
            chat = _read_nested(holder, "id")
            if isinstance(chat, int):
                return chat
    return ("alone", number)


def _read_nested(held: object, name: str) -> object:
    return held.get(name) if isinstance(held, dict) else None
