"""Conflicts: Telegram gives a bot's updates to another process. So many in a row are borne."""

from telegram.error import Conflict

from bot.config.errors import UsageFault

NEWCOMER, SETTLED = 4, 8
"""How many conflicts in a row end the poll of a process that has just begun, and of one that has polled for long.

Fewer may only mean that a predecessor is leaving.
"""

ROW_SECONDS = 60
"""How long ago the last conflict may be to count as the same row. Two processes that poll both get updates at times."""

WEBHOOK = (
    "Telegram cannot be polled: a webhook is set for this bot, and gets its updates. To go back to polling, run"
    " `trialscreen telegram --delete-webhook`; or serve through the webhook"
)
OTHER = (
    "Telegram cannot be polled: another process polls with the same token. Stop the other one, or give this one the"
    " token of another bot; a bot that several processes serve needs a webhook"
)


class Conflicts:
    """The conflicts of a poll that began at a moment, in seconds of the monotonic clock.

    `settled_seconds` later it has polled for long.
    """

    def __init__(self, began: float, settled_seconds: float) -> None:
        self._settled_at = began + settled_seconds
        self._row: list[float] = []

    def note(self, fault: Conflict, now: float) -> int:
        """Returns the conflict's number in its row.

        Raises `UsageFault`, which names who is in the way, where they are too many.
        """
        if self._row and now - self._row[-1] > ROW_SECONDS:
            self._row.clear()
        self._row.append(now)
        if len(self._row) >= (SETTLED if self._row[0] >= self._settled_at else NEWCOMER):
            raise UsageFault(WEBHOOK if "webhook" in fault.message.lower() else OTHER) from fault
        return len(self._row)
