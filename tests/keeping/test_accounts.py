"""People with several accounts, on both databases: whose is what, by which code, and what the trails tell of it."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from intruder import sentences
from sqlalchemy import event, update
from stores import KEY, NOW, Person, beginning, place, store_at

from storage.database.schema import accounts, handovers, link_codes
from storage.features.account_links import LASTS, AccountLinks
from storage.features.handover import Handovers
from storage.features.inaccuracies import REPORTS_ALLOWED, Inaccuracies, Inaccuracy
from storage.features.members import Members, Role
from storage.features.one_time_codes import WRONG_ALLOWED, CodeRefusal, RefusalReason
from storage.maintenance.backup import back_up
from storage.maintenance.restoring import restore
from storage.maintenance.sweep import sweep
from storage.maintenance.verify import inspect_all, inspect_screening
from storage.model.entries import Entry, EntryKind
from storage.model.errors import Damaged
from storage.model.people import AccountName, PersonId
from storage.model.stored import StoredScreening
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

WRONG = "K7Q42MXD1"
DAY = timedelta(days=1)


def does(store: Store, account: str, do: Callable[[UnitOfWork], Any], later: timedelta = timedelta()) -> Any:
    """Does something as one event from an account, and returns what came of it."""
    return store.take(Person(store, account, now=NOW + later).inbound(), do).value


def let_in(store: Store, *names: str, role: Role = Role.CLINICIAN) -> None:
    for name in names:
        token: str = does(store, "carla", lambda uow: Members(uow).invite(role, DAY, "for the ward"))
        assert _says_invitation(store, name, token) is role


def _says_invitation(store: Store, account: str, token: str) -> Any:
    return does(store, account, lambda uow: Members(uow).let_in(uow.inbound.account, token))


def reference_of(store: Store, account: str) -> Any:
    return does(store, "carla", lambda uow: Members(uow).make_reference(AccountName(account)))


def code_of(store: Store, account: str, later: timedelta = timedelta()) -> str:
    code = does(store, account, lambda uow: AccountLinks(uow).offer(), later).code
    assert isinstance(code, str)
    return code


def joins(store: Store, account: str, code: str, later: timedelta = timedelta()) -> RefusalReason | None:
    """Lets an account say a code; returns why it was refused."""
    refused = does(store, account, lambda uow: AccountLinks(uow).join(code), later)
    return refused.why if isinstance(refused, CodeRefusal) else None


def linked(store: Store, first: str, *others: str) -> None:
    """Links accounts, one after the other, with the first one."""
    for other in others:
        assert joins(store, other, code_of(store, first)) is None


def leaves(store: Store, account: str) -> bool:
    return bool(does(store, account, lambda uow: AccountLinks(uow).leave()))


def begun(store: Store, account: str) -> StoredScreening:
    return Person(store, account).begin()


def found(uow: UnitOfWork, stored: StoredScreening) -> StoredScreening:
    return uow.find_by_id(stored.id) or stored


def handover_code(store: Store, account: str, stored: StoredScreening) -> str:
    code = does(store, account, lambda uow: Handovers(uow).offer(found(uow, stored))).code
    assert isinstance(code, str)
    return code


def takes(store: Store, account: str, code: str) -> RefusalReason | None:
    """Lets an account say a handover code; returns why it was refused."""
    refused = does(store, account, lambda uow: Handovers(uow).take(code))
    return refused.why if isinstance(refused, CodeRefusal) else None


def seen_by(store: Store, account: str) -> set[bytes]:
    """Returns the ids of the screenings that a person has, seen from an account."""
    return {each.id for each in does(store, account, lambda uow: uow.list_owned(uow.person))}


def own_trail(store: Store) -> list[Entry]:
    (found,) = [each for each in inspect_all(store) if each.subject == "the realm"]
    return [entry for _, entry in found.entries]


def rows(store: Store, table: Any) -> list[Any]:
    with store.database.reading() as connection:
        return list(connection.execute(table.select()).all())


def test_an_account_without_a_row_is_its_own_person(store: Store) -> None:
    """Protects what was kept before there were accounts, and the terminal: nothing needs to be rewritten."""
    assert does(store, "anna", lambda uow: uow.person) == "anna"
    assert begun(store, "anna").owner == "anna"
    let_in(store, "anna")
    assert does(store, "anna", lambda uow: uow.person) == "anna"
    assert rows(store, accounts)[0].account == rows(store, accounts)[0].person


def test_linked_accounts_see_the_screenings_of_both(store: Store) -> None:
    """Protects "screenings belong to the person": those of each account, begun before and after."""
    let_in(store, "telegram:1", "web:1", "ben")
    before = {begun(store, "telegram:1").id, begun(store, "web:1").id}
    other = begun(store, "ben").id
    linked(store, "telegram:1", "web:1")
    after = begun(store, "web:1")
    assert after.owner == "telegram:1"
    for account in ("telegram:1", "web:1"):
        assert seen_by(store, account) == before | {after.id}
    assert seen_by(store, "ben") == {other}
    assert sentences(store) == []


@pytest.mark.parametrize("account", ["telegram:1", "web:1"])
def test_a_turn_looks_an_account_up_by_no_statement_of_its_own(store: Store, account: str) -> None:
    """Protects the speed of a turn: role and person come with the statement that asks whether the event is known."""
    let_in(store, "telegram:1", "web:1")
    linked(store, "telegram:1", "web:1")
    said: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        said.append(statement)

    def look(uow: UnitOfWork) -> tuple[Role | None, PersonId]:
        return Members(uow).find_role(uow.inbound.account), uow.person

    event.listen(store.database.engine, "before_cursor_execute", note)
    assert does(store, account, look) == (Role.CLINICIAN, "telegram:1")
    assert all("FROM events" in each for each in said if "FROM accounts" in each)
    assert len([each for each in said if "FROM accounts" in each]) == 1


def test_three_accounts_are_linked_one_after_the_other_from_either_side(store: Store) -> None:
    """Protects "three or more": also where the account that has others says the code of one that stands alone."""
    let_in(store, "a", "b", "c", "d")
    begun_by = {begun(store, account).id for account in "abcd"}
    linked(store, "a", "b")
    linked(store, "b", "c")
    assert joins(store, "b", code_of(store, "d")) is None
    assert [seen_by(store, account) for account in "abcd"] == [begun_by] * 4
    assert {does(store, account, lambda uow: uow.person) for account in "abcd"} == {"d"}
    assert sentences(store) == []


def test_the_same_batch_sees_a_link(store: Store) -> None:
    """Protects prefetching: an event of a batch knows what the events before it in the same transaction linked."""
    let_in(store, "a", "b")
    code = code_of(store, "a")
    a, b = Person(store, "a"), Person(store, "b")
    results = store.take_all(
        [
            (b.inbound(), beginning()),
            (b.inbound(), lambda uow: AccountLinks(uow).join(code)),
            (b.inbound(), lambda uow: uow.person),
            (a.inbound(), lambda uow: [each.owner for each in uow.list_owned(uow.person)]),
        ]
    )
    assert [each.value for each in results[1:]] == [None, "a", ["a"]]
    assert len(seen_by(store, "a")) == 1
    assert sentences(store) == []


def test_a_link_is_undone_where_its_handler_raises(store: Store) -> None:
    """Protects the batch: whoever comes after an event that failed is the person that they were."""
    let_in(store, "a", "b")
    code = code_of(store, "a")

    def failing(uow: UnitOfWork) -> None:
        assert AccountLinks(uow).join(code) is None
        assert uow.person == PersonId("a")
        raise ZeroDivisionError

    b = Person(store, "b")
    results = store.take_all([(b.inbound(), failing), (b.inbound(), lambda uow: uow.person)])
    assert isinstance(results[0].fault, ZeroDivisionError)
    assert results[1].value == "b"
    assert joins(store, "b", code) is None, "the code was not used up"


def test_both_trails_tell_who_was_linked_and_from_which_account(store: Store) -> None:
    """Protects the audit: each screening says whose it was, the store's own trail which two accounts, and no code."""
    let_in(store, "telegram:1", "web:1")
    stored = begun(store, "web:1")
    code = code_of(store, "telegram:1")
    assert joins(store, "web:1", code) is None
    does(store, "web:1", lambda uow: uow.note(uow.find_by_id(stored.id), EntryKind.OPENED))  # type: ignore[arg-type]
    entries = [entry for _, entry in inspect_screening(store, stored).entries]
    assert [(each.kind, each.who, each.account, each.note) for each in entries] == [
        (EntryKind.BEGUN, "web:1", "", "interfant-21"),
        (EntryKind.LINKED, "telegram:1", "web:1", "from web:1"),
        (EntryKind.OPENED, "telegram:1", "web:1", ""),
    ]
    first, second = reference_of(store, "telegram:1"), reference_of(store, "web:1")
    offered, joined = own_trail(store)[-2:]
    assert (offered.kind, offered.who, offered.note) == (EntryKind.LINK_OFFERED, "telegram:1", first)
    assert (joined.kind, joined.account, joined.note) == (EntryKind.LINKED, "web:1", f"{second} with {first}")
    assert all(code not in repr((each.note, each.who)) for each in own_trail(store))


