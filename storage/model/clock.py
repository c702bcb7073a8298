"""Readings of a machine's clocks, and what a store knows of them."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

MOST_OFF_SECONDS = 60
"""How far the wall clock and the boot clock may part: a clock that nobody sets is corrected in smaller steps."""


@dataclass(frozen=True, slots=True)
class ClockReading:
    """What a machine's clocks show at one moment: the wall clock (UTC), and the seconds since it booted.

    Nobody sets the boot clock. `boot` names the boot: clocks of different boots are not compared.
    """

    at: datetime
    boot: str
    boot_seconds: float

    def agrees_with(self, earlier: "ClockReading") -> bool:
        """Says whether the wall clock went on as far as the boot clock since an earlier reading of the same boot."""
        passed = (self.at - earlier.at).total_seconds()
        boot_passed = self.boot_seconds - earlier.boot_seconds
        return self.boot == earlier.boot and abs(passed - boot_passed) <= MOST_OFF_SECONDS


@dataclass(frozen=True, slots=True)
class ClockRecord:
    """What a store keeps of its clock: when it was believed last, and a reading.

    That is the reading with which the clock was believed. Where the clock is doubted, it is the first doubted one.
    """

    believed_at: datetime
    reading: ClockReading
    is_doubted: bool


class ClockDoubt(Enum):
    """Why a clock is doubted."""

    JUMPED = "the clock was set while a program was running"
    AHEAD = "the clock is more than a day past the last use of this database"
    BEHIND = "the clock is behind the last use of this database"
    DAMAGED = "the record of the clock was changed outside of this program"
