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
from storage.database.schema import entries, outbox, screening_keys, screenings, tally
from storage.maintenance.verify import find_integrity_faults, inspect_all, inspect_database, inspect_screening
from storage.model.codes import format_code
from storage.model.entries import Entry, EntryKind, Head
from storage.model.stored import StoredScreening
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

EVERY = 41
"""Every so many bytes are flipped here, each at another place; all of them in the torture."""


@pytest.fixture
def kept(store: Store) -> Prey:
    """A small store to be tampered with."""
    return prey(store)


def named(kept: StoredScreening) -> str:
    return f"screening {format_code(kept.code)}"


def by_id(kept: StoredScreening) -> str:
    return f"screening {kept.id.hex()}"


def test_an_untouched_store_has_no_faults(kept: Prey) -> None:
    """Protects "no false alarm"."""
    found = {inspection.subject: inspection for inspection in inspect_all(kept.store)}
    assert [sentence for inspection in found.values() for sentence in inspection.sentences] == []
    assert set(found) == {"the realm", named(kept.anna), named(kept.bob), by_id(kept.carl)}
    assert found[by_id(kept.carl)].is_forgotten
    assert find_integrity_faults(kept.store.database) == []


def test_an_empty_store_has_no_faults(store: Store) -> None:
    """Protects "no false alarm": before the first turn there is no anchor."""
    assert sentences(store) == []


def test_a_trail_tells_who_answered_what_and_when(kept: Prey) -> None:
    """Protects "the trail, verified, readable by a person"."""
    found = inspect_screening(kept.store, kept.anna)
    assert found.faults == ()
    number, entry = found.entries[1]
    assert (number, entry.kind, entry.who, entry.at, entry.after) == (2, EntryKind.TAKEN, "anna", NOW, Known(120))
    assert [number for number, _ in found.entries] == [1, 2, 3, 4]


def test_every_answer_of_a_whole_screening_replays(store: Store) -> None:
    """Protects "the answers are those that the entries tell"."""
    anna = Person(store)
    kept = anna.begin()
    anna.says(*ANSWERS)
    found = inspect_screening(store, kept)
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


def test_a_changed_byte_of_an_entry_is_found(kept: Prey) -> None:
    """Protects "any byte of the audit changed: found, and named"."""
    flips = [
        (row, column, place)
        for each in (kept.anna.id, kept.carl.id, STORE_CHAIN)
        for row in chain(kept.store, each)
        for column in ("screening", "number", "sealed", "mac")
        for place in places(row[column])
    ]
    subjects = {kept.anna.id: named(kept.anna), kept.carl.id: by_id(kept.carl), STORE_CHAIN: "the realm"}
    for row, column, place in flips[::EVERY]:
        with undone(kept.store):
            change(
                kept.store,
                entries,
                *is_entry((row["screening"], row["number"])),
                **{column: flipped(row[column], place, 0x80)},
            )
            found = sentences(kept.store)
        assert names_entry(found, subjects[row["screening"]], row["number"]), (column, place, found)
    assert sentences(kept.store) == []


def test_a_removed_entry_is_found(kept: Prey) -> None:
    """Protects "a row removed: found, and named"."""
    for each, subject in (
        (kept.anna.id, named(kept.anna)),
        (kept.carl.id, by_id(kept.carl)),
        (STORE_CHAIN, "the realm"),
    ):
        for row in chain(kept.store, each):
            with undone(kept.store):
                remove(kept.store, entries, *is_entry((each, row["number"])))
                assert names_entry(sentences(kept.store), subject, row["number"]), row["number"]


def test_entries_that_changed_places_are_found(kept: Prey) -> None:
    """Protects "reordered: found, and named"."""
    for first in range(1, len(chain(kept.store, kept.anna.id))):
        with undone(kept.store):
            exchange(kept.store, (kept.anna.id, first), (kept.anna.id, first + 1))
            found = sentences(kept.store)
        assert names_entry(found, named(kept.anna), first)
        assert names_entry(found, named(kept.anna), first + 1)


def test_entries_exchanged_between_screenings_are_found(kept: Prey) -> None:
    """Protects "reordered: found, and named": an entry belongs to its screening."""
    for number in range(1, len(chain(kept.store, kept.bob.id)) + 1):
        with undone(kept.store):
            exchange(kept.store, (kept.anna.id, number), (kept.bob.id, number))
            found = sentences(kept.store)
        assert names_entry(found, named(kept.anna), number)
        assert names_entry(found, named(kept.bob), number)


def test_a_cut_tail_is_found_by_the_anchor(kept: Prey) -> None:
    """Protects "the tail cut: found, and named", also where the length beside the screening was set back with it."""
    with undone(kept.store):
        cut(kept.store, kept.anna.id, leaving=2)
        found = sentences(kept.store)
        alone = inspect_screening(kept.store, kept.anna)
    expected = "the last entries are missing: there are 2, but the anchor knows 4"
    assert f"{named(kept.anna)}: {expected}" in found
    assert expected in alone.faults


