"""Rotation: a new master key takes over, whoever writes meanwhile and whenever it is cut short."""

import stat
from collections.abc import Callable
from itertools import count
from pathlib import Path
from subprocess import Popen
from threading import Event, Thread

import pytest
from intruder import change, prey, rows, sentences
from stores import ANSWERS, KEY, NOW, OTHER_KEY, Person, beginning, python, store_at

from storage.crypto.keys import make_key, read_key_file, write_key_file
from storage.database.schema import keyrings, screening_keys
from storage.maintenance.key_files import find_key
from storage.maintenance.rotation import rotate, rotate_key_file
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.model.errors import Damaged, Refused, StorageError
from storage.model.stored import StoredScreening
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.opening.probe import probe_without_key
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

WHO = "an operator"


def fingerprint(where: StoreLocation) -> str:
    """Returns which key a database is encrypted with."""
    _, row = probe_without_key(where)
    assert row is not None
    return row.fingerprint


def test_after_a_rotation_only_the_new_key_opens(where: StoreLocation) -> None:
    """Protects "keys rotate": everything is readable as before, with the new key, and with no other."""
    with store_at(where) as store:
        attacked = prey(store)
        with store.reading() as repository:
            before = [(found.id, found.screening, found.code) for found in repository.iterate_all()]
        report = rotate(store, OTHER_KEY, NOW, WHO)
    assert (report.old, report.new, report.screenings) == (KEY.fingerprint, OTHER_KEY.fingerprint, 2)
    with pytest.raises(Refused, match=f"encrypted with the key {OTHER_KEY.fingerprint}"):
        open_store(where, KEY, NOW)
    with store_at(where, OTHER_KEY) as store:
        with store.reading() as repository:
            assert [(found.id, found.screening, found.code) for found in repository.iterate_all()] == before
        Person(store, kept=attacked.anna).says(ANSWERS[3])
        assert store.outbox.list_waiting("chat of anna")
        assert sentences(store) == []


def test_a_rotation_is_logged_with_both_fingerprints(where: StoreLocation) -> None:
    """Protects the trail: who rotated which key."""
    with store_at(where) as store:
        rotate(store, OTHER_KEY, NOW, WHO)
    with store_at(where, OTHER_KEY) as store:
        entry = next(inspect_all(store)).entries[-1][1]
        assert store.anchor.read_chain(bytes(16))
    assert (entry.kind, entry.who, entry.note) == (
        EntryKind.KEY_ROTATED,
        WHO,
        f"from {KEY.fingerprint} to {OTHER_KEY.fingerprint}",
    )


def test_the_key_in_use_is_no_new_one(store: Store) -> None:
    """Protects "one clear plain sentence"."""
    with pytest.raises(Refused, match="in use already"):
        rotate(store, KEY, NOW, WHO)


def test_a_key_that_cannot_be_unwrapped_stops_a_rotation(where: StoreLocation) -> None:
    """Protects "all or nothing": no screening is left behind under a key that is then thrown away."""
    with store_at(where) as store:
        attacked = prey(store)
        before = rows(store, keyrings)
        change(store, screening_keys, screening_keys.c.screening == attacked.bob.id, wrapped=bytes(60))
        with pytest.raises(Damaged, match=f"screening {attacked.bob.id.hex()}: its key was changed"):
            rotate(store, OTHER_KEY, NOW, WHO)
        assert rows(store, keyrings) == before
    assert fingerprint(where) == KEY.fingerprint


STALE: dict[str, Callable[[Person], object]] = {
    "begins": lambda anna: anna.begin(),
    "answers": lambda anna: anna.says(ANSWERS[1]),
    "sends": lambda anna: anna.store.outbox.claim("chat of anna", NOW),
    "reads": lambda anna: anna.store.outbox.list_waiting("chat of anna"),
    "rotates": lambda anna: rotate(anna.store, make_key(), NOW, WHO),
}


