"""Limits of guesses: how many invitations that do not work a network may try, and all networks together.

An invitation carries 160 random bits, so that none is guessed. The limits keep the database free for others.
"""

from collections.abc import Callable
from time import monotonic

from bot.channels.handling.rate_limits import STRANGERS, Admission, RateLimits
from bot.channels.rate import EventRate

IN_ALL = EventRate(burst=300, every_seconds=1)
"""As many as a ward of people mistypes, and far fewer than the database can take."""

EVERYBODY = "everybody"


class GuessLimits:
    """Counts the tries to enter. One that let somebody in counts for nothing."""

    def __init__(
        self,
        network: EventRate = STRANGERS,
        in_all: EventRate = IN_ALL,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._networks = RateLimits(strangers=network, clock=clock)
        self._in_all = RateLimits(strangers=in_all, clock=clock)

    def admit(self, network: str) -> bool:
        """Says whether a network may try now, and counts it."""
        return all(
            limits.admit(whose) is Admission.GO_ON
            for limits, whose in ((self._networks, network), (self._in_all, EVERYBODY))
        )

    def undo(self, network: str) -> None:
        """Takes back that a try was counted."""
        self._networks.undo_count(network)
        self._in_all.undo_count(EVERYBODY)
