"""Rate limits: how much one person may say in a while.

They are held in memory, so that what is over them costs no work in the database.

All is measured by one clock, which is this machine's and which nobody sets. The date of a message does not count: it
is another clock's, and long ago after an outage and at an edit.

Each process begins them anew. Whether a person was let in is what the database said of their last event. A schedule
that has rested can therefore be forgotten.

Each account counts for itself here, also where several are one person's. Which person it is only the database knows,
and an event over the limit is not to cost a look there. Links are few, so that nobody gains much. What the store counts
(wrong codes, reports), and files, count for the person.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from time import monotonic

from bot.channels.handling.mutes import MUTE_SECONDS, Mutes
from bot.channels.rate import EventRate
from bot.channels.sending.pacing import SendSchedule


class Admission(Enum):
    """What is to become of an event.

    It is taken; it waits a little first; its person is told that they are muted; or it is passed over. A person who was
    let in is passed over only while they are muted, and a stranger is told nothing.
    """

    GO_ON = auto()
    WAIT = auto()
    MUTE = auto()
    SAY_NOTHING = auto()


KNOWN = EventRate(burst=100, every_seconds=0.5)
"""As many as Telegram gives at once, for what waited through an outage; then quicker than anybody reads and taps."""

STRANGERS = EventRate(burst=10, every_seconds=360)
"""Enough for a mistyped invitation; also how often an hour one may be guessed."""

WAITS = EventRate(burst=10, every_seconds=6)
"""How often the events of one person may wait: so they hold up what came after them for five seconds, not more."""

LONGEST_WAIT_SECONDS = 1.0

MOST_WAITING = 8
"""How many people's events wait at once: far fewer than an intake takes at once."""

MOST = 10_000
"""How many people are remembered at once."""


@dataclass(slots=True)
class _Person:
    """The schedule of a person's events, and of those that had to wait."""

    schedule: SendSchedule
    waits: SendSchedule = field(default_factory=lambda: SendSchedule(WAITS))
    is_known: bool = False


class RateLimits:
    """A schedule for each person: quick for those who were let in, slow for strangers, who are told nothing."""

    def __init__(
        self,
        known: EventRate = KNOWN,
        strangers: EventRate = STRANGERS,
        most: int = MOST,
        *,
        mute_seconds: float = MUTE_SECONDS,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self.known, self.strangers, self.most, self.clock = known, strangers, most, clock
        self.mutes = Mutes(clock, mute_seconds, known.every_seconds)
        self._people: dict[str, _Person] = {}
        self._waiting: set[str] = set()

    def __len__(self) -> int:
        """Returns how many people are remembered."""
        return len(self._people)

    def admit(self, person: str) -> Admission:
        """Says what is to become of an event of a person, and counts it where it is taken, or passed over."""
        now = self.clock()
        self._waiting.discard(person)
        if person in self.mutes.muted:
            self.mutes.pass_over(person)
            return Admission.SAY_NOTHING
        found = self._remember(person, now)
        wait = found.schedule.get_wait_seconds(now)
        if wait and not found.is_known:
            return Admission.SAY_NOTHING
        if wait and self._may_wait(found, wait, now):
            found.waits.enter(now)
            self._waiting.add(person)
            return Admission.WAIT
        if wait and not self.mutes.is_full:
            return Admission.MUTE
        found.schedule.enter(now)
        return Admission.GO_ON

    def get_wait_seconds(self, person: str) -> float:
        """Returns how long an event of a person has to wait, with a little more, so that it need not wait twice."""
        found, now = self._people.get(person), self.clock()
        return 0.0 if found is None else found.schedule.get_wait_seconds(now) + 0.001

    def note_person(self, person: str, *, is_known: bool) -> None:
        """Takes note of whether a person whose event was just taken is let in, as the database says now."""
        found = self._people.get(person)
        if is_known is not (found is not None and found.is_known):
            now = self.clock()
            found = self._remember(person, now)
            found.schedule = SendSchedule(self.known if is_known else self.strangers)
            found.is_known = is_known
            found.schedule.enter(now)

    def undo_count(self, person: str) -> None:
        """Takes back that an event of a person was counted: it had come before, so they said nothing new."""
        found = self._people.get(person)
        if found is not None:
            found.schedule.leave()

    def mute(self, person: str, missed: int = 1) -> None:
        """Mutes a person who was told so, after so many events that were passed over."""
        self.mutes.begin(person, self.get_wait_seconds(person), missed)

    def _may_wait(self, person: _Person, wait_seconds: float, now: float) -> bool:
        is_short = wait_seconds <= LONGEST_WAIT_SECONDS and not person.waits.get_wait_seconds(now)
        return is_short and len(self._waiting) < MOST_WAITING

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