def test_a_code_works_once_and_soon_expires(store: Store) -> None:
    """Protects "a one-time code": used, replaced and expired ones do nothing, a handover's code neither."""
    let_in(store, "a", "b", "c")
    void, code = code_of(store, "a"), code_of(store, "a")
    assert joins(store, "b", void) is RefusalReason.WRONG
    assert joins(store, "b", code, LASTS) is RefusalReason.WRONG
    assert joins(store, "b", code, LASTS - timedelta(seconds=1)) is None
    assert joins(store, "c", code) is RefusalReason.WRONG
    stored = begun(store, "a")
    handover = does(store, "a", lambda uow: Handovers(uow).offer(uow.find_by_id(stored.id) or stored)).code
    assert joins(store, "c", handover) is RefusalReason.WRONG
    assert [len(rows(store, table)) for table in (link_codes, handovers)] == [0, 1]


def test_codes_are_refused_with_their_reason(store: Store) -> None:
    """Protects "a sentence": the own code, one of a linked account, and that of another role."""
    let_in(store, "a", "b")
    let_in(store, "carl", role=Role.COORDINATOR)
    code = code_of(store, "a")
    assert joins(store, "a", code) is RefusalReason.OWN
    assert joins(store, "carl", code) is RefusalReason.OTHER_ROLE
    assert joins(store, "a", code_of(store, "carl")) is RefusalReason.OTHER_ROLE
    assert joins(store, "b", code) is None, "none of that used it up"
    assert joins(store, "b", code_of(store, "a")) is RefusalReason.LINKED_ALREADY
    assert does(store, "a", lambda uow: Members(uow).find_role(AccountName("a"))) is Role.CLINICIAN


