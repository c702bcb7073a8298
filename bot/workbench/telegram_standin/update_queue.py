"""Queues of updates that a webhook must get one after another, while other queues go on."""

from collections import deque
from collections.abc import Hashable

from bot.workbench.telegram_standin.updates import Update


class UpdateQueue:
    """Updates that must be brought one after another, and when the first of them is due by the stand-in's clock."""

    def __init__(self, key: Hashable) -> None:
        self.key = key
        self.updates: deque[Update] = deque()
        self.due = 0.0
        self.delay = 1.0
        self.failures = 0
