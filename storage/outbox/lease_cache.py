"""The lease cache: the messages of the outbox that this process leased.

New messages go into it with the commit that stores them, so that nobody has to look for them. That commit leases them
for a short time: where this process dies, they are free again soon. Both the thread that commits and the one that sends
use the cache.
"""

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from threading import Lock

from storage.model.stored import Outgoing
from storage.outbox.closing import ClosingEditError, is_closing
from storage.outbox.delivery_reports import DeliveryReport

LEASE_SECONDS = 20
"""How long new messages are leased: longer than sending one takes, shorter than the lease of one that was claimed."""

FRESH_SECONDS = 3
"""How long after the commit a message counts as fresh. An older one is given back, and claimed when its turn comes."""


@dataclass(frozen=True, slots=True)
class _LeasedMessage:
    outgoing: Outgoing
    until: float


class LeaseCache:
    """The messages that this process leased: the fresh ones of each chat, in order, and all that are not done yet.

    A message is fresh from its commit until it is begun, for at most `FRESH_SECONDS`.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._fresh: dict[str, deque[_LeasedMessage]] = {}
        self._leased: dict[int, _LeasedMessage] = {}
        self._drained: set[str] = set()
        self._uncached: set[str] = set()

    def holds_all(self, waiting: Iterable[int], now: float) -> bool:
        """Says whether all these messages are surely in this cache, so that one behind them may come into it too."""
        with self._lock:
            return all((leased := self._leased.get(each)) is not None and leased.until > now for each in waiting)

    def note_commit(
        self,
        leased: Iterable[Outgoing],
        uncached: Iterable[str],
        done: Iterable[DeliveryReport],
        forgotten: Collection[bytes],
        now: float,
    ) -> None:
        """Notes what was committed.

        `leased` are new messages, which go behind all others of their chats; their lease began at `now`. Further
        messages of the chats `uncached` were enqueued that are not in this cache, and have to be claimed. `done` were
        dealt with. Messages of the screenings `forgotten` are not in the outbox any more.
        """
        with self._lock:
            for report in done:
                self._leased.pop(report.message, None)
            self._uncached.update(uncached)
            self._drained.difference_update(uncached)
            if forgotten:
                self._drop_forgotten(forgotten)
            for outgoing in leased:
                message = self._leased[outgoing.id] = _LeasedMessage(outgoing, now + FRESH_SECONDS)
                self._fresh.setdefault(outgoing.chat, deque()).append(message)
                self._uncached.discard(outgoing.chat)

    def hold(self, outgoings: Iterable[Outgoing], now: float) -> None:
        """Adds messages that were claimed. The outbox may hold more messages of their chats."""
        with self._lock:
            for outgoing in outgoings:
                self._leased[outgoing.id] = _LeasedMessage(outgoing, now + FRESH_SECONDS)
                self._drained.discard(outgoing.chat)

    def next(self, chat: str, now: float, *, passes_closing: bool = False) -> Outgoing | None:
        """Returns the next fresh message of a chat, which is begun with that.

        Returns None where there is none, or where it is not fresh any more: then see `release`. Closing edits may be
        passed; raises `ClosingEditError` where surely nothing else waits then.
        """
        with self._lock:
            fresh = self._fresh.get(chat, deque())
            leased = next((each for each in fresh if not (passes_closing and is_closing(each.outgoing))), None)
            if leased is None and fresh and chat not in self._uncached:
                raise ClosingEditError
            if leased is None or leased.until <= now:
                return None
            fresh.remove(leased)
            if not fresh:
                del self._fresh[chat]
                if chat not in self._uncached:
                    self._drained.add(chat)
            return leased.outgoing

    def is_drained(self, chat: str) -> bool:
        """Says, once, whether the outbox holds nothing more of a chat, since all of it went through this cache."""
        with self._lock:
            is_drained = chat in self._drained and chat not in self._fresh
            self._drained.discard(chat)
            return is_drained

    def release(self, chat: str) -> list[int]:
        """Drops the messages of a chat that are not begun, and returns their ids, to be given back."""
        with self._lock:
            self._drained.discard(chat)
            dropped = [leased.outgoing.id for leased in self._fresh.pop(chat, ())]
            for each in dropped:
                self._leased.pop(each, None)
            return dropped

    def release_all(self) -> list[int]:
        """Drops all messages that are not begun, and returns their ids, to be given back."""
        return [each for chat in list(self._fresh) for each in self.release(chat)]

    def find(self, message: int) -> Outgoing | None:
        """Returns a message of this cache by its id, or None where it is not here."""
        leased = self._leased.get(message)
        return None if leased is None else leased.outgoing

    def discard(self, messages: Iterable[int]) -> None:
        """Drops messages whose lease is over: they were sent and reported, or given back."""
        with self._lock:
            for each in messages:
                self._leased.pop(each, None)

    def _drop_forgotten(self, screenings: Collection[bytes]) -> None:
        """Drops the fresh messages of screenings that were forgotten."""
        for chat, fresh in list(self._fresh.items()):
            left = deque(leased for leased in fresh if leased.outgoing.screening not in screenings)
            self._fresh[chat] = left
            if not left:
                del self._fresh[chat]
