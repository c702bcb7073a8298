"""Deep rotation: every key is renewed, and an old copy with its old key opens nothing that is written afterwards."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from intruder import TABLES, chain, change, cut, remove, rows, sentences
from old_copies import Furnished, copy_rows, find_opened, furnish, go_on
from sqlalchemy import insert
from stores import ANSWERS, KEY, NOW, OTHER_KEY, Person, place, store_at

from storage.audit.anchor import Anchor
from storage.audit.chain import append_entries
from storage.audit.erasure_journal import ErasureJournal
from storage.crypto.keyring import STORE_CHAIN
from storage.crypto.keys import make_key, read_key_file, write_key_file
from storage.database.schema import accounts, entries, screening_keys
from storage.features.account_links import AccountLinks
from storage.features.chats import ChatStates
from storage.features.handover import Handovers
from storage.features.inaccuracies import Inaccuracies
from storage.features.members import Members, Role
from storage.features.one_time_codes import CodeRefusal
from storage.maintenance.backup import back_up
from storage.maintenance.clock_guard import ClockGuard
from storage.maintenance.key_files import find_key
from storage.maintenance.restoring import restore
from storage.maintenance.rotation import RotationResult, rotate, rotate_key_file
from storage.maintenance.verify import inspect_all, inspect_screening
from storage.model.clock import ClockReading
from storage.model.entries import Entry, EntryKind, Head
from storage.model.errors import Damaged, Refused
from storage.opening.location import StoreLocation
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store
from storage.unit_of_work.trail import read_trail
from storage.unit_of_work.unit_of_work import UnitOfWork

WHO = "an operator"
READING = ClockReading(NOW, "a boot", 0)


def rotate_deep(store: Store) -> RotationResult:
    return rotate(store, OTHER_KEY, NOW, WHO, is_deep=True)


def does(store: Store, account: str, do: Callable[[UnitOfWork], Any]) -> Any:
    return store.take(Person(store, account).inbound(), do).value


def read_trails(store: Store) -> list[tuple[tuple[int, Entry], ...]]:
    return [found.entries for found in inspect_all(store)]


@pytest.fixture
def furnished(where: StoreLocation) -> Furnished:
    """A store with something in every table, which is closed."""
    with store_at(where) as store:
        made = furnish(store)
        empty = [table.name for table in TABLES if not rows(store, table)]
        assert empty == [], "a new table is furnished too, or nobody knows whether a deep rotation renews it"
        assert sentences(store) == []
    return made


@pytest.fixture
def renewed(where: StoreLocation, furnished: Furnished) -> Iterator[Store]:
    """A furnished store after a deep rotation."""
    del furnished
    with store_at(where) as store:
        rotate_deep(store)
    with store_at(where, OTHER_KEY) as store:
        yield store


def test_an_old_copy_and_the_old_key_open_nothing_that_is_written_after(
    where: StoreLocation, furnished: Furnished
) -> None:
    """Protects "an old copy and the old key open nothing that is written after": every key, on every value."""
    with store_at(where) as store:
        old, keyring = copy_rows(store), store.keyring
        nothing: dict[str, list[dict[str, Any]]] = {name: [] for name in old}
        assert len(set(find_opened(keyring, nothing | {"screening_keys": old["screening_keys"]}, store))) > len(TABLES)
        rotate_deep(store)
    with store_at(where, OTHER_KEY) as store:
        assert list(find_opened(keyring, old, store)) == []
        anchored = len(where.anchor.read_text().splitlines())
        go_on(store, furnished, "fred")
        assert list(find_opened(keyring, old, store)) == []
        assert sentences(store) == []
    known = [head is not None for _, head in Anchor(where.anchor, keyring).iterate_lines()]
    assert all(known[: anchored - 1])
    assert not any(known[anchored:])


def test_a_plain_rotation_leaves_the_keys_below_the_master_key(where: StoreLocation, furnished: Furnished) -> None:
    """Protects the words of the command and of the documents: they say that a plain rotation does not do this."""
    with store_at(where) as store:
        old, keyring = copy_rows(store), store.keyring
        rotate(store, OTHER_KEY, NOW, WHO)
    with store_at(where, OTHER_KEY) as store:
        go_on(store, furnished, "fred")
        assert "sealed of entries" in set(find_opened(keyring, old, store))


def test_all_is_there_as_before_and_goes_on(where: StoreLocation, furnished: Furnished) -> None:
    """Protects "nothing is lost": screenings, trails, the outbox, chats, people, roles, counts."""
    anna = furnished.prey.anna
    with store_at(where) as store:
        trails = read_trails(store)
        with store.reading() as repository:
            before = [(found.id, found.screening, found.code, found.owner) for found in repository.iterate_all()]
        waiting = store.outbox.list_waiting("chat of anna")
        receipt = store.outbox.find_receipt("chat of anna", anna.id, 1)
        report = rotate_deep(store)
    assert (report.old, report.new, report.screenings, report.void_codes) == (
        KEY.fingerprint, OTHER_KEY.fingerprint, 2, 2,
    )  # fmt: skip
    with pytest.raises(Refused, match=f"encrypted with the key {OTHER_KEY.fingerprint}"):
        open_store(where, KEY, NOW)
    with store_at(where, OTHER_KEY) as store:
        assert store.warnings == sentences(store) == []
        with store.reading() as repository:
            assert [(e.id, e.screening, e.code, e.owner) for e in repository.iterate_all()] == before
            assert repository.find_by_code(anna.code) is not None
            assert read_trail(repository, anna.id)[0][1].kind is EntryKind.BEGUN
        assert store.outbox.list_waiting("chat of anna") == waiting
        assert store.outbox.find_receipt("chat of anna", anna.id, 1) == receipt
        assert does(store, "anna", lambda uow: ChatStates(uow).read()) == {"menu": 1}
        assert does(store, "eve", lambda uow: uow.person) == "anna", "accounts stay linked"
        assert does(store, "eve", lambda uow: Members(uow).find_role(uow.inbound.account)) is Role.CLINICIAN
        assert len(does(store, "anna", lambda uow: Inaccuracies(uow).list_all())) == 1
        told = read_trails(store)
        assert told[0][: len(trails[0])] == trails[0]
        assert told[1:] == trails[1:]
        assert told[0][len(trails[0])][1].note == f"from {KEY.fingerprint} to {OTHER_KEY.fingerprint}, all keys renewed"
        Person(store, "anna", kept=anna).says(ANSWERS[3])
        assert inspect_screening(store, anna).faults == ()


def test_an_open_invitation_still_lets_one_in_and_one_time_codes_are_void(
    where: StoreLocation, furnished: Furnished, renewed: Store
) -> None:
    """Protects people who were invited; codes that work for hours are made again."""
    del where
    invitation, (handover, link) = furnished.invitation, furnished.codes
    let_in = lambda uow: Members(uow).let_in(uow.inbound.account, invitation)  # noqa: E731
    assert isinstance(does(renewed, "dora", lambda uow: Handovers(uow).take(handover)), CodeRefusal)
    assert isinstance(does(renewed, "bob", lambda uow: AccountLinks(uow).join(link)), CodeRefusal)
    assert does(renewed, "dora", let_in) is Role.CLINICIAN
    assert does(renewed, "carl", let_in) is None
    assert sentences(renewed) == []


def test_accounts_are_held_against_what_the_trail_told_under_former_references(renewed: Store) -> None:
    """Protects "the trail says the same as the tables", also for whom it let in before a deep rotation."""
    reference = does(renewed, "anna", lambda uow: Members(uow).make_reference(uow.inbound.account))
    assert does(renewed, "anna", lambda uow: Members(uow).revoke(reference)) is not None
    assert does(renewed, "eve", lambda uow: Members(uow).find_role(uow.inbound.account)) is None
    assert sentences(renewed) == []
    remove(renewed, accounts, accounts.c.account == renewed.keyring.hash_lookup("person", "eve"))
    assert any("an account that was never let in" in each for each in sentences(renewed))


def test_a_screening_is_forgotten_with_all_its_keys(furnished: Furnished, renewed: Store) -> None:
    """Protects "what is forgotten stays forgotten": the former keys go with the present one; the chain verifies."""
    anna = furnished.prey.anna
    does(renewed, "anna", lambda uow: uow.forget(found) if (found := uow.find_by_id(anna.id)) else None)
    assert rows(renewed, screening_keys, screening_keys.c.screening == anna.id) == []
    assert sentences(renewed) == []
    with renewed.reading() as repository:
        assert read_trail(repository, anna.id) == []


def test_one_deep_rotation_follows_another(where: StoreLocation, furnished: Furnished, renewed: Store) -> None:
    """Protects trails that went through several generations of keys, and backups of them."""
    go_on(renewed, furnished, "fred")
    third = make_key()
    rotate(renewed, third, NOW, WHO, is_deep=True)
    with store_at(where, third) as store:
        go_on(store, furnished, "george")
        assert sentences(store) == []
        folder = where.anchor.parent / "there"
        folder.mkdir()
        back_up(store, folder / "backup", NOW, WHO)
        shutil.copy(where.journal, folder / "screenings.db.forgotten")
    restore(folder / "backup", place(folder), third, NOW, WHO)
    with store_at(place(folder), third) as store:
        assert sentences(store) == []
        numbers = [number for number, _ in next(inspect_all(store)).entries]
        assert numbers == list(range(1, len(numbers) + 1))


def _spoil(file: Path) -> None:
    file.write_text("x" + file.read_text()[1:])


FAULTS: dict[str, Callable[[Store, Furnished], None]] = {
    "an entry was changed": lambda store, made: change(
        store, entries, entries.c.screening == made.prey.bob.id, entries.c.number == 2, mac=bytes(32)
    ),
    "the last entries were cut": lambda store, made: cut(store, made.prey.bob.id, 2),
    "a key is missing": lambda store, made: remove(
        store, screening_keys, screening_keys.c.screening == made.prey.bob.id
    ),
    "the anchor tells of a rollback": lambda store, _: cut(store, STORE_CHAIN, 3),
    "a line of the anchor was changed": lambda store, _: _spoil(store.anchor.path),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_not_whole_is_not_closed(where: StoreLocation, furnished: Furnished, fault: str) -> None:
    """Protects evidence: nothing that was changed is taken for whole after a deep rotation."""
    with store_at(where) as store:
        FAULTS[fault](store, furnished)
        before = copy_rows(store)
        with pytest.raises(Damaged, match="no key was rotated"):
            rotate_deep(store)
        assert copy_rows(store) == before
        assert sentences(store) != []


def test_a_store_chain_that_ends_before_the_rotation_is_found(where: StoreLocation, renewed: Store) -> None:
    """Protects the closed part: with the old key nobody can go on from it, even where the anchor is cut with it."""
    noted = [row["number"] for row in chain(renewed, STORE_CHAIN)][-1]
    cut(renewed, STORE_CHAIN, noted - 1)
    own = STORE_CHAIN.hex()
    lines = where.anchor.read_text().splitlines(keepends=True)
    where.anchor.write_text("".join(line for line in lines if not line.startswith(f"{own} {noted} ")))
    assert any("none is of the newest keys" in each for each in sentences(renewed))


def test_an_entry_under_the_old_key_is_found(where: StoreLocation, furnished: Furnished) -> None:
    """Protects the trail from whoever has the old key and may write the database: nothing is added with it."""
    del furnished
    with store_at(where) as store:
        keyring = store.keyring
        rotate_deep(store)
    with store_at(where, OTHER_KEY) as store:
        last = chain(store, STORE_CHAIN)[-1]
        forged = Entry(EntryKind.EXPORTED, NOW, "nobody", "cli", note="the log")
        head = Head(STORE_CHAIN, last["number"], last["mac"])
        (row,), _ = append_entries(keyring, head, keyring.store_key, [forged])
        with store.database.writing() as connection:
            connection.execute(insert(entries), asdict(row))
        assert any(f"entry {row.number} was changed" in each for each in sentences(store))


def test_a_line_of_the_journal_under_the_old_key_forgets_nothing(where: StoreLocation, furnished: Furnished) -> None:
    """Protects screenings from whoever has the old key and may write the files."""
    with store_at(where) as store:
        keyring = store.keyring
        rotate_deep(store)
    ErasureJournal(where.journal, keyring).add([furnished.prey.anna.id])
    with store_at(where, OTHER_KEY) as store:
        with store.reading() as repository:
            assert repository.find_by_id(furnished.prey.anna.id) is not None
        assert any("it was forgotten, and was put back" in each for each in sentences(store))


STALE: dict[str, Callable[[Person], object]] = {
    "begins": lambda anna: anna.begin(),
    "answers": lambda anna: anna.says(ANSWERS[1]),
    "is not let in": lambda anna: does(anna.store, "nobody", lambda _: None),
    "claims": lambda anna: anna.store.outbox.claim("chat of anna", NOW),
    "claims any": lambda anna: anna.store.outbox.claim_any(NOW),
    "notes as sent": lambda anna: anna.store.outbox.note_sent([1, 2, 3], NOW),
    "blocks": lambda anna: anna.store.outbox.note_blocked("chat of eve", NOW),
    "looks at the clock": lambda anna: ClockGuard(anna.store, READING).look(READING),
    "rotates": lambda anna: rotate(anna.store, make_key(), NOW, WHO),
    "rotates deep": lambda anna: rotate(anna.store, make_key(), NOW, WHO, is_deep=True),
}


@pytest.mark.thinned(3)
@pytest.mark.parametrize("act", STALE)
def test_a_process_with_the_old_key_writes_nothing(where: StoreLocation, act: str) -> None:
    """Protects the new keys: whatever another process does with the old ones, it is told to start again."""
    with store_at(where) as stale, store_at(where) as store:
        anna = Person(stale)
        anna.begin()
        rotate_deep(store)
        before = copy_rows(store)
        with pytest.raises((Refused, Damaged), match=r"the key was rotated meanwhile|so no key was rotated"):
            STALE[act](anna)
        assert copy_rows(store) == before
    with store_at(where, OTHER_KEY) as store:
        assert sentences(store) == [], "also after the other process has written its last lines of the anchor"


def test_a_copy_from_before_is_not_opened_with_the_closed_key(tmp_path: Path) -> None:
    """Protects what is written from now on: an old copy that is put back does not go on under the old key."""
    file, there = tmp_path / "key", place(tmp_path)
    first = make_key()
    write_key_file(file, first)
    with store_at(there, first) as store:
        Person(store).begin()
        rotate_key_file(store, file, NOW, WHO)
    second = read_key_file(file)
    shutil.copy(tmp_path / "screenings.db", tmp_path / "copy")
    with store_at(there, second) as store:
        report = rotate_key_file(store, file, NOW, WHO, is_deep=True)
    names = {each.name for each in tmp_path.glob("key*")}
    assert names == {"key", "key.lock", f"key.{first.fingerprint}.closed", f"key.{second.fingerprint}.closed"}
    assert find_key(file, report.new) == read_key_file(file)
    for closed in (first, second):
        with pytest.raises(Refused, match=f"{closed.fingerprint} was closed by `trialscreen rotate-key --deep`"):
            find_key(file, closed.fingerprint)
    with suppress(FileNotFoundError):
        shutil.copy(tmp_path / "copy", tmp_path / "screenings.db")
    with pytest.raises(Refused, match="encrypted with the key"):
        open_store(there, find_key(file, report.new), NOW)
    assert read_key_file(tmp_path / f"key.{second.fingerprint}.closed") == second, "an older backup has its key"


def test_a_backup_from_before_tells_what_it_cannot_read(where: StoreLocation, furnished: Furnished) -> None:
    """Protects whoever asked to be forgotten: an operator learns that an old backup may bring a screening back."""
    folder = where.anchor.parent / "there"
    folder.mkdir()
    with store_at(where) as store:
        back_up(store, folder / "backup", NOW, WHO)
        rotate_deep(store)
    with store_at(where, OTHER_KEY) as store:
        anna = furnished.prey.anna.id
        does(store, "anna", lambda uow: uow.forget(found) if (found := uow.find_by_id(anna)) else None)
    shutil.copy(where.journal, folder / "screenings.db.forgotten")
    restored = restore(folder / "backup", place(folder), KEY, NOW, WHO)
    assert (restored.forgotten_again, restored.unread_lines) == (0, 1)
