"""How many requests are taken: so many a second in the long run, and so many at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.channels.rate import Line, Rate
from bot.workbench.http.responses import Refused


@dataclass(frozen=True, slots=True)
class Limit:
    """So many requests in one burst, so many a second in the long run, and so many under way at once."""

    burst: int = 1_000
    per_second: float = 1_000
    at_once: int = 100


class Pace:
    """Counts requests; what is over the limit is refused before it costs any work."""

    def __init__(self, limit: Limit) -> None:
        self.limit = limit
        self._line = Line(Rate(limit.burst, 1 / limit.per_second))
        self._under_way = 0

    @contextmanager
    def taken(self, now_seconds: float) -> Iterator[None]:
        """Counts one request until it is answered. Raises `Refused` where there are too many."""
        if self._line.seconds(now_seconds):
            raise Refused(429, "There are too many requests a second: wait a second, and send it again.", {"Retry-After": "1"})
        if self._under_way >= self.limit.at_once:
            raise Refused(503, "There are too many requests at once: wait for an answer, and send it again.", {"Retry-After": "1"})
        self._line.enter(now_seconds)
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
