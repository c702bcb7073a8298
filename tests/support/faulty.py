"""Databases that fail when they are told to, and all that stands in one, for tests and attacks."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import inspect
from stores import ANSWERS, KEY, NOW, Person, beginning, place, python, store_at, turning

from dialogs.conversation.screening import Said
from storage.database.engine import Database
from storage.model.errors import Damaged, StorageError, Unavailable
from storage.opening.opening import open_store
from storage.unit_of_work.batch import EventHandler
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

Rows = dict[str, list[tuple[Any, ...]]]


def everything(database: Database) -> Rows:
    """Returns every row of every table."""
    with database.reading() as connection:
        names = inspect(connection).get_table_names()
        return {
            name: sorted((tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")), key=repr)
            for name in names
        }


@dataclass
class Trigger:
    """Makes the `at`-th call to the database fail, counted from 1 once it is armed; 0 never fails.

    With `is_late` it fails after its work.

    `kind` is SQLite's name of the error.
    """

    at: int = 0
    kind: str = ""
    is_late: bool = False
    is_armed: bool = False
    calls: int = 0
    opened: sqlite3.Connection | None = None

    def around(self, work: Callable[..., Any], *arguments: Any) -> Any:
        """Does a piece of work, and fails before or after it where it is the one."""
        self.calls += self.is_armed
        is_the_one = self.is_armed and self.calls == self.at
        if is_the_one and not self.is_late:
            raise self.error()
        result = work(*arguments)
        if is_the_one:
            raise self.error()
        return result

    def error(self) -> sqlite3.OperationalError:
        """Returns what the failing call raises."""
        error = sqlite3.OperationalError("a fault that was asked for")
        error.sqlite_errorname = self.kind
        return error

    def connect(self, *arguments: Any, **more: Any) -> sqlite3.Connection:
        """Opens an SQLite database whose calls all go through this trigger."""
        trigger = self

        class FaultyCursor(sqlite3.Cursor):
            def execute(self, *given: Any) -> "FaultyCursor":
                trigger.around(super().execute, *given)
                return self

            def executemany(self, *given: Any) -> "FaultyCursor":
                trigger.around(super().executemany, *given)
                return self

        class FaultyConnection(sqlite3.Connection):
            def cursor(self, *_: Any) -> Any:
                return super().cursor(FaultyCursor)

            def commit(self) -> None:
                trigger.around(super().commit)

        self.opened = sqlite3.connect(*arguments, **more, factory=FaultyConnection)
        return self.opened


class Tearing(Trigger):
    """Stores what was written before the call that fails, as no database should: to prove that tests would find it."""

    def error(self) -> sqlite3.OperationalError:
        """Keeps what was written, and returns what the failing call raises."""
        assert self.opened is not None
        sqlite3.Connection.commit(self.opened)
        return super().error()


@dataclass(frozen=True)
class Story:
    """An event that is to be taken: what is said before it, and what handles it."""

    name: str
    before: tuple[str, ...]
    handler: Callable[[Person], EventHandler]


def fails_at_every_call(
    story: Story, folder: Path, kind: str, *, is_late: bool, steps: int = 1, trigger: type[Trigger] = Trigger
) -> Iterator[str]:
    """Takes an event with its n-th call to the database failing, for each n (or `steps`-th); yields what is wrong.

    What must hold: a plain sentence, all or nothing, and the same event taken again has one effect.
    """
    ready = folder / "ready"
    ready.mkdir()
    with store_at(place(ready)) as store:
        person = Person(store)
        person.begin()
        for text in story.before:
            person.says(text)
    control, calls = _told(story, person, _copied(ready, folder), Trigger())
    for at in range(1, calls + 1, steps):
        armed = trigger(at, kind, is_late)
        where = f"{story.name}, call {at} of {calls}, {kind}{' late' * is_late}"
        yield from (f"{where}: {fault}" for fault in _fails(story, person, _copied(ready, folder), armed, control))


def disk_faults(attack: str, folder: Path) -> list[str]:
    """Lets a process take a turn on a disk that is "full" or "read-only"; returns what is wrong with its effects."""
    folder.chmod(0o700)
    process = python(_ON_A_BAD_DISK, attack, str(folder))
    said, wrong = process.communicate(timeout=120)
    return [line for line in said.decode().splitlines() if line != "ok"] + (
        [] if process.returncode == 0 and said else [wrong.decode()]
    )


def _told(story: Story, person: Person, folder: Path, trigger: Trigger) -> tuple[dict[str, int], int]:
    """Takes an undisturbed event; returns how many rows each table has after it, and how many calls it took."""
    store = open_store(place(folder), KEY, NOW, connect=trigger.connect)
    trigger.is_armed = True
    store.take(person.inbound("the event"), story.handler(person))
    calls = trigger.calls
    counts = _counts(store)
    store.close()
    return counts, calls


def _fails(story: Story, person: Person, folder: Path, trigger: Trigger, control: dict[str, int]) -> Iterator[str]:
    store = open_store(place(folder), KEY, NOW, connect=trigger.connect)
    before = everything(store.database)
    inbound = person.inbound("the event")
    trigger.is_armed = True
    try:
        store.take(inbound, story.handler(person))
    except (Unavailable, Damaged) as fault:
        if "\n" in str(fault) or ";" not in str(fault) or "asked for" in str(fault):
            yield f"no plain sentence: {fault}"
    except StorageError as fault:
        yield f"{type(fault).__name__}: {fault}"
    else:
        yield "it went unnoticed"
    trigger.is_armed = False
    is_kept = _counts(store) == control
    if not is_kept and everything(store.database) != before:
        yield "something is kept, and something is not"
    if store.take(inbound, story.handler(person)).is_duplicate != is_kept:
        yield "what was kept is not known as taken, or the other way round"
    if _counts(store) != control:
        yield f"taken again it has another effect: {_counts(store)} rows, not {control}"
    store.close()


def _counts(store: Store) -> dict[str, int]:
    return {table: len(rows) for table, rows in everything(store.database).items()}


def _copied(ready: Path, folder: Path) -> Path:
    copy = folder / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ready, copy)
    return copy


def saying(text: str) -> Callable[[Person], EventHandler]:
    """Returns what makes the handler that says a text in a person's screening."""
    return lambda person: turning(_id(person), Said(text))


