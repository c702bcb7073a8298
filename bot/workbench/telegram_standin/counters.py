"""What is counted while a stand-in runs: calls, refusals, when each chat was sent to, and how long people waited."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from time import monotonic


@dataclass(slots=True)
class Counters:
    """Times are of the real, monotonic clock.

    A lag is from what a person did until the bot's next new message in that chat.
    """

    calls: Counter[str] = field(default_factory=Counter)
    refused: Counter[tuple[str, int]] = field(default_factory=Counter)
    sent: defaultdict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    lags: defaultdict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    waiting: dict[int, float] = field(default_factory=dict)

    def acted(self, chat: int) -> None:
        """Notes that a person did something."""
        self.waiting.setdefault(chat, monotonic())

    def replied(self, chat: int) -> None:
        """Notes that the bot sent a new message."""
        now = monotonic()
        self.sent[chat].append(now)
        since = self.waiting.pop(chat, None)
        if since is not None:
            self.lags[chat].append(now - since)

    def max_lag(self) -> float:
        """Returns the longest wait for a reply, in seconds; those who still wait count."""
        now = monotonic()
        ended = (lag for lags in self.lags.values() for lag in lags)
        return max((*ended, *(now - since for since in self.waiting.values())), default=0.0)
