"""Limits of guesses: how many unknown invitations a network may try, and all networks together.

An invitation carries 160 random bits, so that none is guessed. The limits keep the database free for others.
A hospital is one network: what one of its people does wrong must not keep the others out.
"""

from collections.abc import Callable
from time import monotonic

from bot.channels.handling.rate_limits import Admission, RateLimits
from bot.channels.rate import EventRate
from bot.channels.web.access.cookies import ENTERING_SECONDS

NETWORK = EventRate(burst=60, every_seconds=60)
"""As many as a hospital's people mistype, and one more each minute."""

IN_ALL = EventRate(burst=300, every_seconds=1)
"""Far fewer than the database can take."""

INVITATION = EventRate(burst=20, every_seconds=6)
"""How often one invitation can be tried, by whomever: who has a used one cannot keep the database busy with it."""

EVERYBODY = "everybody"

MOST = 10_000
"""How many tries that failed are remembered at once."""


class GuessLimits:
    """Counts the tries to enter: for their network only where the invitation is unknown, and once for each browser."""

    def __init__(
        self,
        network: EventRate = NETWORK,
        in_all: EventRate = IN_ALL,
        invitation: EventRate = INVITATION,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._clock = clock
        self._networks, self._in_all, self._invitations = (
            RateLimits(strangers=rate, clock=clock) for rate in (network, in_all, invitation)
        )
        self._failed: dict[str, float] = {}

    def admit(self, network: str, invitation: str) -> bool:
        """Says whether an invitation may be tried from a network now, and counts it."""
        asked = ((self._invitations, invitation), (self._networks, network), (self._in_all, EVERYBODY))
        return all(limits.admit(whose) is Admission.GO_ON for limits, whose in asked)

    def has_failed(self, attempt: str) -> bool:
        """Says whether this invitation failed from this browser of late: then nobody need look again."""
        failed_at = self._failed.get(attempt)
        return failed_at is not None and self._clock() - failed_at < ENTERING_SECONDS

    def note_failed(self, network: str, attempt: str, *, is_guess: bool) -> None:
        """Takes note of a try that let nobody in; one is no guess where there was once such an invitation."""
        if not is_guess or self.has_failed(attempt):
            self._networks.undo_count(network)
        self._failed.pop(attempt, None)
        self._failed[attempt] = self._clock()
        if len(self._failed) > MOST:
            del self._failed[next(iter(self._failed))]

    def undo(self, network: str) -> None:
        """Takes back that a try was counted: it let somebody in, or nobody could look."""
        self._networks.undo_count(network)
        self._in_all.undo_count(EVERYBODY)
