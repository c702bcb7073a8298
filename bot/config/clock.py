"""The clock of a command: the machine's, or one that `--now` fixes."""

from collections.abc import Callable
from datetime import UTC, datetime

from bot.config.errors import UsageFault

Clock = Callable[[], datetime]


def make_clock(fixed: str | None) -> Clock:
    """Returns a clock; `fixed` is an ISO date or time, taken as UTC where it names no zone.

    Raises `UsageFault` for another text.
    """
    if fixed is None:
        return lambda: datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        raise UsageFault(f"--now: {fixed[:40]!r} is no time; write 2026-12-01 or 2026-12-01T12:00:00") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return lambda: moment
