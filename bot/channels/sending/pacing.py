"""The pace of sending: how long a message has to wait so that its channel takes it, or before it is tried again.

Times are seconds of a clock that is never set back. Nothing here waits or sends.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from bot.channels.backoff import Backoff
from bot.channels.rate import EventRate, SendRates

SIGNS_OF_THE_OVERALL_LIMIT = 3
"""So many chats told to wait, and none served meanwhile, mean the channel's overall limit.

Channels do not say which limit was hit.
"""

REMEMBERED = 1_000
"""Chats whose pace is remembered before those that have rested are forgotten."""


@dataclass(slots=True)
class SendSchedule:
    """A schedule in which each one gets a moment of its own, in the order of asking."""

    rate: EventRate
    free_at: float = float("-inf")

    def get_wait_seconds(self, now: float) -> float:
        """Returns how long the next one would have to wait."""
        return max(0.0, self.free_at - now)

    def enter(self, now: float) -> float:
        """Takes the next moment of the schedule, and returns how many seconds away it is."""
        moment = max(self.free_at, now - (self.rate.burst - 1) * self.rate.every_seconds)
        self.free_at = moment + self.rate.every_seconds
        return max(0.0, moment - now)

    def leave(self) -> None:
        """Gives the moment back that was taken last."""
        self.free_at -= self.rate.every_seconds

    def close(self, until: float) -> None:
        """Lets nothing go before a moment; then the schedule goes on without a burst."""
        self.free_at = max(self.free_at, until)

    def is_rested(self, now: float) -> bool:
        """Says whether the whole burst is there again, so that nothing needs to be remembered."""
        return self.free_at <= now - (self.rate.burst - 1) * self.rate.every_seconds


@dataclass(frozen=True, slots=True)
class Patience:
    """How long sending waits.

    After an error that may pass, a message is tried again in 1, 2, 4 ... 60 seconds and a little more, for over a day.
    """

    first_seconds: float = 1.0
    most_seconds: float = 60.0
    most_attempts: int = 1_446
    """After so many a message is given up: six growing delays, and a day of minutes.

    An attempt that was told to wait counts too, but does not end in giving up.
    """
    walk_seconds: float = 5.0
    stop_seconds: float = 5.0
    in_flight: int = 64
    receipt_seconds: float = 3.0
    """How long what a person wrote waits for the receipt of a message that is just being shown."""

    def get_delay_seconds(self, attempts: int, random: Random) -> float:
        """Returns the wait after so many attempts, with up to a quarter more, so that not all come back at once."""
        return Backoff(self.first_seconds, self.most_seconds).wait_seconds(attempts) * random.uniform(1, 1.25)


@dataclass
class SendPace:
    """The pace of one channel, by a monotonic `clock` in seconds.

    New messages and edits count. Deletions wait only while the chat, or all of them, were told to wait. `told` are the
    chats that were told so since the last message was taken.
    """

    clock: Callable[[], float]
    rates: SendRates
    told: set[str] = field(default_factory=set)
    _chats: dict[str, SendSchedule] = field(default_factory=dict)
    _held_until: float = float("-inf")

    def __post_init__(self) -> None:
        self._all = SendSchedule(self.rates.in_all)
        self._tidy_at = REMEMBERED

    def get_chat_seconds(self, chat: str) -> float:
        """Returns how long the next message of a chat has to wait for its chat's pace, or since all chats have to."""
        schedule = self._chats.get(chat)
        free_at = self._held_until if schedule is None else max(self._held_until, schedule.free_at)
        return max(0.0, free_at - self.clock())

    def get_closing_seconds(self, chat: str) -> float:
        """Returns how long a closing edit of a chat has to wait, so that a message can go at once after it."""
        schedule = self._chats.get(chat)
        left = 0.0 if schedule is None else schedule.free_at + schedule.rate.every_seconds - self.clock()
        return max(self.get_chat_seconds(chat), left)

    def enter(self, chat: str) -> float:
        """Takes the next moment for a message of a chat, and returns how many seconds away it is.

        A chat that enters before its `get_chat_seconds` are over goes later than its place in the schedule of all.
        """
        now = self.clock()
        schedule = self._get_schedule(chat, now)
        in_all = self._all.enter(now)
        return in_all + schedule.enter(now + in_all)

    def get_held_seconds(self) -> float:
        """Returns how long nothing may go at all, since all chats were told to wait.

        This also holds for messages that took a moment before.
        """
        return max(0.0, self._held_until - self.clock())

    def note_retry_after(self, chat: str, seconds: float) -> None:
        """Notes that a chat's message was refused, with some seconds to wait.

        The chat waits, or all chats do where the overall limit was hit.
        """
        now = self.clock()
        self._get_schedule(chat, now).close(now + seconds)
        self.told.add(chat)
        if len(self.told) >= SIGNS_OF_THE_OVERALL_LIMIT:
            self._held_until = max(self._held_until, now + seconds)
            self._all.close(self._held_until)

    def note_served(self) -> None:
        """Notes that a message of any chat was taken: the overall limit is not hit."""
        self.told.clear()

    def _get_schedule(self, chat: str, now: float) -> SendSchedule:
        if len(self._chats) >= self._tidy_at:
            self._chats = {each: schedule for each, schedule in self._chats.items() if not schedule.is_rested(now)}
            self._tidy_at = max(REMEMBERED, 2 * len(self._chats))
        return self._chats.setdefault(chat, SendSchedule(self.rates.in_a_chat))
