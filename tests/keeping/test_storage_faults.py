"""The database fails: all or nothing is stored, one plain sentence says so, and the same event then succeeds once."""

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from faulty import KINDS, STORIES, Story, Tearing, disk_faults, everything, fails_at_every_call, forgetting
from stores import KEY, NOW, Person, beginning, fresh_database, place, store_at, turning

from dialogs.conversation.screening import Said
from storage.model.errors import Unavailable
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store

pytestmark = pytest.mark.both_databases


@pytest.mark.thinned(3)
@pytest.mark.parametrize("is_late", [False, True])
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_whichever_call_fails_all_or_nothing_is_kept(story: Story, is_late: bool, tmp_path: Path) -> None:  # noqa: FBT001
    """Protects "the n-th storage call fails, for every n": every third here, before or after its work."""
    assert list(fails_at_every_call(story, tmp_path, "SQLITE_IOERR_WRITE", is_late=is_late, steps=3)) == []


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_the_fault_is_it_is_a_plain_sentence(kind: str, tmp_path: Path) -> None:
    """Protects "a plain sentence" for a full, locked, read-only or damaged database, and for errors without a name."""
    assert list(fails_at_every_call(STORIES[1], tmp_path, kind, is_late=False, steps=3)) == []


def test_what_is_kept_in_part_would_be_found(tmp_path: Path) -> None:
    """Protects the tests above from comparing nothing: they find a database that commits half a transaction."""
    found = list(fails_at_every_call(STORIES[1], tmp_path, "SQLITE_FULL", is_late=False, trigger=Tearing))
    assert any("something is kept, and something is not" in fault for fault in found)


@pytest.mark.parametrize("lock", ["IMMEDIATE", "EXCLUSIVE"])
def test_a_turn_waits_for_another_transaction(lock: str, tmp_path: Path) -> None:
    """Protects "database locked": a lock that goes in time is not noticed."""
    with store_at(place(tmp_path)) as store:
        person = Person(store)
        stored = person.begin()
        other = sqlite3.connect(tmp_path / "screenings.db", isolation_level=None, check_same_thread=False)
        other.execute(f"BEGIN {lock}")
        threading.Timer(0.4, other.close).start()
        assert not store.take(person.inbound(), turning(stored.id, Said("120"))).is_duplicate


def test_a_lock_that_stays_is_told_and_the_turn_can_be_taken_afterwards(tmp_path: Path) -> None:
    """Protects "a plain sentence, goes on when it can"."""
    with store_at(place(tmp_path, busy_seconds=0.2)) as store:
        person = Person(store)
        stored = person.begin()
        before = everything(store.database)
        inbound = person.inbound()
        with closing(sqlite3.connect(tmp_path / "screenings.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(
                Unavailable, match="another program holds the database; nothing was changed, try again in a moment"
            ):
                store.take(inbound, turning(stored.id, Said("120")))
        assert everything(store.database) == before
        assert not store.take(inbound, turning(stored.id, Said("120"))).is_duplicate


def test_a_full_database_is_told_and_the_turn_can_be_taken_afterwards(tmp_path: Path) -> None:
    """Protects "disk full: all or nothing, a plain sentence, goes on when it can"."""
    opened: list[sqlite3.Connection] = []

    def connect(*arguments: object, **more: object) -> sqlite3.Connection:
        opened.append(sqlite3.connect(*arguments, **more))  # type: ignore[call-overload]
        return opened[-1]

    store = open_store(place(tmp_path), KEY, NOW, connect=connect)
    person = Person(store)
    stored = person.begin()
    before = everything(store.database)
    inbound = person.inbound()
    opened[-1].execute("PRAGMA max_page_count = 1")
    many = [(person.inbound(), beginning()) for _ in range(5)]
    with pytest.raises(Unavailable, match="the disk is full; nothing was changed, make room and try again"):
        store.take_all(many)
    opened[-1].execute("PRAGMA max_page_count = 100000")
    assert everything(store.database) == before
    assert not store.take(inbound, turning(stored.id, Said("120"))).is_duplicate
    store.close()


@pytest.mark.parametrize("attack", ["full", "read-only"])
def test_a_disk_that_is_full_or_read_only_in_truth(attack: str) -> None:
    """Protects "disk full; read-only" where the operating system says so, and no test does."""
    with TemporaryDirectory() as name:
        assert disk_faults(attack, Path(name)) == []


def test_an_anchor_that_cannot_be_written_keeps_the_turn_and_is_made_good(
    where: StoreLocation, caplog: pytest.LogCaptureFixture
) -> None:
    """Protects the acknowledged answer: the turn is stored, a warning is logged, and the next turn anchors both."""
    with store_at(where) as store:
        person = Person(store)
        person.begin()
        where.anchor.rename(where.anchor.with_name("aside"))
        where.anchor.mkdir()
        with caplog.at_level(logging.WARNING):
            person.says("120")
        assert "the anchor is behind" in caplog.text
        assert "the anchor cannot be written" in caplog.text
        where.anchor.rmdir()
        where.anchor.with_name("aside").rename(where.anchor)
        other = Person(store, "ben")
        other.begin()
        for screening in (person.kept, other.kept):
            assert screening is not None
            anchored = store.anchor.read_heads()[screening.id]
            with store.reading() as repository:
                stored = repository.find_by_id(screening.id)
            assert stored is not None
            assert anchored == stored.head


def test_nothing_is_forgotten_where_it_cannot_be_written_down(where: StoreLocation) -> None:
    """Protects "a restored backup forgets it again": without its line in the journal a screening is not forgotten."""
    with store_at(where) as store:
        person = Person(store)
        person.begin()
        before = everything(store.database)
        where.journal.mkdir()
        with pytest.raises(
            Unavailable,
            match=r"the journal of the forgotten cannot be written \(is a directory\); nothing was forgotten",
        ):
            store.take(person.inbound("forget"), forgetting(person))
        assert everything(store.database) == before
        where.journal.rmdir()
        store.take(person.inbound("forget"), forgetting(person))
        assert everything(store.database)["screening_keys"] == []


CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'trialscreen' AND datname ="
    " current_database()"
)


def test_connections_that_a_server_cuts_are_made_again(tmp_path: Path, postgres: str) -> None:
    """Protects a turn from a server that was restarted: it is taken once, and nobody notices."""
    url = fresh_database(postgres)
    with store_at(place(tmp_path, url)) as store, closing(psycopg.connect(url, autocommit=True)) as other:
        person = Person(store)
        stored = person.begin()
        for number in range(3):
            other.execute(CUT_OFF)
            assert not store.take(person.inbound(f"again {number}"), turning(stored.id, Said("120"))).is_duplicate
        assert len([row for row in everything(store.database)["events"] if row[1].startswith("again")]) == 3
