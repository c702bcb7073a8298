"""Speed of the store, as ratios in one run.

Turns through the store are timed against a floor: the same statements, with the same rows, in bare sqlite3. The floor
replays what a real run sent to SQLite, statement for statement and commit for commit. It has a copy of the same empty
database, and the same pragmas. What is left between the two is the dialogue, the encryption, the audit, and SQLAlchemy.
"""

import shutil
import sqlite3
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from auditing import measure_audits
from big_stores import make_big_store
from sqlalchemy import Engine, event
from stores import ANSWERS, KEY, NOW, Person, beginning, place, python, store_at, turning

from dialogs.conversation.screening import Said
from storage.database.engine import _WRITE_PRAGMAS
from storage.maintenance.sweep import sweep
from storage.model.stored import StoredScreening
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store

PEOPLE = 20
ROUNDS = 7
FILE = "screenings.db"

Say = Callable[[str, float, str], None]
Tape = list[tuple[str, Any, bool]]


def measure_storage(say: Say) -> None:
    """Prints every figure of the speed promises about storage."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measure_alone(folder, say)
        measure_together(folder, say)
        measure_full(folder, say)
        measure_audits(folder, say)
        measure_opening(folder, say)
        measure_memory(folder, say)


def measure_alone(folder: Path, say: Say) -> None:
    """A durable, encrypted, audited turn with a commit of its own, in turns a second; the floor's are 1."""
    say(
        "a kept turn alone, of bare sqlite3",
        _compare_with_floor(folder / "alone", _screen_one_by_one, 1),
        "at least 0.36",
    )


def measure_together(folder: Path, say: Say) -> None:
    """The same, where the turns of 20 people share a commit."""
    say(
        "kept turns, 20 in a commit, of bare sqlite3",
        _compare_with_floor(folder / "together", _screen_in_batches, PEOPLE),
        "at least 0.45",
    )


def measure_full(folder: Path, say: Say) -> None:
    """A turn with 100,000 screenings in the database, in turns with none."""
    empty, filled = make_big_store(folder / "empty", 0), make_big_store(folder / "filled", 100_000)
    best = _find_best(lambda: _time_on_copy(empty, _screen_one_by_one), lambda: _time_on(filled, _screen_one_by_one))
    say("a kept turn with 100,000 screenings stored, in turns with none", best[1] / best[0], "at most 1.2")


def measure_opening(folder: Path, say: Say) -> None:
    """Opening a database that holds 10,000 open screenings.

    It is timed in this process, and as a process of its own without its imports.
    """
    made = make_big_store(folder / "many", 10_000)

    def open_and_close() -> None:
        open_store(place(made), KEY, NOW).close()

    say("opening 10,000 open screenings (s)", min(_time(open_and_close) for _ in range(ROUNDS)), "under 0.5")
    say("the same in a new process, without imports (s)", min(_time_cold_opening(made) for _ in range(3)), "under 0.5")


def measure_memory(folder: Path, say: Say) -> None:
    """The most that opening, a turn, a list and a sweep hold at once: 100,000 screenings against 1,000."""
    few, many = make_big_store(folder / "few", 1_000), folder / "filled"
    _measure_peak(few)
    say("memory with 100,000 screenings, in memory with 1,000", _measure_peak(many) / _measure_peak(few), "about 1")


def _compare_with_floor(folder: Path, work: Callable[[Store], None], turns_a_commit: int) -> float:
    """Returns how many turns `work` stores in the time in which the floor stores one.

    Each has several rounds, in turn with the other, and its best one counts.
    """
    made = make_big_store(folder, 0)
    with _copy(made) as copy, store_at(place(copy)) as store:
        tape = _share_commits(turns_a_commit, _record(store.database.engine, lambda: _screen_one_by_one(store)))
    best = _find_best(lambda: _time_on_copy(made, work), lambda: _replay(made, tape))
    return best[1] / best[0]


def _screen_one_by_one(store: Store) -> None:
    """Screens `PEOPLE` times from the first question to the result, each turn alone."""
    people = [Person(store, f"p{number}") for number in range(PEOPLE)]
    for person in people:
        person.begin()
    for answer in ANSWERS:
        for person in people:
            person.says(answer)


