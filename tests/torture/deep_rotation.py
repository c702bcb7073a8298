"""Kills a deep rotation at each statement and each step of its files, and tries an old copy's keys on what follows."""

import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from attacks import Broken, Options, main
from evidence import whole
from intruder import sentences
from mortal import forked, heard
from old_copies import Furnished, copy_rows, find_opened, furnish, go_on
from stores import KEY, NOW, OTHER_KEY, fresh_database, place, postgres_server, python, store_at
from watched import Fuse, watched_by

from storage.crypto.keyring import Keyring
from storage.crypto.keys import write_key_file
from storage.maintenance.key_files import find_key
from storage.maintenance.rotation import rotate, rotate_key_file
from storage.maintenance.verify import inspect_all
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.opening.probe import probe_without_key

WHO = "an operator"
SMALL_STEP = 61

EVERY = 10
"""After how many deaths before the commit it goes on: each of them leaves the same, as is checked."""

FILE_EVENTS = ("open", "os.rename", "os.remove")


def at_every_step(options: Options) -> str:
    """Kills a deep rotation at each of its steps; then the store opens, is whole, and holds what it held."""
    origin = options.folder / "origin"
    origin.mkdir()
    write_key_file(origin / "key", KEY)
    with store_at(place(origin)) as store:
        furnished, keyring = furnish(store), store.keyring
        old, before = copy_rows(store), _read_all(place(origin), KEY.fingerprint, origin)
    steps, before_commit, after_commit = _list_steps(_copy(origin, "dry")), 0, 0
    every, near_end = (SMALL_STEP, len(steps) - 3) if options.is_small else (1, len(steps))
    tried = [last for last in range(len(steps)) if not last % every or last > near_end]
    for last in tried:
        folder = _copy(origin, str(last))
        try:
            _die_at(folder, last)
            is_done = _check(folder, before)
            if is_done or not last % EVERY:
                _goes_on(folder, furnished, keyring, old)
        except Broken as fault:
            raise Broken(f"killed at step {last + 1} ({steps[last]}): {fault}") from fault
        before_commit, after_commit = before_commit + (not is_done), after_commit + is_done
        shutil.rmtree(folder)
    if not before_commit or not after_commit:
        raise Broken(f"no death on one side of the commit: {before_commit} before, {after_commit} after it")
    return (
        f"{len(tried)} deaths at {len(set(steps))} named steps, {before_commit} before the commit and {after_commit}"
        " after it: opened, whole, nothing lost, rotated again; 0 values readable with the old key"
    )


def _list_steps(folder: Path) -> list[str]:
    fuse = Fuse()

    def run(tell: Callable[[object], None]) -> None:
        _rotate(folder, fuse)
        tell(fuse.names)

    child, hearing = forked(run)
    (names,) = heard(hearing)
    os.waitpid(child, 0)
    assert isinstance(names, list)
    return names


def _die_at(folder: Path, last: int) -> None:
    child, hearing = forked(lambda _: _rotate(folder, Fuse(last)))
    list(heard(hearing))
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status):
        raise Broken("the process ended before it")


def _rotate(folder: Path, fuse: Fuse) -> None:
    """Rotates deep: each statement is a step, and each step of a file from the moment at which the store is open."""
    store = open_store(place(folder), KEY, NOW, connect=watched_by(fuse))
    is_watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal is_watching
        if is_watching and event in FILE_EVENTS and str(folder) in str(arguments[0]):
            is_watching = False  # the step itself may open files
            fuse(f"{event} {Path(str(arguments[0])).name}")
            is_watching = True

    sys.addaudithook(watch)
    rotate_key_file(store, folder / "key", NOW, WHO, is_deep=True)
    fuse("after the rotation")


def _check(folder: Path, before: list[Any]) -> bool:
    """Opens what a death left with the key that the file gives, and says whether it is rotated."""
    _, row = probe_without_key(place(folder))
    assert row is not None
    found = _read_all(place(folder), row.fingerprint, folder)
    is_rotated = row.fingerprint != KEY.fingerprint
    if is_rotated and len(found[0]) != len(before[0]) + 1:
        raise Broken("the store's own chain does not tell of it once")
    if [found[0][: len(before[0])], *found[1:]] != before:
        raise Broken("the store holds something else than before")
    whole(folder / "screenings.db")
    return is_rotated


