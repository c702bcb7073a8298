"""No answer, name or key is found in files, logs, tracebacks or printed text, also after forgetting."""

import sqlite3
import traceback
from contextlib import closing
from pathlib import Path

import pytest
from faulty import Trigger, everything, forgetting
from messages import make_message
from singing import NAME, SAID, VACCINATED, canaries, listening, printed, screened, sealed, sung, sung_in_files
from stores import KEY, NOW, OTHER_KEY, Person, beginning, place, store_at, turning

from dialogs.conversation.screening import Said
from storage.audit.chain import read_entry
from storage.crypto.keys import MasterKey
from storage.maintenance.sweep import sweep
from storage.model.entries import Entry, EntryKind
from storage.model.errors import StorageError
from storage.model.outgoing import EnqueuedMessage
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.opening.probe import probe
from storage.unit_of_work.changes import PendingChanges

FEW = 3
NEW_DOSE = "838.75"


def test_the_search_finds_a_canary_in_a_free_page_and_in_every_spelling(tmp_path: Path) -> None:
    """Protects every test here: what is written in clear is found, also after it was deleted without secure_delete."""
    with store_at(place(tmp_path)) as store:
        stored = screened(store)
        birds = canaries(store, [stored])
    with closing(sqlite3.connect(tmp_path / "screenings.db")) as connection:
        connection.execute("PRAGMA secure_delete = off")
        connection.execute("CREATE TABLE leak (text)")
        connection.executemany("INSERT INTO leak VALUES (?)", [(bird,) for bird in birds.values()])
        connection.commit()
        connection.execute("DELETE FROM leak")
        connection.commit()
    found = sung_in_files(tmp_path, birds)
    assert len(found) >= len(birds) - 3, "a freed cell loses its first bytes at most"
    assert "the master key (base64), in screenings.db" in found


@pytest.mark.parametrize("said", [SAID, VACCINATED])
def test_no_file_holds_an_answer_a_name_or_a_key(said: tuple[str, ...], tmp_path: Path) -> None:
    """Protects "whoever steals the file learns nothing": database, journal in the middle of a transaction, anchor."""
    with store_at(place(tmp_path)) as store:
        stored = screened(store, said)
        birds = canaries(store, [stored])
        with store.database.writing() as connection:
            connection.exec_driver_sql("PRAGMA cache_size = 1")
            connection.exec_driver_sql("UPDATE screenings SET version = version + 1")
            connection.exec_driver_sql("DELETE FROM outbox")
            assert (tmp_path / "screenings.db-journal").stat().st_size > 0, "the journal holds the pages as they were"
            assert sung_in_files(tmp_path, birds) == []
    assert sung_in_files(tmp_path, birds) == []


def test_nothing_is_left_of_a_forgotten_screening(tmp_path: Path) -> None:
    """Protects "what is forgotten stays forgotten": the file holds neither its sealed bytes nor its wrapped key."""
    with store_at(place(tmp_path)) as store:
        other, stored = screened(store), screened(store, VACCINATED)
        birds = canaries(store, [stored, other])
        blobs = sealed(store.database, stored)
        assert len(blobs) > FEW
        person = Person(store, NAME, kept=stored)
        store.outbox.note_sent([message.id for message in store.outbox.list_waiting(f"chat of {NAME}")[:FEW]], NOW)
        assert sorted(sung((tmp_path / "screenings.db").read_bytes(), blobs)), "they are there before"
        store.take(person.inbound(), forgetting(person))
        assert sung_in_files(tmp_path, blobs | birds) == []
        assert sealed(store.database, other), "the other screening is still there"


def test_a_text_that_was_sent_is_gone(tmp_path: Path) -> None:
    """Protects "a text is deleted once sent": its sealed bytes are no longer in the file."""
    with store_at(place(tmp_path)) as store:
        screened(store)
        texts = {str(row[0]): row[5] for row in everything(store.database)["outbox"]}
        assert set(
            sung((tmp_path / "screenings.db").read_bytes(), {key: text[:200] for key, text in texts.items()})
        ) == set(texts)
        store.outbox.note_sent([int(each) for each in texts], NOW)
        assert sung_in_files(tmp_path, {key: text[:200] for key, text in texts.items()}) == []


def test_no_log_holds_an_answer_a_name_or_a_key(where: StoreLocation) -> None:
    """Protects "no answer in logs", at DEBUG, with everything that SQLAlchemy, Alembic and the drivers say."""
    with listening() as heard:
        with store_at(where) as store:
            stored = screened(store)
            person = Person(store, NAME, kept=stored)
            birds = canaries(store, [stored])
            store.outbox.claim(f"chat of {NAME}", NOW)
            store.take(person.inbound(), forgetting(person))
            sweep(store, NOW)
        with pytest.raises(StorageError):
            open_store(where, OTHER_KEY, NOW)
    said = "\n".join(heard)
    assert "INSERT INTO entries" in said, "SQLAlchemy is heard"
    assert sung(said.encode(), birds) == []


def test_no_fault_holds_an_answer_a_name_or_a_key(tmp_path: Path) -> None:
    """Protects tracebacks: whichever call fails, neither the fault nor its causes hold the values of the statement."""
    shown = []
    birds: dict[str, bytes] = {}
    for at in range(1, 20):
        trigger = Trigger(at, "SQLITE_FULL" if at % 2 else "SQLITE_CONSTRAINT_PRIMARYKEY")
        folder = tmp_path / str(at)
        folder.mkdir()
        store = open_store(place(folder), KEY, NOW, connect=trigger.connect)
        store.patience_seconds = 0
        stored = screened(store)
        person = Person(store, NAME, kept=stored)
        birds |= canaries(store, [stored])
        trigger.is_armed = True
        try:
            store.take(person.inbound(), turning(stored.id, Said("change corticosteroid dose")))
            person.says(f"{NEW_DOSE} mg/m2/day")
        except StorageError as fault:
            shown.append("".join(traceback.format_exception(fault)))
        store.close()
    assert len(shown) > FEW
    assert sung("\n".join(shown).encode(), birds | {"the new dose": NEW_DOSE.encode()}) == []


def test_nothing_that_is_printed_holds_an_answer_a_name_or_a_key(tmp_path: Path) -> None:
    """Protects logs and crash reports to come: repr and str of whatever this room hands out."""
    where = place(tmp_path)
    with store_at(where) as store:
        stored = screened(store)
        person = Person(store, NAME, kept=stored)
        birds = canaries(store, [stored])
        with store.reading() as repository:
            rows = repository.list_entries(stored.id)
            things: list[object] = [
                repository,
                *rows,
                *(read_entry(stored.secret, row) for row in rows),
                repository.find_definition(stored.screening.digest),
            ]
        things += [
            where,
            where.address,
            KEY,
            store,
            store.keyring,
            store.anchor,
            store.journal,
            store.outbox,
            store.retention,
            store.database,
        ]
        things += [
            store.database.engine,
            stored,
            stored.head,
            stored.outcome,
            person.inbound(),
            probe(where, KEY),
            store.anchor.read_heads(),
        ]
        things += store.outbox.list_waiting(f"chat of {NAME}")
        things += [store.take(person.inbound(), beginning()), Entry(EntryKind.READ, NOW, NAME, "test", note=NAME)]
        things += [
            EnqueuedMessage(NAME, stored.id, 1, 0, make_message(NAME), stored.secret),
            PendingChanges(screenings={stored.id: stored}),
            MasterKey(KEY.secret),
        ]
        assert sung(printed(*things), birds) == []
        assert sung(printed(stored.screening), birds), "what is pure does print its values, and is not handed to a log"
