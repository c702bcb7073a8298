"""The lease cache: what of the outbox this process holds.

New messages go into it with the commit that keeps them, and need not be looked for.

They are leased in that commit, for a short time: where this process dies, they are free again soon. It is used by the
thread that commits and by the one that sends.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from storage.model.stored import Outgoing

LEASE_SECONDS = 20
"""How long new messages are leased: longer than sending one takes, shorter than the lease of one that was claimed."""

FRESH_SECONDS = 3
"""How long after the commit a message may be begun. One that has to wait for longer is given back, and claimed when its
turn comes."""


@dataclass(frozen=True, slots=True)
class _LeasedMessage:
    outgoing: Outgoing
    until: float


class LeaseCache:
    """What this process holds of the outbox: `fresh` messages by chat, in order, and all that are held and not yet noted as sent."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._fresh: dict[str, deque[_LeasedMessage]] = {}
        self._leased: dict[int, _LeasedMessage] = {}
        self._drained: set[str] = set()

    def holds_all(self, waiting: Iterable[int], now: float) -> bool:
        """Says whether all these messages are surely in this lease cache, so that one behind them may come into it too."""
        with self._lock:
            return all((held := self._leased.get(each)) is not None and held.until > now for each in waiting)

    def put(self, outgoings: Iterable[Outgoing], now: float) -> None:
        """Takes new messages that were leased until `LEASE_SECONDS` after `now`, behind all others of their chats."""
        with self._lock:
            for outgoing in outgoings:
                held = self._leased[outgoing.id] = _LeasedMessage(outgoing, now + FRESH_SECONDS)
                self._fresh.setdefault(outgoing.chat, deque()).append(held)

    def hold(self, outgoings: Iterable[Outgoing], now: float) -> None:
        """Notes that messages were claimed. There may be more of their chats in the outbox."""
        with self._lock:
            for outgoing in outgoings:
                self._leased[outgoing.id] = _LeasedMessage(outgoing, now + FRESH_SECONDS)
                self._drained.discard(outgoing.chat)

    def note_uncached(self, chats: Iterable[str]) -> None:
        """Notes that something was posted to chats and is not in this lease cache: it has to be claimed."""
        with self._lock:
            self._drained.difference_update(chats)

    def drop_forgotten(self, screenings: Iterable[bytes]) -> None:
        """Drops what is not begun of screenings that were forgotten: it is not in the outbox any more."""
        gone = set(screenings)
        with self._lock:
            for chat, fresh in list(self._fresh.items()) if gone else ():
                left = deque(held for held in fresh if held.outgoing.screening not in gone)
                self._fresh[chat] = left
                if not left:
                    del self._fresh[chat]

    def next(self, chat: str, now: float) -> Outgoing | None:
        """Returns the next fresh message of a chat; None where there is none, or it is not fresh any more: then see `release`."""
        with self._lock:
            fresh = self._fresh.get(chat)
            if fresh is None or fresh[0].until <= now:
                return None
            held = fresh.popleft()
            if not fresh:
                del self._fresh[chat]
                self._drained.add(chat)
            return held.outgoing

    def is_drained(self, chat: str) -> bool:
        """Says, once, whether nothing of a chat can be left in the outbox: all of it went through this lease cache."""
        with self._lock:
            is_drained = chat in self._drained and chat not in self._fresh
            self._drained.discard(chat)
            return is_drained

    def release(self, chat: str) -> list[int]:
        """Drops the messages of a chat that are not begun, and returns them, to be given back."""
        with self._lock:
            self._drained.discard(chat)
            dropped = [held.outgoing.id for held in self._fresh.pop(chat, ())]
            for each in dropped:
                self._leased.pop(each, None)
            return dropped

    def release_all(self) -> list[int]:
        """Drops all messages that are not begun, and returns them, to be given back."""
        return [each for chat in list(self._fresh) for each in self.release(chat)]

    def find(self, message: int) -> Outgoing | None:
        """Returns a message that is held."""
        held = self._leased.get(message)
        return None if held is None else held.outgoing

    def discard(self, messages: Iterable[int]) -> None:
        """Drops messages that are held by nobody any more: sent, and noted, or given back."""
        with self._lock:
            for each in messages:
                self._leased.pop(each, None)
