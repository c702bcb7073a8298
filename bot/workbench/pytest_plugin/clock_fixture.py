"""The clock of a test: it stands still until it is moved."""

from datetime import UTC, datetime, timedelta


class FrozenClock:
    """A time that stands still, in UTC."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def set(self, moment: str) -> None:
        """Sets the clock to a moment, such as "2026-12-01" or "2026-12-01T08:30" (UTC). Raises `ValueError` where it is none."""
        try:
            given = datetime.fromisoformat(moment)
        except ValueError:
            raise ValueError(f"{moment!r} is no time; write 2026-12-01 or 2026-12-01T08:30") from None
        self.now = given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)

    def advance(self, *, days: float = 0, hours: float = 0, seconds: float = 0) -> None:
        """Moves the clock on. It does not go back: use `set`."""
        step = timedelta(days=days, hours=hours, seconds=seconds)
        if step < timedelta(0):
            raise ValueError("the clock does not go back by a step; set it to the time that is meant")
        self.now += step
