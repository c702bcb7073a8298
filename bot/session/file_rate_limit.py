"""How many files one person may have made in a minute, from all accounts together.

It is held in memory; each process begins anew. The person is known: it is asked after the account was looked up. The
minute is one of a clock that nobody sets, so that a clock that is set back keeps nobody waiting.
"""

from collections.abc import Callable
from time import monotonic

from storage.model.people import PersonId

MANY_PEOPLE = 1_000
"""So many people are remembered before those whose minute is over are forgotten."""


class FileLimit:
    """At most `most` files a person within a while, so that nobody keeps the program busy with typesetting."""

    def __init__(self, most: int = 4, within_seconds: float = 60, clock: Callable[[], float] = monotonic) -> None:
        self.most, self.within_seconds, self.clock = most, within_seconds, clock
        self._ordered: dict[PersonId, list[float]] = {}

    def is_over(self, person: PersonId) -> bool:
        """Says whether a person had as many files made as they may for now."""
        return len(self._list_recent(person)) >= self.most

    def note_order(self, person: PersonId) -> None:
        """Notes that a file is made for a person."""
        if len(self._ordered) >= MANY_PEOPLE:
            self._ordered = {each: recent for each in self._ordered if (recent := self._list_recent(each))}
        self._ordered[person] = [*self._list_recent(person), self.clock()]

    def _list_recent(self, person: PersonId) -> list[float]:
        since = self.clock() - self.within_seconds
        return [at for at in self._ordered.get(person, []) if at > since]
