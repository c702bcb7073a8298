"""The clocks of a command: the wall clock, or one that `--now` fixes, and the boot clock, which nobody sets."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config.errors import UsageFault

if TYPE_CHECKING:
    from storage.model.clock import ClockReading

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def read_wall_clock() -> datetime:
    """Returns what the machine's wall clock shows (UTC)."""
    return datetime.now(UTC)


def read_boot_clock() -> float:
    """Returns the seconds since the machine booted, also those that it slept, where the system counts them."""
    boot_time = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot_time is None else time.clock_gettime(boot_time)


@cache
def read_boot_id() -> str:
    """Returns the system's name of this boot, or nothing where it gives none."""
    try:
        return BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""


@dataclass(frozen=True)
class Clock:
    """The clock of a command. `fixed` is the time at which it stands, if it does; `machine` is the wall clock."""

    fixed: datetime | None = None
    machine: Callable[[], datetime] = read_wall_clock
    boot: Callable[[], float] = read_boot_clock

    def __call__(self) -> datetime:
        """Returns the time: the one that was fixed, or else the machine's (UTC)."""
        return self.fixed or self.machine()

    def read(self) -> "ClockReading":
        """Reads the machine's clocks."""
        from storage.model.clock import ClockReading  # noqa: PLC0415 - a command that keeps nothing does not need it

        return ClockReading(self.machine(), read_boot_id(), self.boot())


MACHINE = Clock()
"""The machine's own clock."""


def make_clock(fixed: str | None) -> Clock:
    """Returns a clock; `fixed` is an ISO date or time, taken as UTC where it names no zone.

    Raises `UsageFault` for another text.
    """
    if fixed is None:
        return MACHINE
    try:
        moment = datetime.fromisoformat(fixed)
    except ValueError:
        raise UsageFault(f"--now: {fixed[:40]!r} is no time; write 2026-12-01 or 2026-12-01T12:00:00") from None
    return Clock(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment)
