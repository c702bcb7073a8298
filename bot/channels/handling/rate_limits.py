"""Rate limits: how much one person may say in a while.

They are held in memory, so that what is over them costs no work in the database.

Each process has its own, and begins them anew. Whether a person was let in is not looked up here: it is what the
database said of their last event. A schedule that has rested can therefore be forgotten.

Each account counts for itself here, also where several are one person's. Which person it is only the database knows,
and an event over the limit is not to cost a look there. Links are few, and each account needs an invitation, so that
nobody gains much. What the store counts (wrong codes, reports), and files, count for the person.
"""

from dataclasses import dataclass
from enum import Enum, auto

from bot.channels.rate import EventRate
from bot.channels.sending.pacing import SendSchedule


class Admission(Enum):
    """What is to become of an event: it is taken; or it is not, and its person is told so, or told nothing."""

    GO_ON = auto()
    TELL = auto()
    SAY_NOTHING = auto()


KNOWN = EventRate(burst=30, every_seconds=0.5)
"""Quicker than anybody reads and taps."""

STRANGERS = EventRate(burst=10, every_seconds=360)
"""Enough for a mistyped invitation; also how often an hour one may be guessed."""

TELL_AGAIN_SECONDS = 60.0
"""A person who is over the limit is told once in this time."""

MOST = 10_000
"""How many people are remembered at once."""


@dataclass(slots=True)
class _Person:
    """The events of a person: their schedule, and when the person was last told that they are too many."""

    schedule: SendSchedule
    is_known: bool = False
    told_at: float | None = None


class RateLimits:
    """A schedule for each person: quick for those who were let in, slow for strangers, who are told nothing."""

    def __init__(self, known: EventRate = KNOWN, strangers: EventRate = STRANGERS, most: int = MOST) -> None:
        self.known = known
        self.strangers = strangers
        self.most = most
        self._people: dict[str, _Person] = {}

    def __len__(self) -> int:
        """Returns how many people are remembered."""
        return len(self._people)

    def admit(self, person: str, now_seconds: float) -> Admission:
        """Says what is to become of an event of a person, and counts it where it is taken.

        `now_seconds` comes from a clock that nobody sets (`time.monotonic`).
        """
        found = self._remember(person, now_seconds)
        if not found.schedule.get_wait_seconds(now_seconds):
            found.schedule.enter(now_seconds)
            return Admission.GO_ON
        is_told = found.told_at is not None and now_seconds - found.told_at < TELL_AGAIN_SECONDS
        if not found.is_known or is_told:
            return Admission.SAY_NOTHING
        found.told_at = now_seconds
        return Admission.TELL

    def note_person(self, person: str, now_seconds: float, *, is_known: bool) -> None:
        """Takes note of whether a person whose event was just taken is let in, as the database says.

        It may change at any time.
        """
        found = self._people.get(person)
        if is_known is not (found is not None and found.is_known):
            found = self._remember(person, now_seconds)
            found.schedule = SendSchedule(self.known if is_known else self.strangers)
            found.is_known, found.told_at = is_known, None
            found.schedule.enter(now_seconds)

    def undo_count(self, person: str) -> None:
        """Takes back that an event of a person was counted: it had come before, so they said nothing new."""
        found = self._people.get(person)
        if found is not None:
            found.schedule.leave()

    def _remember(self, person: str, now_seconds: float) -> _Person:
        """Returns a person, a stranger where nothing is known, as the one heard last.

        Forgets others whose schedules have rested; where all are in use, the one heard first.
        """
        found = self._people.pop(person, None) or _Person(SendSchedule(self.strangers))
        while self._people:
            oldest = next(iter(self._people))
            if len(self._people) < self.most and not self._people[oldest].schedule.is_rested(now_seconds):
                break
            del self._people[oldest]
        self._people[person] = found
        return found