def test_only_accounts_with_access_are_linked(store: Store) -> None:
    """Protects "each let in by an invitation": not a stranger's, nor one that was revoked after it got its code."""
    let_in(store, "a", "b")
    assert joins(store, "stranger", code_of(store, "a")) is RefusalReason.OTHER_ROLE
    code = code_of(store, "a")
    reference = reference_of(store, "a")
    does(store, "carla", lambda uow: Members(uow).revoke(reference))
    assert joins(store, "b", code) is RefusalReason.WRONG


def test_wrong_codes_count_for_the_person(store: Store) -> None:
    """Protects 40 random bits: neither another account, nor leaving, lets anybody guess more often."""
    let_in(store, "a", "b", "c")
    linked(store, "a", "b")
    for number in range(WRONG_ALLOWED):
        assert joins(store, "ab"[number % 2], WRONG) is RefusalReason.WRONG
    code = code_of(store, "c")
    for account in ("a", "b"):
        assert joins(store, account, code) is RefusalReason.TOO_MANY
    assert leaves(store, "b")
    for account in ("a", "b"):
        assert joins(store, account, code) is RefusalReason.TOO_MANY
    refused = does(store, "b", lambda uow: Handovers(uow).take(WRONG))
    assert refused.why is RefusalReason.TOO_MANY, "a handover's wrong codes and these are the same"


def test_reports_count_for_the_person(store: Store) -> None:
    """Protects the coordinators' list: the limit is one person's, from all accounts, and goes on after leaving."""
    let_in(store, "a", "b")
    linked(store, "a", "b")

    def report(uow: UnitOfWork) -> Any:
        return Inaccuracies(uow).report(Inaccuracy("interfant-21", "1", "question kmt2a", "wrong"), "clinician")

    for number in range(REPORTS_ALLOWED):
        assert does(store, "ab"[number % 2], report) is None
    assert does(store, "a", report) is not None
    assert leaves(store, "b")
    assert does(store, "b", report) is not None


