"""The updates that wait for a bot: numbered, kept until confirmed or expired.

Follows tdlib's TQueue.cpp. Messages are kept for 24 hours, taps only for 150 seconds (Client.cpp,
process_new_message_queue and process_new_callback_query_queue). Each update belongs to a queue, and a webhook gets the
updates of one queue one after another. Messages have a queue for each chat, taps one for each user. `None` stands for a
queue of its own.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson

from bot.workbench.standin_clock import StandinClock

FIRST = 300_000_000
MESSAGE_SECONDS, TAP_SECONDS = 86_400, 150
FUTURE, PAST = 10, 2_000_000


@dataclass(frozen=True, slots=True)
class Update:
    """An update and its JSON; `arrival` counts all that ever came, and `id` may be renumbered."""

    id: int
    arrival: int
    queue: Hashable
    body: bytes
    expires: float


class Updates:
    """The queue of one bot."""

    def __init__(self, clock: StandinClock, wake: Callable[[], None]) -> None:
        self._clock, self._wake = clock, wake
        self._kept: OrderedDict[int, Update] = (
            OrderedDict()
        )  # a plain dict slows down when its head is removed again and again
        self._first_expiry = float("inf")
        self.next_id = FIRST
        self._arrived = 0

    def __len__(self) -> int:
        """How many wait."""
        self._expire()
        return len(self._kept)

    def __iter__(self) -> Iterator[Update]:
        self._expire()
        return iter(list(self._kept.values()))

    def put(self, content: Mapping[str, Any], queue: Hashable, seconds: float = MESSAGE_SECONDS) -> Update:
        """Adds an update; it gets the next number."""
        return self.put_raw(orjson.dumps({"update_id": self.next_id, **content}), queue, seconds)

    def put_raw(self, body: bytes, queue: Hashable = None, seconds: float = MESSAGE_SECONDS) -> Update:
        """Adds an update whose JSON is taken as it is, even if it is none: it has a number, but need not show it."""
        self._arrived += 1
        update = Update(self.next_id, self._arrived, queue, body, self._clock.now() + seconds)
        self._kept[update.id] = update
        self._first_expiry = min(self._first_expiry, update.expires)
        self.next_id += 1
        self._wake()
        return update

    def take(self, offset: int, limit: int) -> list[Update]:
        """Returns the first updates from an offset on, and forgets all before it (Client.cpp, do_get_updates).

        A negative offset counts from the end. An offset far beyond the last number, or far before it, forgets nothing.
        """
        self._expire()
        if offset < 0:
            offset += self.next_id
        if not self.next_id - PAST <= offset <= self.next_id + FUTURE:
            offset = 0
        while (head := next(iter(self._kept), None)) is not None and head < offset:
            del self._kept[head]
        return list(islice(self._kept.values(), limit))

    def after(self, arrival: int) -> list[Update]:
        """Returns the updates that came after another one, in order."""
        self._expire()
        newer = []
        for update in reversed(self._kept.values()):
            if update.arrival <= arrival:
                break
            newer.append(update)
        return newer[::-1]

    def holds(self, update_id: int) -> bool:
        """Says whether an update still waits."""
        return update_id in self._kept

    def forget(self, update_id: int) -> None:
        """Forgets one update."""
        self._kept.pop(update_id, None)

    def clear(self) -> None:
        """Forgets all."""
        self._kept.clear()

    def renumber(self, next_id: int) -> None:
        """Goes on with another number, as Telegram does after a week without updates; none may wait."""
        if self._kept:
            raise ValueError(
                f"The stand-in cannot renumber while {len(self._kept)} updates wait: let the bot take them first"
            )
        self.next_id = next_id

    def _expire(self) -> None:
        now = self._clock.now()
        if now <= self._first_expiry:
            return
        self._kept = OrderedDict((update.id, update) for update in self._kept.values() if update.expires >= now)
        self._first_expiry = min((update.expires for update in self._kept.values()), default=float("inf"))
