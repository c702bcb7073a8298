"""One place, one maker: a restore and a first start wait for each other a moment, or are told; leftovers go."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, Thread

import pytest
from commands import command, environment
from intruder import prey, sentences
from quick_processes import run
from stores import KEY, NOW, Person, place, python, store_at

from storage.crypto.keys import write_key_file
from storage.database.leftovers import find_leftovers, make_work_file, make_work_folder
from storage.maintenance.backup import back_up
from storage.maintenance.restoring import restore
from storage.maintenance.sweep import sweep
from storage.model.errors import Refused, Unavailable
from storage.opening.location import StoreLocation
from storage.opening.opening import open_existing, open_store
from storage.opening.place_lock import lock_place
from storage.opening.unfinished import keep_former_anchor

pytestmark = pytest.mark.both_databases

WHO = "an operator"
TOLD = "a restore is under way here; try again in a moment"


@contextmanager
def held(where: StoreLocation) -> Iterator[None]:
    """Lets another thread hold the lock of a place."""
    is_held, is_over = Event(), Event()

    def hold() -> None:
        with lock_place(where):
            is_held.set()
            is_over.wait(30)

    thread = Thread(target=hold)
    thread.start()
    assert is_held.wait(30)
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def test_a_first_start_waits_a_moment_for_a_restore_and_is_told(where: StoreLocation) -> None:
    """Protects "waits for or is told of it in one sentence", and that nobody waits for minutes."""
    hurried = replace(where, busy_seconds=0.3)
    with held(where):
        began = time.monotonic()
        with pytest.raises(Unavailable, match=TOLD):
            open_store(hurried, KEY, NOW)
        assert time.monotonic() - began < 3
    with store_at(hurried) as store:
        Person(store).begin()


def test_a_first_start_finds_what_was_made_while_it_waited(tmp_path: Path) -> None:
    """Protects "no acknowledged answer is lost, whichever wins": who waited opens what is there then."""
    (tmp_path / "made").mkdir()
    with store_at(place(tmp_path / "made")) as store:
        Person(store).begin()
    opened: list[str] = []

    def open_waiting() -> None:
        with store_at(place(tmp_path)) as store, store.reading() as repository:
            opened.extend(stored.owner for stored in repository.iterate_all())

    with lock_place(place(tmp_path)):
        thread = Thread(target=open_waiting)
        thread.start()
        time.sleep(0.3)
        for each in ("screenings.db.anchor", "screenings.db"):
            shutil.copy(tmp_path / "made" / each, tmp_path / each)
    thread.join()
    assert opened == ["anna"]


def test_a_restore_is_refused_where_another_one_goes_on(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the lock from the other side, and the place from being written to."""
    (tmp_path / "source").mkdir()
    with store_at(place(tmp_path / "source")) as store:
        back_up(store, tmp_path / "backup", NOW, WHO)
    told = "somebody makes or restores a database here just now; try again in a moment"
    with held(where), pytest.raises(Unavailable, match=told):
        restore(tmp_path / "backup", replace(where, busy_seconds=0.2), KEY, NOW, WHO)
    assert not where.anchor.exists()


def test_a_chat_tells_of_a_restore_in_one_sentence(tmp_path: Path) -> None:
    """Protects the person at the terminal: exit 2, one line, and no database."""
    write_key_file(tmp_path / "trialscreen" / "key", KEY)
    with held(place(tmp_path)):
        chat = command("chat", "--database", f"sqlite:///{tmp_path / 'screenings.db'}")
        ran = run(chat, environment(XDG_DATA_HOME=str(tmp_path)), b"120\n")
        assert (ran.returncode, ran.stdout) == (2, b"")
        assert ran.stderr.decode().count("\n") == 1
        assert TOLD in ran.stderr.decode()
    assert not (tmp_path / "screenings.db").exists()


