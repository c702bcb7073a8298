"""What the server remembers of running pre-checks: of each the newest page whose form it took, and nothing of answers.

It is held in memory, for an hour. After a restart the first form of a pre-check is taken, whichever it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from bot.channels.web.pre_check.pre_check_state import LASTS, PreCheckState

MOST = 20_000
"""How many pre-checks are remembered at once; the one that began first makes room."""


@dataclass(slots=True)
class _NewestForm:
    step: int
    form: bytes
    since_seconds: float


class PreCheckMemory:
    """Knows forms that are too old, and a form that comes twice."""

    def __init__(self, most: int = MOST, *, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._clock = most, clock
        self._newest: dict[bytes, _NewestForm] = {}

    def __len__(self) -> int:
        """Returns how many pre-checks are remembered."""
        return len(self._newest)

    def admit(self, state: PreCheckState, form: bytes) -> bool:
        """Says whether a form may be taken, and remembers it; `form` is its hash. The newest one may come again."""
        newest = self._newest.get(state.id)
        if newest is None:
            self._make_room()
            self._newest[state.id] = _NewestForm(state.step, form, self._clock())
            return True
        if state.step <= newest.step:
            return (state.step, form) == (newest.step, newest.form)
        newest.step, newest.form = state.step, form
        return True

    def release(self, state: PreCheckState, form: bytes) -> None:
        """Lets a page be answered as before its form was taken, since nothing came of that. The form stays known."""
        newest = self._newest.get(state.id)
        if newest is not None and newest.form == form:
            newest.step = state.step - 1

    def is_new(self, state: PreCheckState, form: bytes) -> bool:
        """Says whether a form is the first of a page that was not answered, not one that was released."""
        newest = self._newest.get(state.id)
        return newest is None or (state.step > newest.step and form != newest.form)

    def is_answered(self, state: PreCheckState) -> bool:
        """Says whether a form of this page, or of a later one, was taken."""
        newest = self._newest.get(state.id)
        return newest is not None and state.step <= newest.step

    def _make_room(self) -> None:
        since = self._clock() - LASTS.total_seconds()
        while self._newest:
            oldest = next(iter(self._newest))
            if len(self._newest) < self._most and self._newest[oldest].since_seconds > since:
                return
            del self._newest[oldest]
