"""Limits of the open pre-check: how much may come from one network. A whole hospital is one."""

from collections.abc import Callable
from time import monotonic

from bot.channels.handling.rate_limits import Admission, RateLimits
from bot.channels.rate import EventRate

BEGINNINGS = EventRate(burst=120, every_seconds=5)
"""As many as a hospital's people begin at once, and then twelve in a minute."""

FORMS = EventRate(burst=1_200, every_seconds=0.5)
"""Ten pages for each of those, and then two in a second."""

FILES = EventRate(burst=30, every_seconds=15)
"""A report takes more work than a page: four in a minute, in the long run."""


HANDOVERS = EventRate(burst=30, every_seconds=120)
"""What is handed over is kept, and counts in the screening log: far fewer than a hospital begins."""


class PreCheckLimits:
    """Counts beginnings, forms, files and handovers by themselves, each for its network."""

    def __init__(
        self,
        beginnings: EventRate = BEGINNINGS,
        forms: EventRate = FORMS,
        files: EventRate = FILES,
        handovers: EventRate = HANDOVERS,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._beginnings, self._forms, self._files, self._handovers = (
            RateLimits(strangers=rate, clock=clock) for rate in (beginnings, forms, files, handovers)
        )

    def admit_beginning(self, network: str) -> bool:
        """Says whether a network may begin one more, and counts it."""
        return self._beginnings.admit(network) is Admission.GO_ON

    def admit_form(self, network: str) -> bool:
        """Says whether a network may send one more form, and counts it."""
        return self._forms.admit(network) is Admission.GO_ON

    def admit_file(self, network: str) -> bool:
        """Says whether a file may be made for a network, and counts it."""
        return self._files.admit(network) is Admission.GO_ON

    def admit_handover(self, network: str) -> bool:
        """Says whether one more may be handed to the site from a network, and counts it."""
        return self._handovers.admit(network) is Admission.GO_ON
