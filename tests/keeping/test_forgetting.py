"""Forgetting: what is forgotten is gone, stays gone, and is forgotten again where a backup brings it back."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from intruder import chain, rows, sentences
from stores import ANSWERS, KEY, NOW, OTHER_KEY, Person, place, store_at

from storage.audit.chain import read_entry
from storage.audit.erasure_journal import ErasureJournal
from storage.crypto.keyring import make_keyring
from storage.database.schema import outbox, screening_keys, screenings, tally
from storage.maintenance.backup import back_up
from storage.maintenance.restoring import restore
from storage.maintenance.sweep import sweep
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind, EntryRow
from storage.model.retention import Retention
from storage.model.stored import StoredScreening
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork


def forget(store: Store, stored: StoredScreening) -> bool:
    """Forgets a screening, and says whether it was found by its code."""

    def handle(uow: UnitOfWork) -> bool:
        found = uow.find_by_code(stored.code)
        if found is not None:
            uow.forget(found)
        return found is not None

    return bool(store.take(Person(store).inbound(), handle).value)


def test_a_forgotten_screening_leaves_a_tombstone_only(store: Store, anna: Person) -> None:
    """Protects "forgetting a screening destroys its key and leaves a tombstone; the chain still verifies"."""
    anna.says(*ANSWERS[:4])
    assert anna.kept is not None
    assert forget(store, anna.kept)
    (row,) = rows(store, screenings)
    assert (row["code"], row["owner"], row["is_forgotten"]) == (None, None, True)
    assert len(row["sealed"]) < 2_100, "no more than its chain's length and head"
    assert row["touched_at"] % 86_400 == row["keep_until"] % 86_400 == 0, "the day, and no hour"
    assert rows(store, screening_keys) == []
    assert rows(store, outbox) == []
    assert len(rows(store, tally)) == 1, "the count outlives it"
    assert sentences(store) == []


def test_the_last_entry_says_who_forgot_and_when(store: Store, anna: Person) -> None:
    """Protects "forgetting is real" and the trail: what can still be read is that it was forgotten."""
    assert anna.kept is not None
    forget(store, anna.kept)
    found = [inspection for inspection in inspect_all(store) if inspection.is_forgotten]
    ((number, entry),) = found[0].entries
    assert (number, entry.kind, entry.who, entry.at, entry.note) == (2, EntryKind.FORGOTTEN, "anna", NOW, "asked for")


def test_a_turn_that_waits_for_a_forgetting_finds_nothing(store: Store, anna: Person) -> None:
    """Protects the other device: its turn waits for the row, and then finds no screening instead of an emptied one."""
    assert anna.kept is not None
    screening = anna.kept.id
    begun, go_on = Event(), Event()

    def forgetting(uow: UnitOfWork) -> None:
        found = uow.find_by_id(screening)
        assert found is not None
        begun.set()
        go_on.wait(10)
        uow.forget(found)

    def looking(uow: UnitOfWork) -> StoredScreening | None:
        return uow.find_by_id(screening)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(store.take, anna.inbound(), forgetting)
        begun.wait(10)
        second = threads.submit(store.take, anna.inbound(), looking)
        time.sleep(0.3)  # until the second one waits for the row, or for the file
        go_on.set()
        assert first.result(10).value is None
        assert second.result(10).value is None


def test_the_forgotten_is_found_by_nobody(store: Store, anna: Person) -> None:
    """Protects "what is forgotten stays forgotten": a second time, by its code, by its owner, by its id."""
    stored = anna.kept
    assert stored is not None
    assert forget(store, stored)
    assert not forget(store, stored)
    with store.reading() as repository:
        assert repository.find_by_code(stored.code) is None
        assert repository.find_by_id(stored.id) is None
        assert repository.list_owned("anna") == []
        assert list(repository.iterate_all()) == []
    assert len(chain(store, stored.id)) == 2, "no second entry"


def test_a_crash_between_promise_and_commit_is_made_good(where: StoreLocation) -> None:
    """Protects "forgetting that is real": the journal holds the promise before the key is destroyed."""
    with store_at(where) as store:
        stored = Person(store).begin()
        other = Person(store, "bob").begin()
        store.journal.add([stored.id])
    with store_at(where) as store:
        with store.reading() as repository:
            assert repository.find_by_code(stored.code) is None
            assert repository.find_by_code(other.code) is not None
        assert rows(store, screening_keys, screening_keys.c.screening == stored.id) == []
        assert read_entry(store.keyring.store_key, _last(store, stored)).note == "forgotten before"
        assert sentences(store) == []
        assert list(store.journal.iterate()) == [stored.id], "the promise is not written twice"


def test_a_line_that_another_keyring_signed_forgets_nothing(where: StoreLocation) -> None:
    """Protects "loses nothing": somebody who can write the journal cannot have screenings forgotten."""
    with store_at(where) as store:
        stored = Person(store).begin()
        ErasureJournal(where.journal, make_keyring(OTHER_KEY)).add([stored.id])
    with store_at(where) as store, store.reading() as repository:
        assert repository.find_by_code(stored.code) is not None


def test_a_restored_backup_forgets_again(where: StoreLocation, tmp_path: Path) -> None:
    """Protects "a restored backup forgets it again": also when more was forgotten since than opening looks at."""
    backup = tmp_path / "backup"
    with store_at(where) as store:
        stored = [Person(store, f"person {number}").begin() for number in range(70)]
        remaining = Person(store, "bob").begin()
        back_up(store, backup, NOW, "an operator")
        for each in stored:
            assert forget(store, each)
    fresh = replace(place(tmp_path), address=place(tmp_path / "elsewhere").address)
    (tmp_path / "elsewhere").mkdir()
    assert restore(backup, fresh, KEY, NOW, "an operator").forgotten_again == 70
    with store_at(fresh) as store:
        with store.reading() as repository:
            assert [found.id for found in repository.iterate_all()] == [remaining.id]
        assert [row["screening"] for row in rows(store, screening_keys)] == [remaining.id]
        assert {row["screening"] for row in rows(store, outbox)} == {remaining.id}
        assert sentences(store) == []


@pytest.mark.both_databases  # one of them skips it
def test_nothing_of_the_forgotten_is_left_in_the_file(where: StoreLocation) -> None:
    """Protects "free pages and the journal keep nothing of it": neither its key nor its stored record is found."""
    if where.address.file is None:
        pytest.skip("a server's files are its own")
    with store_at(where) as store:
        people = [Person(store, name) for name in ("anna", "bob", "carl")]
        for person in people:
            person.begin()
            person.says(*ANSWERS[:3])
        stored = people[0].kept
        assert stored is not None
        record = rows(store, screenings, screenings.c.id == stored.id)[0]
        key = rows(store, screening_keys, screening_keys.c.screening == stored.id)[0]["wrapped"]
        messages = [row["sealed"] for row in rows(store, outbox, outbox.c.screening == stored.id)]
        values = (record["sealed"], record["code"], record["owner"], key, *messages)
        pieces = [piece for value in values for piece in _pieces(value)]
        assert len(pieces) > 400
        held = _bytes(where)
        assert sum(piece in held for piece in pieces) > 0.98 * len(pieces), (
            "what is looked for was there, but for page borders"
        )
        forget(store, stored)
        left = _bytes(where)
        assert not [piece for piece in pieces if piece in left]
    left = _bytes(where)
    assert not [piece for piece in pieces if piece in left], "nor after closing"


def test_a_sweep_forgets_what_was_kept_long_enough(where: StoreLocation) -> None:
    """Protects "idle screenings expire, finished ones are forgotten after a set time", at the end of a week."""
    where = replace(where, retention=Retention(idle_days=90, finished_days=30))
    with store_at(where) as store:
        idle, finished = Person(store, "anna"), Person(store, "bob")
        was_idle, was_finished = idle.begin().id, finished.begin().id
        finished.says(*ANSWERS)
        for days, gone in ((34, set()), (35, {was_finished}), (90, set()), (91, {was_idle})):
            assert _swept(store, days) == gone, days
        assert sentences(store) == []
        assert list(store.journal.iterate()) == [was_finished, was_idle]


def test_a_sweep_keeps_what_is_used(where: StoreLocation) -> None:
    """Protects "idle screenings expire": one that goes on starts its time anew."""
    with store_at(where) as store:
        anna = Person(store)
        stored = anna.begin()
        anna.now = NOW + timedelta(days=89)
        anna.says("120")
        assert _swept(store, 89 + 90) == set()
        assert _swept(store, 89 + 93) == {stored.id}, "at the end of the week"


def test_a_sweep_takes_no_more_than_it_is_given(store: Store) -> None:
    """Protects "nobody waits long": what is left is forgotten by the next one."""
    for number in range(5):
        Person(store, f"person {number}").begin()
    later = NOW + timedelta(days=91)
    assert [sweep(store, later, most=2).forgotten for _ in range(4)] == [2, 2, 1, 0]


def _swept(store: Store, days: int) -> set[bytes]:
    """Sweeps some days later, and returns what was forgotten."""
    with store.reading() as repository:
        before = {found.id for found in repository.iterate_all()}
    swept = sweep(store, NOW + timedelta(days=days))
    with store.reading() as repository:
        gone = before - {found.id for found in repository.iterate_all()}
    assert len(gone) == swept.forgotten
    return gone


def _last(store: Store, stored: StoredScreening) -> EntryRow:
    with store.reading() as repository:
        return repository.list_entries(stored.id)[-1]


def _pieces(value: bytes) -> list[bytes]:
    """Returns a value cut into pieces, so that a part of it is found too."""
    return [value[start : start + 12] for start in range(0, len(value) - 11, 12)]


def _bytes(where: StoreLocation) -> bytes:
    file = where.address.file
    assert file is not None
    journal = file.with_name(file.name + "-journal")
    return file.read_bytes() + (journal.read_bytes() if journal.exists() else b"")