def test_revoking_one_account_takes_access_from_all_of_the_person(store: Store) -> None:
    """Protects a lost phone: none of the person's accounts gets in, and a new invitation lets in just one again."""
    let_in(store, "a", "b", "other")
    linked(store, "a", "b")
    kept = begun(store, "a").id
    reference = reference_of(store, "b")
    assert does(store, "carla", lambda uow: Members(uow).revoke(reference)).name == "b"

    def role_of(account: str) -> Role | None:
        role: Role | None = does(store, account, lambda uow: Members(uow).find_role(uow.inbound.account))
        return role

    assert [role_of(account) for account in ("a", "b", "other")] == [None, None, Role.CLINICIAN]
    let_in(store, "b", role=Role.TESTER)
    assert [role_of(account) for account in ("a", "b")] == [None, Role.TESTER]
    assert seen_by(store, "b") == {kept}, "it is the same person"
    let_in(store, "a", role=Role.REFERRER)
    assert [role_of(account) for account in ("a", "b")] == [Role.REFERRER, Role.REFERRER], "the role is the person's"
    assert sentences(store) == []


@pytest.mark.parametrize("leaving", ["a", "b"])
def test_an_account_that_leaves_is_its_own_person_again(store: Store, leaving: str) -> None:
    """Protects "unlink": the first account may leave as well as the second; each has what was begun there."""
    let_in(store, "a", "b", "c")
    linked(store, "a", "b")
    begun_by = {account: {begun(store, account).id} for account in "ab"}
    staying = "b" if leaving == "a" else "a"
    assert leaves(store, leaving)
    for account in "ab":
        assert seen_by(store, account) == begun_by[account]
    fresh = begun(store, leaving).id
    assert seen_by(store, staying) == begun_by[staying]
    assert not leaves(store, leaving)
    assert not leaves(store, staying), "nobody is left without an account"
    linked(store, staying, leaving)
    assert seen_by(store, leaving) == begun_by["a"] | begun_by["b"] | {fresh}
    assert own_trail(store)[-3].kind is EntryKind.UNLINKED
    assert sentences(store) == []


@pytest.mark.parametrize("leaving", ["anna", "eve"])
@pytest.mark.parametrize("coding", ["anna", "eve"])
def test_leaving_undoes_a_link_from_either_side(store: Store, coding: str, leaving: str) -> None:
    """Protects whoever was talked into a link: each has again what was theirs, whoever got the code, whoever leaves."""
    let_in(store, "anna", "eve")
    begun_by = {account: {begun(store, account).id for _ in range(2)} for account in ("anna", "eve")}
    linked(store, coding, "eve" if coding == "anna" else "anna")
    assert seen_by(store, "eve") == begun_by["anna"] | begun_by["eve"]
    assert leaves(store, leaving)
    for account in ("anna", "eve"):
        assert seen_by(store, account) == begun_by[account]
    assert sentences(store) == []


def test_a_screening_that_was_taken_over_goes_with_the_account_that_took_it(store: Store) -> None:
    """Protects what a colleague gave: it goes by the last handover, not by who began it, nor by who wrote in it."""
    let_in(store, "a", "b", "carl")
    gone, taken = begun(store, "a"), begun(store, "carl")
    linked(store, "a", "b")
    takes(store, "carl", handover_code(store, "b", gone))
    takes(store, "b", handover_code(store, "carl", taken))
    does(store, "a", lambda uow: uow.note(found(uow, taken), EntryKind.OPENED))
    assert leaves(store, "b")
    assert [seen_by(store, account) for account in ("a", "b", "carl")] == [set(), {taken.id}, {gone.id}]
    with store.reading() as repository:
        kept = repository.find_by_id(taken.id)
    assert kept is not None
    last = inspect_screening(store, kept).entries[-1][1]
    assert (last.kind, last.account, last.note) == (EntryKind.UNLINKED, "b", "from a")