@pytest.mark.parametrize("does", STALE)
def test_a_process_with_the_old_key_is_told(where: StoreLocation, does: str) -> None:
    """Protects "keys rotate": nothing is written under the old key, and the sentence says what to do."""
    with store_at(where) as stale, store_at(where) as store:
        anna = Person(stale)
        anna.begin()
        rotate(store, OTHER_KEY, NOW, WHO)
        before = rows(store, screening_keys)
        with pytest.raises(Refused, match=r"the key was rotated meanwhile, .*; start again with the new key"):
            STALE[does](anna)
        assert rows(store, screening_keys) == before


def test_a_screening_that_is_begun_while_the_key_rotates_is_under_the_new_one_or_not_there(
    where: StoreLocation,
) -> None:
    """Protects "safe against other processes that write at the same time": one of them waits, or is refused."""
    with store_at(where) as stale, store_at(where) as store:
        Person(stale).begin()
        has_begun, has_rotated = Event(), Event()

        def slowly(uow: UnitOfWork) -> StoredScreening:
            stored = beginning()(uow)
            has_begun.set()
            has_rotated.wait(0.3)
            return stored

        refusals: list[StorageError | None] = []
        begins = Thread(
            target=lambda: refusals.append(_fault(lambda: stale.take(Person(stale, "bob").inbound(), slowly)))
        )
        begins.start()
        has_begun.wait()
        rotate(store, OTHER_KEY, NOW, WHO)
        has_rotated.set()
        begins.join()
        assert len(rows(store, screening_keys)) == (2 if refusals == [None] else 1), refusals
    with store_at(where, OTHER_KEY) as opened:
        assert sentences(opened) == [], "every key can be unwrapped"


def test_keys_stay_whole_while_others_begin(where: StoreLocation) -> None:
    """Protects "safe against other processes": real processes begin screenings while the key is rotated repeatedly."""
    with store_at(where):
        pass
    writers = [python(_WRITER, _url(where), str(where.anchor.parent), name) for name in ("anna", "bob")]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"wrote\n"
    with store_at(where) as store:
        rotate(store, OTHER_KEY, NOW, WHO)
    for writer in writers:
        _, complaint = writer.communicate(timeout=30)
        assert writer.returncode == 3, complaint
        assert b"the key was rotated meanwhile" in complaint
    with store_at(where, OTHER_KEY) as store:
        assert sentences(store) == []
        assert len(rows(store, screening_keys)) >= 2


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    """A key file in a folder of its own."""
    write_key_file(tmp_path / "keys" / "key", KEY)
    return tmp_path / "keys" / "key"


def test_a_key_file_holds_the_new_key_and_the_old_one_is_kept(where: StoreLocation, key_file: Path) -> None:
    """Protects "keys rotate", and older backups: the former key stays, under its fingerprint, for its owner only."""
    with store_at(where) as store:
        prey(store)
        report = rotate_key_file(store, key_file, NOW, WHO)
    assert read_key_file(key_file).fingerprint == report.new == fingerprint(where)
    former = key_file.with_name(f"key.{KEY.fingerprint}")
    assert read_key_file(former) == KEY
    assert {stat.S_IMODE(each.stat().st_mode) for each in (key_file, former)} == {0o600}
    assert {each.name for each in key_file.parent.iterdir()} == {"key", former.name, "key.lock"}
    assert find_key(key_file, KEY.fingerprint) == KEY, "an older backup finds its key"
    with store_at(where, find_key(key_file, report.new)) as store:
        assert sentences(store) == []