def _read_all(where: StoreLocation, fingerprint: str, folder: Path) -> list[Any]:
    """Returns what a store tells: its trails, screenings and messages. Raises `Broken` where it is not whole."""
    with store_at(where, find_key(folder / "key", fingerprint)) as store:
        if faults := [*store.warnings, *sentences(store)]:
            raise Broken(f"it is not whole: {faults[:3]}")
        trails = [found.entries for found in inspect_all(store)]
        with store.reading() as repository:
            screenings = [(each.id, each.code, each.owner, each.screening) for each in repository.iterate_all()]
        return [trails[0], trails[1:], screenings, store.outbox.list_waiting("chat of anna")]


def _goes_on(folder: Path, furnished: Furnished, keyring: Keyring, old: dict[str, Any]) -> None:
    """Rotates what is not rotated yet, goes on in every table, and tries all old keys."""
    where, file = place(folder), folder / "key"
    _, row = probe_without_key(where)
    assert row is not None
    if row.fingerprint == KEY.fingerprint:
        with store_at(where, find_key(file, row.fingerprint)) as store:
            rotate_key_file(store, file, NOW, WHO, is_deep=True)
        _, row = probe_without_key(where)
        assert row is not None
    with store_at(where, find_key(file, row.fingerprint)) as store:
        go_on(store, furnished, "fred")
        opened = sorted(set(find_opened(keyring, old, store)))
        if opened or sentences(store):
            raise Broken(f"readable with the old key: {opened}; {sentences(store)[:3]}")


def _copy(folder: Path, name: str) -> Path:
    return shutil.copytree(folder, folder.with_name(name))


def beside_writers(options: Options, url: str) -> str:
    """Rotates deep while two processes screen: what they were told is kept, and then they are refused."""
    where = place(options.folder, url)
    with store_at(where):
        pass
    writers = [python(_WRITER, url, str(options.folder), name) for name in ("anna", "bob")]
    for writer in writers:
        assert writer.stdout is not None
        writer.stdout.readline()
    with store_at(where) as store:
        rotate(store, OTHER_KEY, NOW, WHO, is_deep=True)
    said = len(writers)
    for writer in writers:
        told, complaint = writer.communicate(timeout=60)
        said += len(told.splitlines())
        if writer.returncode != 3 or b"the key was rotated meanwhile" not in complaint:
            raise Broken(f"a writer ended with {writer.returncode}: {complaint[-500:]!r}")
    with store_at(where, OTHER_KEY) as store:
        with store.reading() as repository:
            there = sum(1 for _ in repository.iterate_all())
        if sentences(store) or there < said:
            raise Broken(f"{said} screenings were begun, {there} are there; {sentences(store)[:3]}")
    return f"{said} screenings were begun by 2 processes, and all are there; then both were refused"


def _beside_writers_on_server(options: Options) -> str:
    if options.is_small:
        return "in full only"
    (options.folder / "server").mkdir()
    with postgres_server(options.folder / "server") as server:
        return beside_writers(options, fresh_database(server))


_WRITER = """
import sys
from pathlib import Path
from storage.model.errors import Refused, Unavailable
from stores import Person, place, store_at
with store_at(place(Path(sys.argv[2]), sys.argv[1])) as store:
    try:
        while True:
            try:
                Person(store, sys.argv[3]).begin()
            except Unavailable:
                continue
            print("wrote", flush=True)
    except Refused as fault:
        print(fault, file=sys.stderr)
        sys.exit(3)
"""

if __name__ == "__main__":
    main(
        {
            "deep rotation killed at every step": at_every_step,
            "deep rotation beside writers, SQLite": partial(beside_writers, url=""),
            "deep rotation beside writers, PostgreSQL": _beside_writers_on_server,
        }
    )
