"""The events that were just taken or passed over, by their ids: what is brought again is nothing new that was said.

What was passed over stays so, also when it is brought again after its mute, since its person was told.
"""

MOST = 1_000
"""How many ids are remembered. A channel brings few again: Telegram at most the 100 that wait to be confirmed."""


class RecentEvents:
    """What became of recent events."""

    def __init__(self) -> None:
        self._taken: dict[str, bool] = {}

    def find(self, event_id: str) -> bool | None:
        """Says whether a recent event was taken, or else passed over; None for one that did not come recently."""
        return self._taken.get(event_id)

    def note(self, event_id: str, *, is_taken: bool) -> None:
        """Notes what became of an event."""
        self._taken[event_id] = is_taken
        if len(self._taken) > MOST:
            del self._taken[next(iter(self._taken))]
