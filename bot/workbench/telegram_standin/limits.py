"""Telegram's pace: about one message a second in a chat, thirty in all, twenty a minute in a group.

core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this; short bursts are allowed, and how short is not
said. An edit counts like a new message, and both share one limit (github.com/tdlib/td, issues 2592 and 3034). A tap may
be answered without limits (github.com/tdlib/telegram-bot-api, issue 648).
"""

import math
from dataclasses import dataclass, field

from bot.workbench.standin_clock import StandinClock
from bot.workbench.telegram_standin.refusal import make_too_many

COUNTED = frozenset({"sendmessage", "senddocument", "sendphoto", "editmessagetext", "editmessagereplymarkup"})


@dataclass(slots=True)
class Bucket:
    """Lets a few through at once, and then as many as flow in."""

    rate: float
    most: float
    level: float = field(init=False)
    at: float = 0.0

    def __post_init__(self) -> None:
        self.level = self.most

    def wait(self, now: float) -> float:
        """Returns the seconds until one more may pass; 0 if it may pass now."""
        self.level = min(self.most, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 else (1 - self.level) / self.rate


class BotLimits:
    """The pace of one bot; off until switched on. `burst` is how many messages a chat takes at once."""

    def __init__(self, clock: StandinClock, *, on: bool = False, burst: int = 3) -> None:
        self.clock, self.on, self.burst = clock, on, burst
        self._all = Bucket(30, 30)
        self._chats: dict[int, Bucket] = {}

    def check(self, method: str, chat: int | None) -> None:
        """Refuses a message, or an edit, that comes too early; one that is let through counts."""
        if not self.on or chat is None or method not in COUNTED:
            return
        now = self.clock.now()
        if chat not in self._chats:
            self._chats[chat] = Bucket(1, self.burst) if chat > 0 else Bucket(20 / 60, 20)
        buckets = (self._all, self._chats[chat])
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait:
            raise make_too_many(max(1, math.ceil(wait - 1e-6)))
        for bucket in buckets:
            bucket.level -= 1
