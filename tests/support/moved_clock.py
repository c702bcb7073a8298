"""A clock that a test moves."""

from dataclasses import dataclass


@dataclass
class MovedClock:
    """A monotonic clock in seconds."""

    at: float = 100.0

    def __call__(self) -> float:
        """Tells the time."""
        return self.at
