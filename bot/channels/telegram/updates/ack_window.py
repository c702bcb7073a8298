"""The ack window: the updates that Telegram has given and that are not confirmed."""

from collections import deque
from collections.abc import Iterable
from itertools import islice

LIMIT = 100
"""How many updates Telegram gives at most (Bot API, getUpdates) before the first of them is confirmed."""


class AckWindow:
    """Keeps updates in the order in which they were given, of which `uncommitted` are not committed.

    Their ids may jump, and begin anew after a week without updates.

    What is committed stays until it is confirmed, since an answer that was asked for before may hold it.
    """

    def __init__(self) -> None:
        self.offset = 0
        self.uncommitted = 0
        self._given: dict[int, bool] = {}
        self._confirmed: deque[int] = deque(maxlen=LIMIT)

    @property
    def has_moved(self) -> bool:
        """Whether there is something to confirm."""
        return any(islice(self._given.values(), 1))

    @property
    def is_full(self) -> bool:
        """Whether Telegram would give nothing new now."""
        return len(self._given) >= LIMIT and not self.has_moved

    def accept(self, numbers: Iterable[int]) -> list[int]:
        """Takes note of what was given, and returns what is to be taken of it."""
        fresh = [number for number in dict.fromkeys(numbers) if number not in self._given]
        self._given |= dict.fromkeys(fresh, False)
        self.uncommitted += len(fresh)
        return fresh

    def find_repeated(self, numbers: Iterable[int]) -> list[int]:
        """Returns which updates were confirmed just before, and given again all the same."""
        confirmed = set(self._confirmed)
        return [number for number in numbers if number in confirmed]

    def commit(self, number: int) -> None:
        """Notes that an update is committed."""
        self.uncommitted -= not self._given[number]
        self._given[number] = True

    def confirm(self) -> int:
        """Forgets what is committed without a gap, and returns the offset that confirms it.

        The offset is 0 where nothing was ever given.
        """
        while self.has_moved:
            first = next(iter(self._given))
            del self._given[first]
            self._confirmed.append(first)
            self.offset = first + 1
        return self.offset
