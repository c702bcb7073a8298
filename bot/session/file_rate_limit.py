"""How many files one person may have made in a minute, from all accounts together.

It is held in memory; each process begins anew. The person is known: it is asked after the account was looked up.
"""

from datetime import datetime, timedelta

from storage.model.people import PersonId

MANY_PEOPLE = 1_000
"""So many people are remembered before those whose minute is over are forgotten."""


class FileLimit:
    """At most `most` files a person within a while, so that nobody keeps the program busy with typesetting."""

    def __init__(self, most: int = 4, within: timedelta = timedelta(minutes=1)) -> None:
        self.most = most
        self.within = within
        self._ordered: dict[PersonId, list[datetime]] = {}

    def is_over(self, person: PersonId, now: datetime) -> bool:
        """Says whether a person had as many files made as they may for now."""
        return len(self._list_recent(person, now)) >= self.most

    def note_order(self, person: PersonId, now: datetime) -> None:
        """Notes that a file is made for a person."""
        if len(self._ordered) >= MANY_PEOPLE:
            self._ordered = {each: recent for each in self._ordered if (recent := self._list_recent(each, now))}
        self._ordered[person] = [*self._list_recent(person, now), now]

    def _list_recent(self, person: PersonId, now: datetime) -> list[datetime]:
        return [at for at in self._ordered.get(person, []) if at > now - self.within]
