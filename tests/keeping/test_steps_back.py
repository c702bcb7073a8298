"""States from before that somebody put back: of the schema, the anchor, the count of messages, a void code."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from former_releases import make_former
from intruder import rows, sentences
from sqlalchemy import insert
from stores import KEY, NOW, Person, place, store_at

from bot.config.store_location import locate_store
from storage.database.schema import SCHEMA_VERSION, handovers
from storage.features.account_links import AccountLinks
from storage.features.handover import Handovers, Offer
from storage.features.members import Members, Role
from storage.features.one_time_codes import CodeRefusal
from storage.maintenance.restoring import restore
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.model.errors import Refused
from storage.model.stored import StoredScreening
from storage.opening.migrating import migrate
from storage.opening.probe import ProbeResult
from storage.unit_of_work.store import Store

DAY = timedelta(days=1)


def test_a_database_is_not_brought_up_twice(tmp_path: Path) -> None:
    """Protects the seals: rows of an earlier release that were put back would be sealed anew, whatever they hold."""
    make_former(tmp_path / "backup", "0006")
    restore(tmp_path / "backup", place(tmp_path), KEY, NOW, "an operator")
    with closing(sqlite3.connect(tmp_path / "screenings.db")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0006'")
    with pytest.raises(Refused, match="brought up to this release before"), store_at(place(tmp_path)):
        pass


def test_whoever_waited_for_another_process_to_bring_it_up_finds_it_done(tmp_path: Path) -> None:
    """Protects two programs that are started at once after an upgrade: the second is not told of an older state."""
    make_former(tmp_path / "backup", "0006")
    restore(tmp_path / "backup", place(tmp_path), KEY, NOW, "an operator")
    with store_at(place(tmp_path)) as store:
        seen_before = ProbeResult("0006", store.keyring)
        assert migrate(store.database, KEY, seen_before, NOW).schema == SCHEMA_VERSION
        notes = [entry.kind for _, entry in next(inspect_all(store)).entries]
        assert notes.count(EntryKind.UPGRADED) == 1
        assert sentences(store) == []


def test_the_files_of_the_settings_are_those_of_the_database_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects an anchor from the lines of another database, which somebody names for a trial."""
    ours = f"sqlite:///{tmp_path / 'ours.db'}"
    for name, value in (("DATABASE", ours), ("ANCHOR", str(tmp_path / "a")), ("FORGOTTEN", str(tmp_path / "f"))):
        monkeypatch.setenv(f"TRIALSCREEN_{name}", value)
    for named in ("", ours):
        assert (locate_store(named).anchor, locate_store(named).journal) == (tmp_path / "a", tmp_path / "f")
    other = locate_store(f"sqlite:///{tmp_path / 'try.db'}")
    assert (other.anchor, other.journal) == (tmp_path / "try.db.anchor", tmp_path / "try.db.forgotten")


def test_a_missing_anchor_is_told_when_a_store_is_opened(tmp_path: Path) -> None:
    """Protects "a rollback is seen": the next turn makes a new anchor, so it is told before."""
    where = place(tmp_path)
    with store_at(where) as store:
        assert store.warnings == []
        Person(store).begin()
    where.anchor.unlink()
    with store_at(where) as store:
        assert [each for each in store.warnings if "the anchor is missing" in each] == store.warnings != []


@pytest.mark.parametrize("seq", [0, 2**63 - 1, "abc"])
def test_a_changed_count_of_messages_is_found(tmp_path: Path, seq: object) -> None:
    """Protects those who wait for a message: the count by which SQLite numbers them is no row of ours."""
    with store_at(place(tmp_path)) as store:
        Person(store).begin()
        with closing(sqlite3.connect(tmp_path / "screenings.db")) as connection, connection:
            connection.execute("UPDATE sqlite_sequence SET seq = ?", (seq,))
        assert sentences(store) == ["the outbox: its count of messages was changed outside of this program"]


def test_a_code_that_unlinking_voided_hands_nothing_over(store: Store) -> None:
    """Protects a screening that stays from the account that left: the row of its code was put back."""
    people = {name: Person(store, name) for name in ("cora", "anna", "eve")}
    for name in ("anna", "eve"):
        token = store.take(
            people["cora"].inbound(), lambda uow: Members(uow).invite(Role.CLINICIAN, timedelta(days=1))
        ).value
        store.take(people[name].inbound(), lambda uow, token=token: Members(uow).let_in(uow.inbound.account, token))  # type: ignore[misc]
    code = store.take(people["anna"].inbound(), lambda uow: AccountLinks(uow).offer()).value.code
    assert store.take(people["eve"].inbound(), lambda uow: AccountLinks(uow).join(code)).value is None
    offer = _offer(store, people["anna"], people["anna"].begin())
    row = rows(store, handovers)[0]
    store.take(people["eve"].inbound(), lambda uow: AccountLinks(uow).leave())
    _put_back(store, row)
    assert any("the code of its handover is there, but was used or replaced" in each for each in sentences(store))
    assert isinstance(_take(store, people["eve"], offer.code), CodeRefusal)


def test_a_code_that_was_replaced_within_its_minute_hands_nothing_over(store: Store) -> None:
    """Protects "a newer one voids the older one": both last until the same minute."""
    anna, ben = Person(store, "anna"), Person(store, "ben")
    stored = anna.begin()
    old = _offer(store, anna, stored)
    row = rows(store, handovers)[0]
    _offer(store, anna, stored)
    with store.database.writing() as connection:
        connection.execute(handovers.delete())
    _put_back(store, row)
    assert isinstance(_take(store, ben, old.code), CodeRefusal)


def _offer(store: Store, person: Person, stored: StoredScreening) -> Offer:
    offer = store.take(person.inbound(), lambda uow: Handovers(uow).offer(uow.find_by_id(stored.id))).value  # type: ignore[arg-type]
    assert isinstance(offer, Offer)
    return offer


def _take(store: Store, person: Person, code: str) -> object:
    return store.take(person.inbound(), lambda uow: Handovers(uow).take(code)).value


def _put_back(store: Store, row: dict[str, object]) -> None:
    with store.database.writing() as connection:
        connection.execute(insert(handovers), row)
