"""The poll watch: how long Telegram has answered no poll, whatever the reason is."""

import asyncio
from collections.abc import Callable
from time import monotonic

DEAD_SECONDS = 45.0
"""A poll is held back up to 30 seconds where there is nothing new, so an answer is due more often than this."""


class PollWatch:
    """Watches the poll of one process, by a clock that is never set back.

    `recovered` is set where an answer comes after a poll that was dead.
    """

    def __init__(self, clock: Callable[[], float] = monotonic, dead_seconds: float = DEAD_SECONDS) -> None:
        self._clock, self._dead_seconds = clock, dead_seconds
        self._answered_at = clock()
        self.recovered = asyncio.Event()

    def note_answer(self) -> None:
        """Notes that Telegram answered a poll."""
        if not self.is_alive():
            self.recovered.set()
        self._answered_at = self._clock()

    def get_silent_seconds(self) -> float:
        """Returns how long ago the last answer came, or the watch began."""
        return self._clock() - self._answered_at

    def is_alive(self) -> bool:
        """Says whether an answer came lately."""
        return self.get_silent_seconds() < self._dead_seconds