def forgetting(person: Person) -> EventHandler:
    """Returns the handler that forgets a person's screening."""

    def handle(uow: UnitOfWork) -> None:
        stored = uow.find_by_id(_id(person))
        if stored is not None:
            uow.forget(stored)

    return handle


def _id(person: Person) -> bytes:
    assert person.kept is not None
    return person.kept.id


STORIES = (
    Story("a turn that begins", (), lambda _: beginning()),
    Story("a turn that answers", ANSWERS[:3], saying(ANSWERS[3])),
    Story(
        "a turn that changes and drops",
        (*ANSWERS[:4], "systemic", "12 mg/m2/day", "5", "change corticosteroids"),
        saying("none"),
    ),
    Story("a turn that concludes", ANSWERS[:-1], saying(ANSWERS[-1])),
    Story("a turn that forgets", ANSWERS[:3], forgetting),
)

KINDS = ("SQLITE_IOERR_WRITE", "SQLITE_FULL", "SQLITE_BUSY", "SQLITE_READONLY", "SQLITE_CORRUPT", "SQLITE_NOMEM", "")

_ON_A_BAD_DISK = """
import os, resource, signal, sys
from pathlib import Path
from faulty import everything
from stores import KEY, NOW, Person, place, turning
from dialogs.conversation.screening import Said
from storage.model.errors import Unavailable
from storage.opening.opening import open_store

attack, folder = sys.argv[1], Path(sys.argv[2])
store = open_store(place(folder), KEY, NOW)
person = Person(store)
stored = person.begin()
before = everything(store.database)
inbound = person.inbound()
no_limit = resource.getrlimit(resource.RLIMIT_FSIZE)
if attack == "full":
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, no_limit[1]))
else:
    store.database.engine.dispose()
    folder.chmod(0o555)
    for each in folder.iterdir():
        each.chmod(0o444)
    if os.getuid() == 0:
        os.seteuid(65534)
try:
    store.take(inbound, turning(stored.id, Said("120")))
    print("it was kept")
except Unavailable as fault:
    if "nothing was changed" not in str(fault) or len(str(fault).splitlines()) != 1:
        print(f"no plain sentence: {fault}")
if everything(store.database) != before:
    print("something was kept")
if attack == "full":
    resource.setrlimit(resource.RLIMIT_FSIZE, no_limit)
else:
    if os.getuid() == 0:
        os.seteuid(0)
    folder.chmod(0o700)
    for each in folder.iterdir():
        each.chmod(0o600)
    store.database.engine.dispose()
if store.take(inbound, turning(stored.id, Said("120"))).is_duplicate:
    print("it had been kept")
store.close()
print("ok")
"""
