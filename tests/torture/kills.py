"""Kills processes that write into an SQLite file: at random moments, and before and after every step of a turn.

Run it as a script.
"""

import time
from collections import Counter
from pathlib import Path
from random import Random

from attacks import Broken, Options, main
from evidence import whole
from mortal import Task, cold, from_fork, heard, killed
from points import at_every_point
from stores import place, store_at
from truth import Truth
from watched import PHASES, Phase

LONG_LIVED = 400
FRESH_EVERY = 60
EVERYTHING_EVERY = 20
LINES = 14
"""A random moment lies between a process's beginning and when it would have told so many things: about seven turns."""

FIRST_ARE_SLOW = 5
"""How many deaths of a fresh database lie within five times that, for its tables take long to make."""


class Series:
    """Processes that go on with one database in turn, and die; after each, the store is compared with what was said."""

    def __init__(self, folder: Path, random: Random) -> None:
        folder.mkdir()
        self.folder = folder
        self.random = random
        self.truth = Truth()
        self.phase = Phase()
        self.deaths = 0

    def dies(self, seconds: float, *, is_cold: bool) -> str:
        """Has one process begin, killed after so many seconds, and checks. Returns what it was at when it died."""
        self.deaths += 1
        task = self._task()
        if is_cold:
            process, hearing = cold(task)
            child = process.pid
        else:
            child, hearing = from_fork(task, self.phase)
        time.sleep(seconds)
        killed(child)
        at = "a cold start" if is_cold else PHASES[self.phase.memory[0]]
        try:
            for line in heard(hearing):
                self.truth.hear(line)
            self._checks()
        except Broken as fault:
            raise Broken(f"after death {self.deaths}, in the phase {at!r}: {fault}") from fault
        return at

    def _task(self) -> Task:
        leaving = {request.story for request in self.truth.pending if request.is_forgetting}
        alive = [story for story in self.truth.stories.values() if not story.is_forgotten and story.name not in leaving]
        story, screening = (alive[-1].name, alive[-1].id) if alive else ("", b"")
        return Task(self.folder, str(self.random.random()), str(self.deaths), self.truth.pending, story, screening)

    def _checks(self) -> None:
        with store_at(place(self.folder)) as store:
            self.truth.resolve(store)
            self.truth.check(store, everything=self.deaths % EVERYTHING_EVERY == 0)
        whole(self.folder / "screenings.db")

    def ends(self) -> None:
        """Checks everything once more."""
        self.deaths += -self.deaths % EVERYTHING_EVERY
        self._checks()


def _usual_seconds(folder: Path, random: Random) -> float:
    """Returns how long a process takes to tell LINES things from its beginning, on an open store: the best of three."""
    folder.mkdir()
    with store_at(place(folder)):
        pass
    measured = []
    for _ in range(3):
        began = time.monotonic()
        child, hearing = from_fork(Task(folder, str(random.random()), str(began)), Phase())
        for _ in range(LINES):
            if not hearing.poll(60):
                raise Broken("a process says nothing for a minute")
            hearing.recv()
        measured.append(time.monotonic() - began)
        killed(child)
        hearing.close()
    return min(measured)


def at_random_moments(options: Options) -> str:
    """Kills forked processes at random moments: many in one database that lives long, the others in fresh ones."""
    random = options.random("kills")
    deaths, lasting = options.count(950, 4), options.count(LONG_LIVED, 3)
    seen: Counter[str] = Counter()
    usual = _usual_seconds(options.folder / "usual", random)
    series = Series(options.folder / "0", random)
    events = 0
    for death in range(deaths):
        if death >= lasting and (death - lasting) % FRESH_EVERY == 0:
            series.ends()
            events += len(series.truth.known)
            series = Series(options.folder / str(death), random)
        slow = 5 if series.deaths < FIRST_ARE_SLOW else 1
        seen[series.dies(random.uniform(0, usual * slow), is_cold=False)] += 1
    series.ends()
    events += len(series.truth.known)
    if events < deaths:
        raise Broken(f"in {deaths} deaths only {events} turns were kept: these processes did nothing")
    if not options.is_small and min(seen[phase] for phase in PHASES) < 5:
        raise Broken(f"the kills did not land everywhere: {dict(seen)}")
    where = ", ".join(f"{seen[phase]} {phase}" for phase in PHASES)
    return f"{deaths} deaths within {1000 * usual:.0f} ms of the beginning ({where}), {events} turns kept"


def at_cold_starts(options: Options) -> str:
    """Kills processes that begin from nothing, at random moments from their first import on."""
    random = options.random("cold")
    series = Series(options.folder / "cold", random)
    began = time.monotonic()
    series.dies(0, is_cold=True)
    process, hearing = cold(series._task())  # noqa: SLF001 - to see how long one takes to begin
    if not hearing.poll(60):
        raise Broken("a process that begins from nothing says nothing for a minute")
    longest = 1.3 * (time.monotonic() - began)
    killed(process.pid)
    for line in heard(hearing):
        series.truth.hear(line)
    with store_at(place(series.folder)) as store:
        series.truth.resolve(store)
    deaths = options.count(50, 1)
    for _ in range(deaths):
        series.dies(random.uniform(longest / 3, longest), is_cold=True)
    series.ends()
    return f"{deaths} deaths within {longest:.1f} s of the beginning, {len(series.truth.known)} turns kept"


if __name__ == "__main__":
    main(
        {
            "kills at random moments": at_random_moments,
            "kills of cold starts": at_cold_starts,
            "kills at every step": at_every_point,
        }
    )
