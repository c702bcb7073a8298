"""How many requests are taken: so many a second in the long run, and so many at once."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bot.channels.rate import EventRate
from bot.channels.sending.pacing import SendSchedule
from bot.workbench.http.responses import RequestRefused


@dataclass(frozen=True, slots=True)
class RequestLimit:
    """So many requests in one burst, so many a second in the long run, and so many under way at once."""

    burst: int = 1_000
    per_second: float = 1_000
    at_once: int = 100


class RequestLimiter:
    """Counts requests; what is over the limit is refused before it costs any work."""

    def __init__(self, limit: RequestLimit) -> None:
        self.limit = limit
        self._line = SendSchedule(EventRate(limit.burst, 1 / limit.per_second))
        self._under_way = 0

    @contextmanager
    def admit(self, now_seconds: float) -> Iterator[None]:
        """Counts one request until it is answered. Raises `RequestRefused` where there are too many."""
        if self._line.get_wait_seconds(now_seconds):
            raise RequestRefused(
                429, "There are too many requests a second: wait a second, and send it again.", {"Retry-After": "1"}
            )
        if self._under_way >= self.limit.at_once:
            raise RequestRefused(
                503, "There are too many requests at once: wait for an answer, and send it again.", {"Retry-After": "1"}
            )
        self._line.enter(now_seconds)
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1
