"""Tampering: whatever is changed behind the program's back is found, and named."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from intruder import (
    Prey,
    chain,
    change,
    cut,
    exchange,
    flipped,
    is_entry,
    names_entry,
    places,
    prey,
    remove,
    rows,
    sentences,
    undone,
)
from sqlalchemy import delete, insert, text
from stores import ANSWERS, NOW, Person, dialogue, outcome_of, store_at

from dialogs.conversation.screening import Said
from dialogs.rules.answers import UNKNOWN, Known
from storage.audit.chain import append_entries
from storage.crypto.keyring import STORE_CHAIN
from storage.database.engine import Database
from storage.database.schema import chats, entries, outbox, screening_keys, screenings, tally
from storage.maintenance.verify import find_integrity_faults, inspect_all, inspect_database, inspect_screening
from storage.model.codes import format_code
from storage.model.entries import Entry, EntryKind, Head
from storage.model.stored import StoredScreening
from storage.opening.location import StoreLocation
from storage.outbox.blocked_chats import block_chat
from storage.unit_of_work.screening_rows import make_tombstone
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

EVERY = 97
"""Every so many bytes are flipped here, each at another place; all of them in the torture."""


@pytest.fixture
def attacked(store: Store) -> Prey:
    """A small store to be tampered with."""
    return prey(store)


def named(stored: StoredScreening) -> str:
    return f"screening {format_code(stored.code)}"


def by_id(stored: StoredScreening) -> str:
    return f"screening {stored.id.hex()}"


def test_an_untouched_store_has_no_faults(attacked: Prey) -> None:
    """Protects "no false alarm"."""
    found = {inspection.subject: inspection for inspection in inspect_all(attacked.store)}
    assert [sentence for inspection in found.values() for sentence in inspection.sentences] == []
    assert set(found) == {"the realm", named(attacked.anna), named(attacked.bob), by_id(attacked.carl)}
    assert found[by_id(attacked.carl)].is_forgotten
    assert find_integrity_faults(attacked.store.database) == []


def test_a_forgetting_in_the_middle_of_an_audit_is_no_fault(attacked: Prey) -> None:
    """Protects "no false alarm": a serving bot goes on, before the screenings are read, and after the tally was."""
    store = attacked.store
    with store.database.writing() as connection:
        block_chat(connection, store.keyring, "a chat", NOW)
    change(store, chats, active_at=7)
    found = []
    for inspection in inspect_all(store):
        found += inspection.sentences
        forgotten = {"the realm": attacked.anna}.get(inspection.subject)
        forgotten = attacked.bob if inspection.subject.startswith("the seat of a chat") else forgotten
        if forgotten is not None:
            person = Person(store, "bob" if forgotten is attacked.bob else "anna")
            store.take(person.inbound(), lambda uow, each=forgotten: uow.forget(uow.find_by_id(each.id)))  # type: ignore[misc]
    assert len(found) == 1, found
    assert found[0].startswith("the seat of a chat ")


def test_an_empty_store_has_no_faults(store: Store) -> None:
    """Protects "no false alarm": before the first turn there is no anchor."""
    assert sentences(store) == []


def test_a_trail_tells_who_answered_what_and_when(attacked: Prey) -> None:
    """Protects "the trail, verified, readable by a person"."""
    found = inspect_screening(attacked.store, attacked.anna)
    assert found.faults == ()
    number, entry = found.entries[1]
    assert (number, entry.kind, entry.who, entry.at, entry.after) == (2, EntryKind.TAKEN, "anna", NOW, Known(120))
    assert [number for number, _ in found.entries] == [1, 2, 3, 4]


def test_every_answer_of_a_whole_screening_replays(store: Store) -> None:
    """Protects "the answers are those that the entries tell"."""
    anna = Person(store)
    stored = anna.begin()
    anna.says(*ANSWERS)
    found = inspect_screening(store, stored)
    assert found.faults == ()
    assert len(found.entries) == len(ANSWERS) + 1, "begun, twelve answers, the result"


def test_an_entry_about_an_answer_that_was_not_there_is_found(store: Store, anna: Person) -> None:
    """Protects the trail: each entry goes on from the one before it, whatever wrote it."""
    anna.says("120")
    assert anna.kept is not None
    screening = anna.kept.id

    def handle(uow: UnitOfWork) -> None:
        found = uow.find_by_id(screening)
        assert found is not None
        turn = dialogue().take_turn(found.screening, Said("b_precursor_all"), NOW)
        uow.record_turn(found, replace(turn, happened=(replace(turn.happened[0], before=UNKNOWN),)), outcome_of(turn))

    store.take(anna.inbound(), handle)
    assert inspect_screening(store, anna.kept).faults == ("entry 3 is about another answer than the one before it",)


def test_a_changed_byte_of_an_entry_is_found(attacked: Prey) -> None:
    """Protects "any byte of the audit changed: found, and named"."""
    flips = [
        (row, column, place)
        for each in (attacked.anna.id, attacked.carl.id, STORE_CHAIN)
        for row in chain(attacked.store, each)
        for column in ("screening", "number", "sealed", "mac")
        for place in places(row[column])
    ]
    subjects = {
        attacked.anna.id: named(attacked.anna),
        attacked.carl.id: by_id(attacked.carl),
        STORE_CHAIN: "the realm",
    }
    for row, column, place in flips[::EVERY]:
        with undone(attacked.store):
            change(
                attacked.store,
                entries,
                *is_entry((row["screening"], row["number"])),
                **{column: flipped(row[column], place, 0x80)},
            )
            found = sentences(attacked.store)
        assert names_entry(found, subjects[row["screening"]], row["number"]), (column, place, found)
    assert sentences(attacked.store) == []


def test_a_removed_entry_is_found(attacked: Prey) -> None:
    """Protects "a row removed: found, and named"."""
    for each, subject in (
        (attacked.anna.id, named(attacked.anna)),
        (attacked.carl.id, by_id(attacked.carl)),
        (STORE_CHAIN, "the realm"),
    ):
        for row in chain(attacked.store, each):
            with undone(attacked.store):
                remove(attacked.store, entries, *is_entry((each, row["number"])))
                assert names_entry(sentences(attacked.store), subject, row["number"]), row["number"]


def test_entries_that_changed_places_are_found(attacked: Prey) -> None:
    """Protects "reordered: found, and named"."""
    for first in range(1, len(chain(attacked.store, attacked.anna.id))):
        with undone(attacked.store):
            exchange(attacked.store, (attacked.anna.id, first), (attacked.anna.id, first + 1))
            found = sentences(attacked.store)
        assert names_entry(found, named(attacked.anna), first)
        assert names_entry(found, named(attacked.anna), first + 1)


def test_entries_exchanged_between_screenings_are_found(attacked: Prey) -> None:
    """Protects "reordered: found, and named": an entry belongs to its screening."""
    for number in range(1, len(chain(attacked.store, attacked.bob.id)) + 1):
        with undone(attacked.store):
            exchange(attacked.store, (attacked.anna.id, number), (attacked.bob.id, number))
            found = sentences(attacked.store)
        assert names_entry(found, named(attacked.anna), number)
        assert names_entry(found, named(attacked.bob), number)


def test_a_cut_tail_is_found_by_the_anchor(attacked: Prey) -> None:
    """Protects "the tail cut: found, and named", also where the length beside the screening was set back with it."""
    with undone(attacked.store):
        cut(attacked.store, attacked.anna.id, leaving=2)
        found = sentences(attacked.store)
        alone = inspect_screening(attacked.store, attacked.anna)
    expected = "the last entries are missing: there are 2, but the anchor knows 4"
    assert f"{named(attacked.anna)}: {expected}" in found
    assert expected in alone.faults


def test_a_cut_tail_of_the_store_chain_is_found_by_the_anchor(attacked: Prey) -> None:
    """Protects "the tail cut": that an export was logged cannot be hidden."""
    with undone(attacked.store):
        remove(attacked.store, entries, *is_entry((STORE_CHAIN, 2)))
        assert sentences(attacked.store) == [
            "the realm: the last entries are missing: there are 1, but the anchor knows 2"
        ]


def test_a_removed_screening_is_found_by_the_anchor(attacked: Prey) -> None:
    """Protects "deletion shows": with every row of it."""
    with undone(attacked.store):
        remove(attacked.store, entries, entries.c.screening == attacked.anna.id)
        remove(attacked.store, screening_keys, screening_keys.c.screening == attacked.anna.id)
        remove(attacked.store, outbox, outbox.c.screening == attacked.anna.id)
        remove(attacked.store, screenings, screenings.c.id == attacked.anna.id)
        assert sentences(attacked.store) == [
            f"{by_id(attacked.anna)}: it is missing, but the anchor knows its 4 entries",
            "the tally: it has 3 rows, but 2 screenings were begun",
        ]
        assert inspect_screening(attacked.store, attacked.anna).faults == (
            "it is missing, but the anchor knows its 4 entries",
        )


def test_an_older_record_is_found(store: Store) -> None:
    """Protects "no half-states": a record is that of its version, and of its entries."""
    anna = Person(store)
    stored = anna.begin()
    anna.says("120")
    before = rows(store, screenings)[0]
    anna.says(ANSWERS[1])
    with undone(store):
        change(store, screenings, sealed=before["sealed"])
        assert f"{by_id(stored)}: its record was changed" in sentences(store)
        change(store, screenings, **before)
        found = sentences(store)
        assert f"{named(stored)}: there are 3 entries, but the screening's record knows only 2" in found
        assert f"{named(stored)}: its record holds other answers than its entries tell" in found


TOUCHES: dict[str, tuple[Callable[[Prey], Any], str]] = {
    "a key removed": (
        lambda attacked: remove(attacked.store, screening_keys, screening_keys.c.screening == attacked.anna.id),
        "its key is missing",
    ),
    "a key of another": (
        lambda attacked: change(
            attacked.store,
            screening_keys,
            screening_keys.c.screening == attacked.anna.id,
            wrapped=rows(attacked.store, screening_keys, screening_keys.c.screening == attacked.bob.id)[0]["wrapped"],
        ),
        "its key was changed, or belongs to another screening",
    ),
    "a record removed": (
        lambda attacked: change(attacked.store, screenings, screenings.c.id == attacked.anna.id, sealed=None),
        "its record was changed",
    ),
    "a code changed": (
        lambda attacked: change(attacked.store, screenings, screenings.c.id == attacked.anna.id, code=bytes(16)),
        "its record was changed",
    ),
    "an owner changed": (
        lambda attacked: change(attacked.store, screenings, screenings.c.id == attacked.anna.id, owner=bytes(16)),
        "its record was changed",
    ),
    "a version changed": (
        lambda attacked: change(attacked.store, screenings, screenings.c.id == attacked.anna.id, version=7),
        "its record was changed",
    ),
    "kept for longer": (
        lambda attacked: change(attacked.store, screenings, screenings.c.id == attacked.anna.id, keep_until=2**40),
        "its record was changed",
    ),
    "never used": (
        lambda attacked: change(attacked.store, screenings, screenings.c.id == attacked.anna.id, touched_at=0),
        "its record was changed",
    ),
    "marked as forgotten": (
        lambda attacked: change(attacked.store, screenings, screenings.c.id == attacked.anna.id, is_forgotten=True),
        "it was forgotten, but its key is still there",
    ),
    "only the row removed": (
        lambda attacked: remove(attacked.store, screenings, screenings.c.id == attacked.anna.id),
        "there are entries of it, but no record",
    ),
}


@pytest.mark.thinned(3)
@pytest.mark.parametrize("touch", TOUCHES)
def test_a_touched_record_is_found(attacked: Prey, touch: str) -> None:
    """Protects "tampering shows", for what stands beside the entries."""
    attack, fault = TOUCHES[touch]
    with undone(attacked.store):
        attack(attacked)
        found = sentences(attacked.store)
    assert any(
        sentence in (f"{named(attacked.anna)}: {fault}", f"{by_id(attacked.anna)}: {fault}") for sentence in found
    ), found


def test_what_is_forgotten_cannot_be_put_back_unseen(store: Store) -> None:
    """Protects "what is forgotten stays forgotten": with old rows the chain contradicts the anchor."""
    anna = Person(store)
    stored = anna.begin()
    anna.says("120")
    old = {table: rows(store, table) for table in (screenings, screening_keys, entries)}
    store.take(anna.inbound(), lambda uow: uow.forget(found) if (found := uow.find_by_id(stored.id)) else None)
    with store.database.writing() as connection:
        for table, before in old.items():
            connection.execute(delete(table))
            connection.execute(insert(table), before)
    assert sentences(store) == [
        f"{named(stored)}: the last entries are missing: there are 2, but the anchor knows 3",
        f"{named(stored)}: it was forgotten, and was put back",
        f"{named(stored)}: its row of the tally was changed",
        "the tally: it counts 1 forgotten screenings, but there are 0",
    ]


def test_what_is_left_of_the_forgotten_is_found(attacked: Prey) -> None:
    """Protects "forgetting that is real"."""
    with undone(attacked.store):
        with attacked.store.database.writing() as connection:
            connection.execute(insert(screening_keys), {"screening": attacked.carl.id, "wrapped": bytes(60)})
        change(attacked.store, screenings, screenings.c.id == attacked.carl.id, owner=bytes(16))
        remove(attacked.store, entries, *is_entry((attacked.carl.id, 3)))
        found = sentences(attacked.store)
    for fault in ("its key is still there", "its record is still there", "its last entry does not say so"):
        assert any(sentence.startswith(by_id(attacked.carl)) and sentence.endswith(fault) for sentence in found), fault


def test_a_tombstone_without_its_last_word_is_found(attacked: Prey) -> None:
    """Protects "forgetting leaves a tombstone": its last entry says that it was forgotten, and nothing else."""
    store, carl = attacked.store, attacked.carl.id
    before = chain(store, carl)[-2]
    (row,), head = append_entries(
        store.keyring,
        Head(carl, before["number"], before["mac"]),
        store.keyring.store_key,
        [Entry(EntryKind.READ, NOW, "carl", "test")],
    )
    change(store, entries, *is_entry((carl, row.number)), sealed=row.sealed, mac=row.mac)
    tombstone = make_tombstone(head, int(NOW.timestamp()), store.keyring)
    change(store, screenings, screenings.c.id == carl, **tombstone)
    assert f"{by_id(attacked.carl)}: it is marked as forgotten, but its last entry does not say so" in sentences(store)


def test_what_belongs_to_no_screening_is_found(attacked: Prey) -> None:
    """Protects "tampering shows": rows that nothing refers to."""
    stranger = bytes(range(16))
    with undone(attacked.store):
        change(attacked.store, outbox, outbox.c.screening == attacked.bob.id, screening=stranger)
        with attacked.store.database.writing() as connection:
            connection.execute(insert(screening_keys), {"screening": stranger, "wrapped": bytes(60)})
            connection.execute(insert(entries), {"screening": stranger, "number": 1, "sealed": b"", "mac": bytes(32)})
        found = sentences(attacked.store)
        assert f"screening {stranger.hex()}: there are entries of it, but no record" in found
        assert f"screening {stranger.hex()}: there is a key of it, but no record" in found
        remove(attacked.store, screening_keys, screening_keys.c.screening == stranger)
        assert f"screening {stranger.hex()}: there are messages of it, but no key" in sentences(attacked.store)


def test_a_changed_row_of_the_tally_is_found(attacked: Prey) -> None:
    """Protects "it is the only result in clear text": a count may be read by a thief, and edited by nobody."""
    with undone(attacked.store):
        change(attacked.store, tally, outcome="{}")
        found = sentences(attacked.store)
    assert sum(sentence.startswith("a row of the tally ") for sentence in found) == 3
    assert f"{named(attacked.anna)}: its row of the tally tells something else" in found


def test_a_changed_byte_of_the_anchor_is_found(attacked: Prey) -> None:
    """Protects "the anchor is signed": a line that was changed is named."""
    content = attacked.store.anchor.path.read_bytes()
    for place in range(0, len(content) - 1, EVERY):
        changed = flipped(content, place, 0x01)
        assert isinstance(changed, bytes)
        attacked.store.anchor.path.write_bytes(changed)
        line = content[:place].count(b"\n") + 1
        assert f"the anchor: {attacked.store.anchor.path}: line {line} was changed" in sentences(attacked.store), place
    attacked.store.anchor.path.write_bytes(content.replace(b"\n", b"\r", 1))
    assert f"the anchor: {attacked.store.anchor.path}: line 1 was changed" in sentences(attacked.store), (
        "another kind of line end"
    )
    attacked.store.anchor.path.write_bytes(content[:-1])
    assert sentences(attacked.store) == [], "a last line without its end was cut by a crash"


def test_a_missing_anchor_is_found(attacked: Prey) -> None:
    """Protects "the anchor outside the database": without it a cut tail would not show, and that is said."""
    attacked.store.anchor.path.unlink()
    assert sentences(attacked.store) == [f"the anchor: {attacked.store.anchor.path}: the anchor is missing"]
    assert inspect_screening(attacked.store, attacked.anna).faults == (
        f"{attacked.store.anchor.path}: the anchor is missing, so a cut tail would not show",
    )


def test_an_anchor_that_is_behind_is_no_fault(attacked: Prey) -> None:
    """Protects "no false alarm": a crash between a commit and its line leaves the anchor one commit behind."""
    lines = attacked.store.anchor.path.read_bytes().splitlines(keepends=True)
    attacked.store.anchor.path.write_bytes(b"".join(lines[:-1]))
    assert sentences(attacked.store) == []


@pytest.mark.both_databases  # one of them skips it
def test_one_bad_screening_does_not_stop_the_others(where: StoreLocation) -> None:
    """Protects "a fault is a value": values of another kind than their column's, which SQLite takes."""
    if where.address.file is None:
        pytest.skip("PostgreSQL takes no values of another kind")
    with store_at(where) as store:
        attacked = prey(store)
        change(store, entries, *is_entry((attacked.bob.id, 2)), mac=bytes(32))
        for column, table, condition in (
            ("sealed", "entries", "screening"), ("mac", "entries", "screening"), ("number", "entries", "screening"),
            ("sealed", "screenings", "id"), ("keep_until", "screenings", "id"), ("is_forgotten", "screenings", "id"),
            ("version", "screenings", "id"), ("touched_at", "screenings", "id"),
            ("wrapped", "screening_keys", "screening"),
        ):  # fmt: skip
            with undone(store):
                with store.database.writing() as connection:
                    statement = (
                        f"UPDATE {table} SET {column} = 'text' || rowid"
                        if table == "screenings"
                        else f"UPDATE {table} SET {column} = 'text'"
                    )
                    where_ = f"{condition} = :id" + (" AND number = 1" if table == "entries" else "")
                    connection.execute(text(f"{statement} WHERE {where_}"), {"id": attacked.anna.id})
                found = sentences(store)
            assert any(sentence.startswith((named(attacked.anna), by_id(attacked.anna))) for sentence in found), (
                table,
                column,
            )
            assert names_entry(found, named(attacked.bob), 2)


@pytest.mark.both_databases  # one of them skips it
def test_a_damaged_file_is_a_sentence(where: StoreLocation) -> None:
    """Protects "integrity_check ok": what SQLite itself finds is said, and an inspection ends with it."""
    if where.address.file is None:
        pytest.skip("a server watches over its own files")
    with store_at(where) as store:
        prey(store)
        with store.reading() as repository:
            page = repository.connection.execute(
                text("SELECT rootpage FROM sqlite_master WHERE name = 'entries'")
            ).scalar_one()
    with where.address.file.open("rb+") as file:
        file.seek((page - 1) * 4096)
        file.write(bytes([0x5A]) * 4096)
    with closing(Database(where.address, is_read_only=True)) as database:
        assert "the database is damaged" in find_integrity_faults(database)[0]
        found = [
            sentence for inspection in inspect_database(database, store.keyring) for sentence in inspection.sentences
        ]
    assert found == [f"the database: {where.address}: the database is damaged; restore a backup"]