def test_a_cut_tail_of_the_realm_is_found_by_the_anchor(kept: Prey) -> None:
    """Protects "the tail cut": that an export was logged cannot be hidden."""
    with undone(kept.store):
        remove(kept.store, entries, *is_entry((STORE_CHAIN, 2)))
        assert sentences(kept.store) == ["the realm: the last entries are missing: there are 1, but the anchor knows 2"]


def test_a_removed_screening_is_found_by_the_anchor(kept: Prey) -> None:
    """Protects "deletion shows": with every row of it."""
    with undone(kept.store):
        remove(kept.store, entries, entries.c.screening == kept.anna.id)
        remove(kept.store, screening_keys, screening_keys.c.screening == kept.anna.id)
        remove(kept.store, outbox, outbox.c.screening == kept.anna.id)
        remove(kept.store, screenings, screenings.c.id == kept.anna.id)
        assert sentences(kept.store) == [f"{by_id(kept.anna)}: it is missing, but the anchor knows its 4 entries"]
        assert inspect_screening(kept.store, kept.anna).faults == ("its record is missing",)


def test_an_older_record_is_found(store: Store) -> None:
    """Protects "no half-states": a record is that of its version, and of its entries."""
    anna = Person(store)
    kept = anna.begin()
    anna.says("120")
    before = rows(store, screenings)[0]
    anna.says(ANSWERS[1])
    with undone(store):
        change(store, screenings, sealed=before["sealed"])
        assert sentences(store) == [f"{by_id(kept)}: its record was changed, or is not of its version"]
        change(store, screenings, version=before["version"])
        assert sentences(store) == [f"{named(kept)}: its record holds other answers than its entries tell"]
        change(store, screenings, entries=before["entries"], head=before["head"])
        assert f"{named(kept)}: there are 3 entries, but the screening's record knows only 2" in sentences(store)


TOUCHES: dict[str, tuple[Callable[[Prey], Any], str]] = {
    "a key removed": (
        lambda kept: remove(kept.store, screening_keys, screening_keys.c.screening == kept.anna.id),
        "its key is missing",
    ),
    "a key of another": (
        lambda kept: change(
            kept.store,
            screening_keys,
            screening_keys.c.screening == kept.anna.id,
            wrapped=rows(kept.store, screening_keys, screening_keys.c.screening == kept.bob.id)[0]["wrapped"],
        ),
        "its key was changed, or belongs to another screening",
    ),
    "a record removed": (
        lambda kept: change(kept.store, screenings, screenings.c.id == kept.anna.id, sealed=None),
        "its record was changed, or is not of its version",
    ),
    "a code changed": (
        lambda kept: change(kept.store, screenings, screenings.c.id == kept.anna.id, code=bytes(16)),
        "it is not found by its code",
    ),
    "an owner changed": (
        lambda kept: change(kept.store, screenings, screenings.c.id == kept.anna.id, owner=bytes(16)),
        "it is not found by its owner",
    ),
    "a head changed": (
        lambda kept: change(kept.store, screenings, screenings.c.id == kept.anna.id, head=bytes(32)),
        "entry 4 is not the one that the screening's record knows",
    ),
    "marked as forgotten": (
        lambda kept: change(kept.store, screenings, screenings.c.id == kept.anna.id, is_forgotten=True),
        "it was forgotten, but its key is still there",
    ),
    "only the row removed": (
        lambda kept: remove(kept.store, screenings, screenings.c.id == kept.anna.id),
        "there are entries of it, but no record",
    ),
}


@pytest.mark.parametrize("touch", TOUCHES)
def test_a_touched_record_is_found(kept: Prey, touch: str) -> None:
    """Protects "tampering shows", for what stands beside the entries."""
    attack, fault = TOUCHES[touch]
    with undone(kept.store):
        attack(kept)
        found = sentences(kept.store)
    assert any(sentence in (f"{named(kept.anna)}: {fault}", f"{by_id(kept.anna)}: {fault}") for sentence in found), (
        found
    )


def test_what_is_forgotten_cannot_be_put_back_unseen(store: Store) -> None:
    """Protects "what is forgotten stays forgotten": with old rows the chain contradicts the anchor."""
    anna = Person(store)
    kept = anna.begin()
    anna.says("120")
    old = {table: rows(store, table) for table in (screenings, screening_keys, entries)}
    store.take(anna.inbound(), lambda uow: uow.forget(found) if (found := uow.find_by_id(kept.id)) else None)
    with store.database.writing() as connection:
        for table, before in old.items():
            connection.execute(delete(table))
            connection.execute(insert(table), before)
    assert sentences(store) == [f"{named(kept)}: the last entries are missing: there are 2, but the anchor knows 3"]


def test_what_is_left_of_the_forgotten_is_found(kept: Prey) -> None:
    """Protects "forgetting that is real"."""
    with undone(kept.store):
        with kept.store.database.writing() as connection:
            connection.execute(insert(screening_keys), {"screening": kept.carl.id, "wrapped": bytes(60)})
        change(kept.store, screenings, screenings.c.id == kept.carl.id, owner=bytes(16))
        remove(kept.store, entries, *is_entry((kept.carl.id, 3)))
        found = sentences(kept.store)
    for fault in ("its key is still there", "its record is still there", "its last entry does not say so"):
        assert any(sentence.startswith(by_id(kept.carl)) and sentence.endswith(fault) for sentence in found), fault