def _screen_in_batches(store: Store) -> None:
    """Does the same, the turns of all people in one transaction at a time."""
    people = [Person(store, f"p{number}") for number in range(PEOPLE)]
    stored: list[StoredScreening] = [
        taken.value for taken in store.take_all([(person.inbound(), beginning()) for person in people])
    ]
    for answer in ANSWERS:
        pairs = zip(people, stored, strict=True)
        requests = [
            (replace(person.inbound(), screening=each.id), turning(each.id, Said(answer))) for person, each in pairs
        ]
        assert all(taken.fault is None for taken in store.take_all(requests))


def _record(engine: Engine, work: Callable[[], object]) -> Tape:
    """Returns what some work says to SQLite, in order."""
    tape: Tape = []

    def said(_: object, __: object, statement: str, parameters: Any, ___: object, is_many: bool) -> None:  # noqa: FBT001 - SQLAlchemy's own
        tape.append((statement, parameters, is_many))

    def note_commit(_: object) -> None:
        tape.append(("COMMIT", (), False))

    event.listen(engine, "before_cursor_execute", said)
    event.listen(engine, "commit", note_commit)
    work()
    event.remove(engine, "before_cursor_execute", said)
    event.remove(engine, "commit", note_commit)
    return tape


def _share_commits(turns: int, tape: Tape) -> Tape:
    """Returns a tape on which so many turns share a commit."""
    starts = [place for place, (statement, _, _) in enumerate(tape) if statement.startswith("BEGIN")]
    first = {place for number, place in enumerate(starts) if number % turns == 0}
    ends = {place - 1 for place in first} | {len(tape) - 1}
    return [
        said for place, said in enumerate(tape) if place in first | ends or not said[0].startswith(("BEGIN", "COMMIT"))
    ]


def _replay(made: Path, tape: Tape) -> float:
    """Returns the seconds in which bare sqlite3 does what the tape holds."""
    with _copy(made) as copy, closing(sqlite3.connect(copy / FILE, isolation_level=None)) as connection:
        for pragma in _WRITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        start = time.perf_counter()
        for statement, parameters, is_many in tape:
            if is_many:
                connection.executemany(statement, parameters)
            else:
                connection.execute(statement, parameters).fetchall()
        return time.perf_counter() - start


def _time_on_copy(made: Path, work: Callable[[Store], None]) -> float:
    """Returns the seconds that some work takes on a copy of a database."""
    with _copy(made) as copy:
        return _time_on(copy, work)


def _time_on(made: Path, work: Callable[[Store], None]) -> float:
    """Returns the seconds that some work takes on a database."""
    with store_at(place(made)) as store:
        start = time.perf_counter()
        work(store)
        return time.perf_counter() - start


def _find_best(*works: Callable[[], float]) -> list[float]:
    """Returns the least seconds of each work over several rounds, in each of which all of them run."""
    rounds = [[work() for work in works] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*rounds, strict=True)]


@contextmanager
def _copy(made: Path) -> Iterator[Path]:
    """A copy of a database's folder, for as long as it is needed."""
    with tempfile.TemporaryDirectory(dir=made.parent) as name:
        copy = Path(name) / "copy"
        shutil.copytree(made, copy)
        yield copy


def _time_cold_opening(made: Path) -> float:
    """Returns the seconds that a new process takes to open a store, from after its imports."""
    with python(_COLD, str(made)) as process:
        said, _ = process.communicate()
    assert process.returncode == 0
    return float(said)


def _measure_peak(made: Path) -> float:
    """Returns the most kilobytes that Python holds at once while a store is opened, screened in, listed and swept."""
    tracemalloc.start()
    with store_at(place(made)) as store:
        person = Person(store, "memory")
        person.begin()
        person.says(*ANSWERS[:2])
        with store.reading() as repository:
            repository.list_owned("memory")
        sweep(store, NOW)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 1024


def _time(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


_COLD = """
import sys, time
from pathlib import Path
from stores import KEY, NOW, place
from storage.opening.opening import open_store
start = time.perf_counter()
open_store(place(Path(sys.argv[1])), KEY, NOW).close()
print(time.perf_counter() - start)
"""


if __name__ == "__main__":
    measure_storage(lambda what, figure, promised: print(f"{what:<70} {figure:>10,.3f}   {promised}", flush=True))
