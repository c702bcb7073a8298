"""The watch on syncs: how long the homeserver has answered none, whatever the reason is."""

from collections.abc import Callable
from time import monotonic

DEAD_SECONDS = 75.0
"""A sync is held back up to 30 seconds where there is nothing new, so an answer is due more often than this."""


class SyncWatch:
    """Watches the syncs of one process, by a clock that is never set back."""

    def __init__(self, clock: Callable[[], float] = monotonic, dead_seconds: float = DEAD_SECONDS) -> None:
        self._clock, self._dead_seconds = clock, dead_seconds
        self._answered_at = clock()

    def note_answer(self) -> None:
        """Notes that the homeserver answered."""
        self._answered_at = self._clock()

    def get_silent_seconds(self) -> float:
        """Returns how long ago the last answer came, or the watch began."""
        return self._clock() - self._answered_at

    def is_alive(self) -> bool:
        """Says whether an answer came lately."""
        return self.get_silent_seconds() < self._dead_seconds