def test_of_three_accounts_each_that_leaves_takes_its_own(store: Store) -> None:
    """Protects those who stay: they go on together with what they brought, until one of them leaves too."""
    let_in(store, "a", "b", "c")
    begun_by = {account: begun(store, account).id for account in "abc"}
    linked(store, "a", "b", "c")
    assert leaves(store, "a")
    others = {begun_by["b"], begun_by["c"]}
    assert [seen_by(store, account) for account in "abc"] == [{begun_by["a"]}, others, others]
    assert leaves(store, "c")
    assert [seen_by(store, account) for account in "abc"] == [{begun_by[account]} for account in "abc"]
    assert sentences(store) == []


def test_an_account_alone_with_access_keeps_everything(store: Store) -> None:
    """Protects whoever lost a phone: what both began does not go to the account that was revoked."""
    let_in(store, "a", "b", "c")
    linked(store, "a", "b")
    both = {begun(store, "a").id, begun(store, "b").id}
    reference = reference_of(store, "b")
    does(store, "carla", lambda uow: Members(uow).revoke(reference))
    assert not leaves(store, "a"), "nor does an account leave that was revoked itself"
    let_in(store, "a")
    assert not leaves(store, "a")
    assert seen_by(store, "a") == both
    linked(store, "a", "c")
    assert leaves(store, "c")
    assert seen_by(store, "a") == both, "what the revoked one began stays with the person"
    assert seen_by(store, "c") == set()


@pytest.mark.parametrize("leaving", ["anna", "eve"])
def test_leaving_voids_the_open_handover_codes_of_both(store: Store, leaving: str) -> None:
    """Protects the end of a link: no code that one side made meanwhile takes a screening from the other."""
    let_in(store, "anna", "eve", "carl")
    kept = {account: begun(store, account) for account in ("anna", "eve")}
    linked(store, "anna", "eve")
    elsewhere = handover_code(store, "carl", begun(store, "carl"))
    codes = [handover_code(store, "eve", kept["anna"]), handover_code(store, "anna", kept["eve"])]
    assert leaves(store, leaving)
    for account in ("anna", "eve"):
        for code in codes:
            assert takes(store, account, code) is RefusalReason.WRONG
        assert seen_by(store, account) == {kept[account].id}
    assert takes(store, "anna", elsewhere) is None, "a code of somebody else still works"


def test_the_same_batch_sees_a_link_undone(store: Store) -> None:
    """Protects a batch: what is not written yet goes with the account that began it."""
    let_in(store, "a", "b")
    linked(store, "a", "b")
    a, b = Person(store, "a"), Person(store, "b")
    results = store.take_all(
        [(a.inbound(), beginning()), (b.inbound(), beginning()), (a.inbound(), lambda uow: AccountLinks(uow).leave())]
    )
    for account, result in zip("ab", results[:2], strict=True):
        assert seen_by(store, account) == {result.value.id}
    assert sentences(store) == []


def test_more_screenings_than_are_listed_are_parted(store: Store) -> None:
    """Protects a busy person: a list shows fifty, and all that an account brought go with it."""
    let_in(store, "a", "b")
    linked(store, "a", "b")
    for account in "ba":
        person = Person(store, account)
        store.take_all([(person.inbound(), beginning()) for _ in range(55)])
    assert leaves(store, "b")
    with store.reading() as repository:
        owners = [each.owner for each in repository.iterate_all()]
    assert owners.count(PersonId("a")) == 55
    assert len(owners) == 110


def test_the_name_of_an_account_that_left_lends_it_nothing(store: Store) -> None:
    """Protects the others: a person may still bear the name of their first account, which is somebody else by now."""
    let_in(store, "a", "b", "c")
    linked(store, "a", "b")
    kept = begun(store, "b").id
    assert leaves(store, "a")
    later = begun(store, "b").id
    linked(store, "c", "a")
    assert leaves(store, "a")
    assert seen_by(store, "a") == set()
    linked(store, "b", "a")
    assert leaves(store, "a")
    assert seen_by(store, "a") == set()
    assert seen_by(store, "b") == {kept, later}


