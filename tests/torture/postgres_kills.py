"""Kills a PostgreSQL server under load, again and again; its writers go on by themselves. Run it as a script."""

import os
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Event
from typing import Any

from attacks import Broken, Options, main
from evidence import hold
from mortal import AWAY, Speaker, Task, forked, killed
from servers import Server
from stores import KEY, NOW, fresh_database, place, store_at
from stories import Story
from truth import Truth

from storage.opening.location import StoreLocation
from storage.opening.opening import open_store

PROCESSES = 2
THREADS = 2
WRITERS = PROCESSES * THREADS
RESTED = "rested"
RECOVERY_SECONDS = 60.0
LONG_OUTAGE_EVERY = 10
LONG_OUTAGE_SECONDS = 6.0
"""Longer than the store is patient, so that its callers see the fault and send their event again."""


def at_random_moments(options: Options) -> str:
    """Kills the server while four threads of two processes write; compares at each rest what it stores and was told."""
    random = options.random("postgres")
    server = Server(options.folder / "server")
    where = place(options.folder, fresh_database(server.url))
    open_store(where, KEY, NOW).close()
    load = Load(where, str(options.seed))
    deaths = options.count(30, 1)
    try:
        load.rests()  # a server that dies before a writer has opened its store is no fault of the writer's
        for death in range(1, deaths + 1):
            load.goes_on(random.uniform(0.1, 0.8))
            server.dies(is_killed=death % 2 == 1)
            load.goes_on(LONG_OUTAGE_SECONDS if death % LONG_OUTAGE_EVERY == 0 else random.uniform(0, 0.5))
            server.starts()
            load.rests()
            try:
                load.check(where, everything=death % 5 == 0 or death == deaths)
            except Broken as fault:
                raise Broken(f"after death {death}: {fault}") from fault
    finally:
        load.ends()
        server.ends()
    return (
        f"{deaths} deaths under {WRITERS} writers, {load.kept} turns kept, {load.unsure} of them found to be kept when"
        f" sent again; writers met a database that was away {load.seen[AWAY]} times"
    )


class Load:
    """Writers in several processes, threads of one sharing a store, and the truth about each of them."""

    def __init__(self, where: StoreLocation, seed: str) -> None:
        context = get_context("fork")
        self.may_write = context.Event()
        self.truths = [Truth(is_server=True) for _ in range(WRITERS)]
        self.seen: Counter[object] = Counter()
        self.running = [forked(partial(_write, where, seed, process, self.may_write)) for process in range(PROCESSES)]

    def goes_on(self, seconds: float) -> None:
        """Lets the writers write for a while."""
        self.may_write.set()
        self._hears(time.monotonic() + seconds)

    def rests(self) -> None:
        """Waits until every writer has been acknowledged what it sent last, and writes no more.

        Raises `Broken` for one that does not.
        """
        self.may_write.clear()
        until = time.monotonic() + RECOVERY_SECONDS
        self.seen[RESTED] = 0
        while self.seen[RESTED] < WRITERS:
            if time.monotonic() > until:
                raise Broken(
                    f"{WRITERS - self.seen[RESTED]} writers do not go on by themselves {RECOVERY_SECONDS:.0f} s after"
                    " the start"
                )
            self._hears(time.monotonic() + 0.1, is_resting=True)

    def check(self, where: StoreLocation, *, everything: bool) -> None:
        """Compares what is stored with what was said by all writers together."""
        if unacknowledged := [request.id for truth in self.truths for request in truth.pending]:
            raise Broken(f"writers rest, and were not told what came of {unacknowledged}")
        stories: dict[str, Story] = {}
        touched: set[str] = set()
        known: set[str] = set()
        for truth in self.truths:
            stories |= truth.stories
            touched |= truth.touched
            known |= truth.known
            truth.touched = set()
        with store_at(where) as store:
            hold(
                store,
                list(stories.values()),
                known,
                None if everything else [stories[each] for each in sorted(touched)],
            )

    def ends(self) -> None:
        """Ends the writers."""
        for child, hearing in self.running:
            killed(child)
            hearing.close()

    @property
    def kept(self) -> int:
        """How many turns were stored."""
        return sum(len(truth.known) for truth in self.truths)

    @property
    def unsure(self) -> int:
        """How many turns were stored without an answer from the server."""
        return sum(truth.unsure for truth in self.truths)

    def _hears(self, until: float, *, is_resting: bool = False) -> None:
        connections = [hearing for _, hearing in self.running]
        while (left := until - time.monotonic()) > 0 and not (is_resting and self.seen[RESTED] == WRITERS):
            for ready in wait(connections, left):
                assert isinstance(ready, Connection)
                self._hear(ready)

    def _hear(self, ready: Connection) -> None:
        try:
            line: Any = ready.recv()
        except EOFError:
            raise Broken("a writer ended") from None
        if isinstance(line, str):
            raise Broken(f"a writer failed: {line}")
        writer, told = line
        if told in (AWAY, RESTED):
            self.seen[told] += 1
        else:
            self.truths[writer].hear(told)


def _write(where: StoreLocation, seed: str, process: int, may_write: Event, tell: Callable[[object], None]) -> None:
    """Writes in several threads that share one store, and tells of each; rests when it may not write."""
    store = open_store(where, KEY, NOW)
    telling = threading.Lock()

    def tell_of(writer: int, line: object) -> None:
        with telling:
            tell((writer, line))

    def run(writer: int) -> None:
        speaker = Speaker(
            store,
            Task(where.anchor.parent, f"{seed} {writer}", f"w{writer}"),
            partial(tell_of, writer),
            is_patient=True,
        )
        try:
            while True:
                if not may_write.is_set():
                    tell_of(writer, RESTED)
                    may_write.wait()
                speaker.speaks_once()
        except BaseException as fault:  # noqa: BLE001 - whatever it is, the parent names it
            with telling:
                tell(f"{type(fault).__name__}: {fault}")
            os._exit(1)

    threads = [threading.Thread(target=run, args=(process * THREADS + thread,)) for thread in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main({"kills of PostgreSQL": at_random_moments})