def test_a_tombstone_without_its_last_word_is_found(kept: Prey) -> None:
    """Protects "forgetting leaves a tombstone": its last entry says that it was forgotten, and nothing else."""
    store, carl = kept.store, kept.carl.id
    before = chain(store, carl)[-2]
    (row,), head = append_entries(
        store.keyring,
        Head(carl, before["number"], before["mac"]),
        store.keyring.store_key,
        [Entry(EntryKind.READ, NOW, "carl", "test")],
    )
    change(store, entries, *is_entry((carl, row.number)), sealed=row.sealed, mac=row.mac)
    change(store, screenings, screenings.c.id == carl, head=head.mac)
    assert f"{by_id(kept.carl)}: it is marked as forgotten, but its last entry does not say so" in sentences(store)


def test_what_belongs_to_no_screening_is_found(kept: Prey) -> None:
    """Protects "tampering shows": rows that nothing refers to."""
    stranger = bytes(range(16))
    with undone(kept.store):
        change(kept.store, outbox, outbox.c.screening == kept.bob.id, screening=stranger)
        with kept.store.database.writing() as connection:
            connection.execute(insert(screening_keys), {"screening": stranger, "wrapped": bytes(60)})
            connection.execute(insert(entries), {"screening": stranger, "number": 1, "sealed": b"", "mac": bytes(32)})
        assert set(sentences(kept.store)) == {
            f"screening {stranger.hex()}: there are entries of it, but no record",
            f"screening {stranger.hex()}: there is a key of it, but no record",
        }
        remove(kept.store, screening_keys, screening_keys.c.screening == stranger)
        assert f"screening {stranger.hex()}: there are messages of it, but no key" in sentences(kept.store)


def test_the_tally_is_not_protected(kept: Prey) -> None:
    """Protects "it is the only result in clear text, and the threat model says so": a count may be edited."""
    change(kept.store, tally, outcome="{}")
    assert sentences(kept.store) == []


def test_a_changed_byte_of_the_anchor_is_found(kept: Prey) -> None:
    """Protects "the anchor is signed": a line that was changed is named."""
    content = kept.store.anchor.path.read_bytes()
    for place in range(0, len(content) - 1, EVERY):
        changed = flipped(content, place, 0x01)
        assert isinstance(changed, bytes)
        kept.store.anchor.path.write_bytes(changed)
        line = content[:place].count(b"\n") + 1
        assert f"the anchor: {kept.store.anchor.path}: line {line} was changed" in sentences(kept.store), place
    kept.store.anchor.path.write_bytes(content.replace(b"\n", b"\r", 1))
    assert f"the anchor: {kept.store.anchor.path}: line 1 was changed" in sentences(kept.store), (
        "another kind of line end"
    )
    kept.store.anchor.path.write_bytes(content[:-1])
    assert sentences(kept.store) == [], "a last line without its end was cut by a crash"


def test_a_missing_anchor_is_found(kept: Prey) -> None:
    """Protects "the anchor outside the database": without it a cut tail would not show, and that is said."""
    kept.store.anchor.path.unlink()
    assert sentences(kept.store) == [f"the anchor: {kept.store.anchor.path}: the anchor is missing"]
    assert inspect_screening(kept.store, kept.anna).faults == (
        f"{kept.store.anchor.path}: the anchor is missing, so a cut tail would not show",
    )


def test_an_anchor_that_is_behind_is_no_fault(kept: Prey) -> None:
    """Protects "no false alarm": a crash between a commit and its line leaves the anchor one commit behind."""
    lines = kept.store.anchor.path.read_bytes().splitlines(keepends=True)
    kept.store.anchor.path.write_bytes(b"".join(lines[:-1]))
    assert sentences(kept.store) == []


def test_one_bad_screening_does_not_stop_the_others(where: StoreLocation) -> None:
    """Protects "a fault is a value": values of another kind than their column's, which SQLite takes."""
    if where.address.file is None:
        pytest.skip("PostgreSQL takes no values of another kind")
    with store_at(where) as store:
        kept = prey(store)
        change(store, entries, *is_entry((kept.bob.id, 2)), mac=bytes(32))
        for column, table, condition in (
            ("sealed", "entries", "screening"), ("mac", "entries", "screening"), ("number", "entries", "screening"),
            ("sealed", "screenings", "id"), ("head", "screenings", "id"), ("entries", "screenings", "id"),
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
                    connection.execute(text(f"{statement} WHERE {where_}"), {"id": kept.anna.id})
                found = sentences(store)
            assert any(sentence.startswith((named(kept.anna), by_id(kept.anna))) for sentence in found), (table, column)
            assert names_entry(found, named(kept.bob), 2)


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
            sentence
            for inspection in inspect_database(database, store.keyring, {})
            for sentence in inspection.sentences
        ]
    assert found == [f"the database: {where.address}: the database is damaged; restore a backup"]
