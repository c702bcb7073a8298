"""The stand-in's clock: the real one, or one that stands still until it is moved."""

import time
from collections.abc import Callable
from datetime import UTC, datetime


class StandinClock:
    """Tells the time; without a start it is the real time, with one it stands there until it is advanced."""

    def __init__(self, start: datetime | None = None) -> None:
        self._start = None if start is None else start.timestamp()
        self._ahead = 0.0
        self._watchers: list[Callable[[], None]] = []

    def now(self) -> float:
        """Returns seconds since 1970, as Telegram counts them."""
        return (time.time() if self._start is None else self._start) + self._ahead

    def moment(self) -> datetime:
        """Returns the time as a date, in UTC."""
        return datetime.fromtimestamp(self.now(), UTC)

    def advance(self, seconds: float) -> None:
        """Moves the clock forward; what became due happens."""
        self._ahead += seconds
        for watcher in self._watchers:
            watcher()

    def watch(self, watcher: Callable[[], None]) -> None:
        """Calls a function after each advance, in the thread that advanced."""
        self._watchers.append(watcher)
