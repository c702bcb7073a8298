"""Time that several people share, where a clock stands still unless it is moved."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition
from typing import Protocol


class AdjustableClock(Protocol):
    """A clock that stands still."""

    def now(self) -> float:
        """Returns seconds since 1970."""

    def advance(self, seconds: float) -> None:
        """Moves the clock forward."""


class SharedTime:
    """The time of people who act at once: whoever needs it moves the clock, but only while nobody awaits an answer."""

    def __init__(self, clock: AdjustableClock) -> None:
        self.clock = clock
        self._waiting = 0
        self._moved = Condition()

    @contextmanager
    def wait_until(self, moment: float) -> Iterator[float]:
        """Waits until it is a moment, in seconds since 1970, or later; then the clock stands still in the block."""
        with self._moved:
            self._moved.wait_for(lambda: self.clock.now() >= moment or not self._waiting)
            self.clock.advance(max(0.0, moment - self.clock.now()))
            self._waiting += 1
        try:
            yield self.clock.now()
        finally:
            with self._moved:
                self._waiting -= 1
                self._moved.notify_all()