def test_more_screenings_than_are_listed_go_along(store: Store) -> None:
    """Protects a busy account: a list shows fifty, and all of them become the person's."""
    let_in(store, "a", "b")
    b = Person(store, "b")
    assert all(taken.fault is None for taken in store.take_all([(b.inbound(), beginning()) for _ in range(60)]))
    linked(store, "a", "b")
    with store.reading() as repository:
        assert {each.owner for each in repository.iterate_all()} == {"a"}
    assert sentences(store) == []


def test_nothing_readable_of_a_link_is_stored(store: Store) -> None:
    """Protects "hashes only": neither a code nor the name of an account or a person stands in the tables."""
    let_in(store, "telegram:4711", "web:4712")
    code = code_of(store, "telegram:4711")
    assert code not in repr(rows(store, link_codes))
    assert joins(store, "web:4712", code) is None
    assert all(name not in repr(rows(store, accounts)) for name in ("4711", "4712"))


def test_an_account_that_was_given_away_behind_our_back_is_found(store: Store) -> None:
    """Protects "whoever may write to the database": a row moved to another person is no key to their screenings."""
    let_in(store, "a", "b", "eve")
    linked(store, "a", "b")
    begun(store, "a")
    person = store.keyring.hash_lookup("person", "a")
    with store.database.writing() as connection:
        row = {"person": person}
        connection.execute(
            update(accounts).where(accounts.c.account == store.keyring.hash_lookup("person", "eve")).values(row)
        )
    with pytest.raises(Damaged):
        seen_by(store, "eve")
    assert [said for said in sentences(store) if said.startswith("the record of an account ")]


def test_old_codes_are_swept_and_a_backup_has_none(where: StoreLocation, tmp_path: Path) -> None:
    """Protects a code from working again after its time, or out of a backup; the accounts are in the backup."""
    with store_at(where) as store:
        let_in(store, "a", "b")
        linked(store, "a", "b")
        begun(store, "b")
        code_of(store, "a")
        back_up(store, tmp_path / "backup", NOW, "carla")
        assert len(rows(store, link_codes)) == 1
        sweep(store, NOW + LASTS)
        assert rows(store, link_codes) == []
    there = place(tmp_path / "there")
    there.anchor.parent.mkdir()
    restore(tmp_path / "backup", there, KEY, NOW, "carla")
    with store_at(there) as store:
        assert rows(store, link_codes) == []
        assert len(seen_by(store, "b")) == 1
        assert does(store, "b", lambda uow: uow.person) == "a"
        assert sentences(store) == []


def test_a_screening_begun_while_its_person_is_linked_goes_along(where: StoreLocation) -> None:
    """Protects two processes on one server: what a linked account begins meanwhile is not left with the former person.

    On SQLite the one waits for the other; on a server the account is locked, and the work done again.
    """
    with store_at(where) as store, store_at(where) as other:
        let_in(store, "a", "b", "c")
        linked(store, "b", "c")
        code, has_person, may_begin = code_of(store, "a"), Signal(), Signal()

        def beginning_late(uow: UnitOfWork) -> Any:
            assert uow.person in ("b", "a")
            has_person.set()
            if not store.database.is_file:
                may_begin.wait(10)
            return beginning()(uow)

        late = Thread(target=lambda: other.take(Person(other, "c").inbound(), beginning_late))
        late.start()
        assert has_person.wait(10)
        assert joins(store, "b", code) is None
        may_begin.set()
        late.join()
        assert len(seen_by(store, "a")) == 1
        assert len(seen_by(store, "c")) == 1
        assert sentences(store) == []


def test_of_two_who_join_at_once_both_are_linked(where: StoreLocation) -> None:
    """Protects a chain of links made at the same moment: nobody is left with a person who has gone elsewhere."""
    with store_at(where) as store, store_at(where) as other:
        let_in(store, "a", "b", "c")
        codes, is_moved, is_second_done = (code_of(store, "b"), code_of(store, "a")), Signal(), Signal()

        def joining_slowly(uow: UnitOfWork) -> None:
            assert AccountLinks(uow).join(codes[0]) is None
            is_moved.set()
            is_second_done.wait(0.5)

        first = Thread(target=lambda: does(other, "c", joining_slowly))
        first.start()
        assert is_moved.wait(10)
        assert joins(store, "b", codes[1]) is None
        is_second_done.set()
        first.join()
        assert {does(store, account, lambda uow: uow.person) for account in "abc"} == {"a"}
