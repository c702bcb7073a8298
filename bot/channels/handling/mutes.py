"""Mutes: for whom nothing is taken for a while, since they said too much at once, and how much was passed over.

A person is told before a mute, and once it is over how much was not taken.
"""

from collections.abc import Callable
from dataclasses import dataclass

MOST_MUTED = 1_000
"""How many people are muted at once. What others say is taken, however much it is."""

MUTE_SECONDS = 5.0


@dataclass(slots=True)
class Mute:
    """A mute that ends at a moment, unless more is said; `missed` events were passed over."""

    until: float
    missed: int


class Mutes:
    """The mutes of one process. A mute lasts until the pace is normal again: faster events put its end off.

    It goes on for `lasts_seconds`, and for `every_seconds` more with each event, but never longer than it lasts from
    then on. So it does not grow with the number of events. `muted` are those who are muted, each with their mute.
    """

    def __init__(self, clock: Callable[[], float], lasts_seconds: float, every_seconds: float) -> None:
        self._clock, self._lasts, self._every = clock, lasts_seconds, every_seconds
        self.muted: dict[str, Mute] = {}

    @property
    def is_full(self) -> bool:
        """Whether nobody else can be muted."""
        return len(self.muted) >= MOST_MUTED

    def begin(self, person: str, at_least_seconds: float, missed: int = 1) -> None:
        """Mutes a person who was told so, after so many events that were passed over."""
        before = self.end(person)
        self.muted[person] = Mute(self._clock() + max(self._lasts, at_least_seconds), before + missed)

    def pass_over(self, person: str) -> None:
        """Counts an event of a muted person that is passed over."""
        mute = self.muted[person]
        mute.missed += 1
        mute.until = max(mute.until, min(mute.until + self._every, self._clock() + self._lasts))

    def get_seconds(self, person: str) -> float:
        """Returns for how long a person would be muted if they said nothing more; 0 for somebody who is not."""
        mute = self.muted.get(person)
        return 0.0 if mute is None else max(0.0, mute.until - self._clock())

    def end(self, person: str) -> int:
        """Ends a mute, and returns how many events of the person were passed over; 0 for somebody who is not muted."""
        mute = self.muted.pop(person, None)
        return 0 if mute is None else mute.missed