def test_the_lock_of_a_killed_process_holds_nobody_up(where: StoreLocation) -> None:
    """Protects against a lock that outlives its holder."""
    url = where.address.url.render_as_string(hide_password=False).replace("postgresql+psycopg", "postgresql")
    holder = python(_HOLDER, str(where.anchor.parent), url)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    with pytest.raises(Unavailable, match=TOLD):
        open_store(replace(where, busy_seconds=0.2), KEY, NOW)
    holder.kill()
    holder.communicate()
    with store_at(where) as store:
        Person(store).begin()
    assert not list(where.anchor.parent.glob("*.db.lock"))


def left(folder: Path, home: Path) -> Path:
    """Leaves a work folder and a work file behind, as a killed process does, and returns the folder."""
    killed = python(_LEAVER, str(folder), str(home))
    killed.communicate(timeout=60)
    found = [each for each in find_leftovers(folder) if not each.is_symlink()]
    assert sorted(each.is_dir() for each in found) == [False, True]
    return next(each for each in found if each.is_dir())


@pytest.mark.parametrize("how", ["opened", "swept", "backed up"])
def test_what_a_killed_command_left_is_removed_by_the_next_one(how: str, where: StoreLocation, tmp_path: Path) -> None:
    """Protects "leaves nothing that outlives the next command or sweep", beside the database and elsewhere."""
    (tmp_path / "away").mkdir()
    with store_at(where) as store:
        prey(store)
        made, beside = left(tmp_path / "away", tmp_path), left(tmp_path, tmp_path)
        (tmp_path / ".trialscreen-notes").write_text("somebody's own", "utf-8")
        if how == "swept":
            sweep(store, NOW)
        elif how == "backed up":
            back_up(store, tmp_path / "away" / "backup", NOW, WHO)
            assert not made.exists()
            sweep(store, NOW)
    if how == "opened":
        open_existing(where, KEY, NOW).close()
    assert not made.exists()
    assert not beside.exists()
    assert find_leftovers(tmp_path) == []
    assert (tmp_path / ".trialscreen-notes").exists()


def test_what_is_in_use_stays(where: StoreLocation, tmp_path: Path) -> None:
    """Protects a backup that goes on: only what nobody holds is removed."""
    (tmp_path / "away").mkdir()
    with store_at(where) as store:
        with make_work_folder(tmp_path / "away", tmp_path) as folder, make_work_file(tmp_path) as file:
            sweep(store, NOW)
            assert (folder.is_dir(), file.is_file(), (tmp_path / folder.name).is_symlink()) == (True, True, True)
        assert find_leftovers(tmp_path) + find_leftovers(tmp_path / "away") == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_belongs_to_another_account_stays(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "only ours": in a shared folder, others' work is none of ours."""
    with store_at(where) as store:
        made = left(tmp_path, tmp_path)
        for each in find_leftovers(tmp_path):
            os.chown(each, 65534, 65534)
        sweep(store, NOW)
    assert made.exists()


def test_a_restore_of_another_place_is_left_to_it(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the anchor: what a killed restore left is put in order at its own place only."""
    other = tmp_path / "other anchor"
    other.write_text("a line\n", "utf-8")
    with store_at(where) as store:
        prey(store)
        made = left(tmp_path, tmp_path)
        keep_former_anchor(made, other, NOW)
        before = where.anchor.read_bytes()
        sweep(store, NOW)
        assert made.exists()
        assert where.anchor.read_bytes() == before
        assert sentences(store) == []


def test_a_work_folder_that_cannot_be_made_leaves_no_link(where: StoreLocation, tmp_path: Path) -> None:
    """Protects the folder of the database from links that lead nowhere."""
    with store_at(where) as store, pytest.raises(Refused, match="nothing can be written here"):
        back_up(store, tmp_path / "nowhere" / "backup", NOW, WHO)
    assert find_leftovers(tmp_path) == []


_HOLDER = """
import sys, time
from pathlib import Path
from stores import place
from storage.opening.place_lock import lock_place
with lock_place(place(Path(sys.argv[1]), sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""

_LEAVER = """
import os, sys
from pathlib import Path
from storage.database.leftovers import make_work_file, make_work_folder
folder, home = map(Path, sys.argv[1:])
with make_work_folder(folder, home) as made, make_work_file(folder):
    (made / "screenings.db").write_bytes(b"a copy")
    os.kill(os.getpid(), 9)
"""
