"""Rates: so many at once, and then one in so many seconds."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventRate:
    """How many may go at once, and then one in how many seconds."""

    burst: int
    every_seconds: float


@dataclass(frozen=True, slots=True)
class SendRates:
    """How many messages may go: in one chat, and in all chats of a channel together."""

    in_a_chat: EventRate
    in_all: EventRate
