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


class PreCheckLimits:
    """Counts beginnings, forms and files by themselves, each for its network."""

    def __init__(
        self,
        beginnings: EventRate = BEGINNINGS,
        forms: EventRate = FORMS,
        files: EventRate = FILES,
        *,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._beginnings, self._forms, self._files = (
            RateLimits(strangers=rate, clock=clock) for rate in (beginnings, forms, files)
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
