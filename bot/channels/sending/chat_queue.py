"""Values of sending: the queue of one chat, and what became of messages since the start."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from storage.model.stored import Outgoing


@dataclass(slots=True)
class DeliveryCounts:
    """What became of messages since the start.

    `served` is called with the seconds from `notify` to the channel's answer. `told` is called for each message, with
    what became of it (sent, retried, dropped, blocked), and why, in the word of its `SendRefusal`.
    """

    sent: int = 0
    retried: int = 0
    dropped: int = 0
    blocked: int = 0
    served: Callable[[float], None] = field(default=lambda _: None, repr=False)
    told: Callable[[str, str], None] = field(default=lambda _, __: None, repr=False)

    def count(self, fate: str, why: str = "") -> None:
        """Counts a message by what became of it."""
        setattr(self, fate, getattr(self, fate) + 1)
        self.told(fate, why)


@dataclass(slots=True)
class ChatQueue:
    """The messages that one chat is being sent.

    `given` are messages that are leased already. `parts` and `receipt` say how far message `begun` has come.
    """

    chat: str
    given: deque[Outgoing] = field(default_factory=deque)
    task: "asyncio.Task[None] | None" = None
    is_woken: bool = True
    is_waiting: bool = False
    notified_at: float | None = None
    faults: int = 0
    begun: int = 0
    parts: int = 0
    receipt: int | None = None
