"""Limits of sign-ins by one hospital: how many may fail from a network, and how many may be under way from it.

A hospital is one network. So what its people do right counts for nobody, and what comes of another hospital's sign-in
counts there alone.
"""

from asyncio import Lock
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from weakref import WeakValueDictionary

from bot.channels.handling.rate_limits import RateLimits
from bot.channels.rate import EventRate
from bot.channels.web.access.guess_limits import EVERYBODY, IN_ALL, MOST, NETWORK
from bot.channels.web.hospitals.sign_in_attempt import LASTS_SECONDS

MOST_OPEN = 150
"""How many sign-ins of one network may be under way at once: more than a hospital's people begin in a minute."""

AT_ONCE_SECONDS = 0.002
"""A wait that is none: a little is added to each."""


class OpenLimit(Exception):
    """So many sign-ins of a network are under way that no other one is taken."""


class FailedLimit(Exception):
    """So many sign-ins of a network failed of late that no other one is taken."""


class HospitalLimits:
    """Counts the sign-ins of one hospital that failed, and remembers what came of each attempt."""

    def __init__(
        self,
        network: EventRate = NETWORK,
        in_all: EventRate = IN_ALL,
        most_open: int = MOST_OPEN,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._clock, self._most_open = clock, most_open
        self._networks, self._in_all = (RateLimits(strangers=rate, clock=clock) for rate in (network, in_all))
        self._open: Counter[str] = Counter()
        self._locks: WeakValueDictionary[str, Lock] = WeakValueDictionary()
        self._failed, self._entered = _Remembered(clock), _Remembered(clock)

    @contextmanager
    def open(self, network: str) -> Iterator[None]:
        """Counts a sign-in of a network for as long as it is under way. Raises `OpenLimit`."""
        if self._open[network] >= self._most_open:
            raise OpenLimit
        self._open[network] += 1
        try:
            yield
        finally:
            self._open[network] -= 1
            if not self._open[network]:
                del self._open[network]

    def find_lock(self, attempt: str) -> Lock:
        """Returns what one of several answers for one attempt holds while the others wait for what comes of it."""
        return self._locks.setdefault(attempt, Lock())

    def check_failed(self, network: str) -> None:
        """Raises `FailedLimit` where a network may try nothing more just now."""
        waits = self._networks.get_wait_seconds(network), self._in_all.get_wait_seconds(EVERYBODY)
        if max(waits) > AT_ONCE_SECONDS:
            raise FailedLimit

    def has_failed(self, attempt: str) -> bool:
        """Says whether this attempt failed of late: then nobody need ask again."""
        return attempt in self._failed

    def has_entered(self, attempt: str) -> bool:
        """Says whether this attempt let its browser in of late."""
        return attempt in self._entered

    def note_failed(self, network: str, attempt: str, *, is_guess: bool) -> None:
        """Takes note of a try that let nobody in; it is no guess where the hospital said why."""
        self._failed.add(attempt)
        self._in_all.admit(EVERYBODY)
        if is_guess:
            self._networks.admit(network)

    def note_entered(self, attempt: str) -> None:
        """Takes note of an attempt that let its browser in."""
        self._entered.add(attempt)


class _Remembered:
    """Attempts, for as long as one lasts, and no more than so many."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._since: dict[str, float] = {}

    def __contains__(self, attempt: str) -> bool:
        since = self._since.get(attempt)
        return since is not None and self._clock() - since < LASTS_SECONDS

    def add(self, attempt: str) -> None:
        self._since.pop(attempt, None)
        self._since[attempt] = self._clock()
        if len(self._since) > MOST:
            del self._since[next(iter(self._since))]