def test_a_file_with_another_key_is_left_as_it_is(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "loses nothing": the key file of another database is not replaced."""
    write_key_file(tmp_path / "other", OTHER_KEY)
    with store_at(where) as store, pytest.raises(Refused, match="name its key file"):
        rotate_key_file(store, tmp_path / "other", NOW, WHO)
    assert read_key_file(tmp_path / "other") == OTHER_KEY


def test_a_key_left_by_an_earlier_rotation_is_never_thrown_away(where: StoreLocation, key_file: Path) -> None:
    """Protects "loses nothing": perhaps a database took it, and only the answer to the commit was lost."""
    left = make_key()
    write_key_file(key_file.with_name("key.new"), left)
    with store_at(where) as store:
        rotate_key_file(store, key_file, NOW, WHO)
    assert find_key(key_file, left.fingerprint) == left


def test_half_a_key_file_is_no_obstacle(where: StoreLocation, key_file: Path) -> None:
    """Protects "a crash at any point": one that came while the new key was being written."""
    key_file.with_name("key.new").write_text(OTHER_KEY.text[:20])
    key_file.with_name("key.new").chmod(0o600)
    assert find_key(key_file, KEY.fingerprint) == KEY
    with store_at(where) as store:
        report = rotate_key_file(store, key_file, NOW, WHO)
    assert find_key(key_file, fingerprint(where)).fingerprint == report.new


def test_a_crash_at_any_step_of_a_rotation_loses_no_key(where: StoreLocation, key_file: Path) -> None:
    """Protects "a crash at any point leaves a state from which reading the key file recovers by itself"."""
    with store_at(where) as store:
        attacked = prey(store)
    every = 2 if where.address.file else 7
    crashing = python(_CRASHING, _url(where), str(where.anchor.parent), str(key_file))
    try:
        steps = _steps_survived(crashing, where, key_file, attacked.anna.code, every)
    finally:
        crashing.kill()
        crashing.communicate()
    assert steps > 8, "a rotation opens, renames and removes more files than that"
    assert find_key(key_file, KEY.fingerprint) == KEY


def _steps_survived(crashing: Popen[bytes], where: StoreLocation, key_file: Path, code: str, every: int) -> int:
    """Makes a rotation crash at each step, checks what each crash left, and returns how many steps there are."""
    assert crashing.stdin is not None
    assert crashing.stdout is not None
    for step in count(1, every):
        crashing.stdin.write(f"{step}\n".encode())
        crashing.stdin.flush()
        came = crashing.stdout.readline()
        assert came in {b"killed\n", b"done\n"}, step
        key = find_key(key_file, fingerprint(where))
        assert key.fingerprint == fingerprint(where), step
        assert read_key_file(key_file) == key, step
        with store_at(where, key) as store:
            assert sentences(store) == [], step
            with store.reading() as repository:
                assert repository.find_by_code(code) is not None
        if came == b"done\n":
            return step
    raise AssertionError("it never ends")


def _url(where: StoreLocation) -> str:
    return where.address.url.render_as_string(hide_password=False).replace("postgresql+psycopg", "postgresql")


def _fault(work: Callable[[], object]) -> StorageError | None:
    """Returns what a work raises."""
    try:
        work()
    except StorageError as fault:
        return fault
    return None


_WRITER = """
import sys
import time
from pathlib import Path
from storage.model.errors import Refused
from stores import Person, place, store_at
with store_at(place(Path(sys.argv[2]), sys.argv[1])) as store:
    try:
        while True:
            Person(store, sys.argv[3]).begin()
            print("wrote", flush=True)
            time.sleep(0.005)  # so that whoever else wants to write gets a turn
    except Refused as fault:
        print(fault, file=sys.stderr)
        sys.exit(3)
"""

_CRASHING = """
import os, signal, sys
from pathlib import Path
from storage.opening.probe import probe_without_key
from storage.maintenance.key_files import find_key
from storage.maintenance.rotation import rotate_key_file
from stores import NOW, place, store_at
where, file = place(Path(sys.argv[2]), sys.argv[1]), Path(sys.argv[3])

def crash_at(step):
    left = step

    def watch(event, arguments):
        nonlocal left
        if event in ("open", "os.rename", "os.remove"):
            left -= 1
            if not left:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)

for line in sys.stdin:
    child = os.fork()
    if not child:
        with store_at(where, find_key(file, probe_without_key(where)[1].fingerprint)) as store:
            crash_at(int(line))
            rotate_key_file(store, file, NOW, "an operator")
            os._exit(0)
    _, status = os.waitpid(child, 0)
    print({0: "done", signal.SIGKILL: "killed"}.get(status, "failed"), flush=True)
"""
