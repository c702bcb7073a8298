"""Limits: how much one person may say in a while. They are held in memory, so that what is over them costs no work in the database.

Each process has its own, and begins them anew. Who was let in is not looked up here: it is what the database said of their last event.
A full bucket is therefore forgotten with no harm.
"""

from dataclasses import dataclass, replace
from enum import Enum, auto


class May(Enum):
    """What is to become of an event: it is taken, or not taken and told, or not taken and passed over in silence."""

    GO_ON = auto()
    TELL = auto()
    SAY_NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Rate:
    """So many events at once, and so many a second in the long run."""

    burst: int
    per_second: float


KNOWN = Rate(burst=30, per_second=2)
"""Quicker than anybody reads and taps."""

STRANGERS = Rate(burst=10, per_second=10 / 3_600)
"""Enough for a mistyped invitation; also how often an hour one may be guessed."""

TELL_AGAIN_SECONDS = 60.0
"""A person who is over the limit is told once in this time."""

MOST = 10_000
"""How many people are remembered at once."""


@dataclass(frozen=True, slots=True)
class _Bucket:
    """How many events are left to a person, and when that was counted."""

    left: float
    at: float
    is_known: bool = False
    told_at: float | None = None


class Limits:
    """A bucket for each person: a wide one for those who were let in, a narrow one for strangers, who are told nothing."""

    def __init__(self, known: Rate = KNOWN, strangers: Rate = STRANGERS, most: int = MOST) -> None:
        self.known = known
        self.strangers = strangers
        self.most = most
        self._buckets: dict[str, _Bucket] = {}

    def __len__(self) -> int:
        """Returns how many people are remembered."""
        return len(self._buckets)

    def may(self, person: str, now_seconds: float) -> May:
        """Says what is to become of an event of a person, and counts it where it is taken.

        `now_seconds` comes from a clock that nobody sets (`time.monotonic`).
        """
        bucket = self._filled(person, now_seconds)
        if bucket.left >= 1:
            self._keep(person, replace(bucket, left=bucket.left - 1))
            return May.GO_ON
        is_told = bucket.told_at is not None and bucket.at - bucket.told_at < TELL_AGAIN_SECONDS
        if not bucket.is_known or is_told:
            self._keep(person, bucket)
            return May.SAY_NOTHING
        self._keep(person, replace(bucket, told_at=bucket.at))
        return May.TELL

    def met(self, person: str, now_seconds: float, *, is_known: bool) -> None:
        """Takes note of whether a person whose event was just taken is let in, as the database says. It may change at any time."""
        bucket = self._filled(person, now_seconds)
        if bucket.is_known is not is_known:
            rate = self.known if is_known else self.strangers
            self._keep(person, _Bucket(rate.burst - 1, bucket.at, is_known=is_known))

    def not_said(self, person: str) -> None:
        """Takes back that an event of a person was counted: it had come before, so they said nothing, and it tells nothing of them."""
        bucket = self._buckets.get(person)
        if bucket is not None:
            self._keep(person, replace(bucket, left=bucket.left + 1))

    def _filled(self, person: str, now_seconds: float) -> _Bucket:
        """Returns a person's bucket as it is by now; that of somebody new is full, and a stranger's."""
        bucket = self._buckets.get(person)
        if bucket is None:
            return _Bucket(self.strangers.burst, now_seconds)
        rate = self.known if bucket.is_known else self.strangers
        return replace(bucket, left=min(rate.burst, bucket.left + (now_seconds - bucket.at) * rate.per_second), at=now_seconds)

    def _keep(self, person: str, bucket: _Bucket) -> None:
        """Remembers a bucket as the one used last, and forgets others that are full; where all are in use, the one used first."""
        self._buckets.pop(person, None)
        while self._buckets:
            oldest = next(iter(self._buckets))
            if len(self._buckets) < self.most and not self._is_full(oldest, bucket.at):
                break
            del self._buckets[oldest]
        self._buckets[person] = bucket

    def _is_full(self, person: str, now_seconds: float) -> bool:
        bucket = self._filled(person, now_seconds)
        return bucket.left >= (self.known if bucket.is_known else self.strangers).burst
