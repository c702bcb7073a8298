"""Rates: so many at once, and then one in so many seconds.

Times are seconds of a clock that is never set back. Nothing here waits.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventRate:
    """How many may go at once, and then one in how many seconds."""

    burst: int
    every_seconds: float


@dataclass(frozen=True, slots=True)
class SendRates:
    """How many messages may go: in one chat, and in all chats of a channel together."""

    in_a_chat: EventRate
    in_all: EventRate


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
