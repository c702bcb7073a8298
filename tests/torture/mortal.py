"""A process that says things into a store until it is killed, and pipes what it sends and what was acknowledged."""

import os
import pickle
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from random import Random
from typing import TypeVar

from attacks import Broken
from speaking import Request, chat_of, next_event, person_of, taken
from stores import KEY, NOW, ROOT, place, store_at
from truth import Told, told
from watched import Phase, watched_by

from storage.model.errors import Unavailable
from storage.model.stored import StoredScreening
from storage.opening.opening import open_store
from storage.unit_of_work.batch import EventResult
from storage.unit_of_work.store import Store

COMMAND = "import sys, mortal; mortal.from_cold(int(sys.argv[1]))"
AWAY = 0
"""Is told while the database is away."""

Done = TypeVar("Done")


@dataclass(frozen=True)
class Task:
    """What a process is to do: first send again what is not sure, then go on with the open story, and begin new ones.

    `prefix` is the beginning of its events' ids.
    """

    folder: Path
    seed: str
    prefix: str
    again: tuple[Request, ...] = ()
    story: str = ""
    screening: bytes = b""


class Speaker:
    """Says things into an open store. A patient one tries again while the database is away."""

    def __init__(self, store: Store, task: Task, tell: Callable[[object], None], *, is_patient: bool = False) -> None:
        self.store = store
        self.task = task
        self.tell = tell
        self.is_patient = is_patient
        self.random = Random(task.seed)
        self.count = 0
        self.story, self.screening = task.story, task.screening

    def speaks(self) -> None:
        """Says things until it is killed."""
        if self.task.again:
            self.sends(self.task.again)
        while True:
            self.speaks_once()

    def speaks_once(self) -> None:
        """Begins a screening, says something in the open one, or forgets it."""
        if not self.screening or self.random.random() < 0.03:
            self.begins()
        elif self.random.random() < 0.05:
            self.sends((self.request(is_forgetting=True),))
            self.screening = b""
        else:
            self.says()

    def begins(self) -> None:
        """Begins a screening."""
        self.count += 1
        self.story = f"{self.task.prefix}:{self.count}"
        (line,) = self.sends((Request(self.story, self.story),))
        self.screening = line.screening

    def says(self) -> None:
        """Says one thing, or two in one transaction; at times again, as if in doubt, or with notes of what was sent."""
        requests = [self.request() for _ in range(1 + (self.random.random() < 0.1))]
        self.sends(tuple(requests))
        if self.random.random() < 0.1:
            self.sends((requests[0],))

    def request(self, *, is_forgetting: bool = False) -> Request:
        """Returns one more request in the open screening."""
        self.count += 1
        stored = self.patiently(self._kept)
        event = None if is_forgetting else next_event(stored.screening, self.random)
        is_noting = event is not None and self.random.random() < 0.3
        waiting = self.patiently(lambda: self.store.outbox.list_waiting(chat_of(self.story), 3)) if is_noting else []
        return Request(
            f"{self.task.prefix}:{self.count}", self.story, self.screening, event, tuple(each.id for each in waiting)
        )

    def sends(self, requests: tuple[Request, ...]) -> list[Told]:
        """Sends requests in one transaction, and tells what was acknowledged."""
        self.tell(requests)
        came = self.patiently(lambda: taken(self.store, requests))
        lines = [self._told(request, each) for request, each in zip(requests, came, strict=True)]
        for line in lines:
            self.tell(line)
        return lines

    def patiently(self, action: Callable[[], Done]) -> Done:
        """Does something, if patient again and again while the database is away."""
        while True:
            try:
                return action()
            except Unavailable:
                if not self.is_patient:
                    raise
                self.tell(AWAY)
                time.sleep(0.05)

    def _kept(self) -> StoredScreening:
        with self.store.reading() as repository:
            stored = repository.find_by_id(self.screening)
        assert stored is not None, "the open screening is there"
        return stored

    def _told(self, request: Request, came: EventResult) -> Told:
        assert came.fault is None, came.fault
        if request.screening or not came.is_duplicate:
            return told(request, came)
        (stored,) = self.patiently(lambda: self._owned(request))  # it was begun, and the answer was lost on its way
        return Told(request, is_duplicate=True, screening=stored.id)

    def _owned(self, request: Request) -> list[StoredScreening]:
        with self.store.reading() as repository:
            return repository.list_owned(person_of(request.story))


def forked(run: Callable[[Callable[[object], None]], None]) -> tuple[int, Connection]:
    """Forks a process that runs `run` with what tells its parent things; returns its id, and where to hear it."""
    hearing, telling = Pipe(duplex=False)
    child = os.fork()
    if child:
        telling.close()
        return child, hearing
    code = 1
    try:
        hearing.close()
        run(telling.send)
        code = 0
    except Exception as fault:  # noqa: BLE001 - whatever it is, the parent names it
        telling.send(repr(fault))
    finally:
        os._exit(code)


def from_fork(task: Task, phase: Phase) -> tuple[int, Connection]:
    """Starts a process that speaks, from this one."""
    phase.memory[0] = 0

    def run(tell: Callable[[object], None]) -> None:
        store = open_store(place(task.folder), KEY, NOW, connect=watched_by(phase))
        phase.rest()

        def tell_and_rest(line: object) -> None:
            tell(line)
            phase.rest()

        Speaker(store, task, tell_and_rest).speaks()

    return forked(run)


def cold(task: Task) -> tuple[subprocess.Popen[bytes], Connection]:
    """Starts a process that speaks, from nothing."""
    hearing, telling = Pipe(duplex=False)
    paths = os.pathsep.join(str(ROOT / each) for each in ("", "tests/support", "tests/torture"))
    child = subprocess.Popen(
        [sys.executable, "-c", COMMAND, str(telling.fileno())],
        stdin=subprocess.PIPE, pass_fds=[telling.fileno()], cwd=ROOT, env=os.environ | {"PYTHONPATH": paths},
    )  # fmt: skip
    telling.close()
    assert child.stdin is not None
    with suppress(BrokenPipeError), child.stdin:
        child.stdin.write(pickle.dumps(task))
    return child, hearing


def from_cold(descriptor: int) -> None:
    """Speaks in a process that was started from nothing."""
    task: Task = pickle.loads(sys.stdin.buffer.read())
    telling = Connection(descriptor)
    try:
        with store_at(place(task.folder)) as store:
            Speaker(store, task, telling.send).speaks()
    except Exception as fault:  # noqa: BLE001 - whatever it is, the parent names it
        telling.send(repr(fault))


def heard(hearing: Connection) -> Iterator[object]:
    """Yields what a process told before it died. Raises `Broken` with what it says went wrong."""
    with hearing, suppress(EOFError, ConnectionResetError):
        while True:
            line = hearing.recv()
            if isinstance(line, str):
                raise Broken(f"the process failed: {line}")
            yield line


def killed(child: int) -> None:
    """Kills a process, and waits until it is dead."""
    with suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
