"""Vouching: an account that a hospital lets in has the role that it gives, and the trail tells of each change."""

from datetime import timedelta

import pytest
from intruder import change, rows, sentences, undone
from stores import Person

from storage.database.schema import accounts, sign_ins
from storage.features.grant_notes import describe_vouched, read_vouched
from storage.features.members import Members, Role
from storage.features.sign_ins import SignInLimits, begin_sign_in
from storage.features.vouching import VouchOutcome, vouch
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.model.people import AccountName
from storage.unit_of_work.store import Store

LIMITS = SignInLimits(timedelta(hours=1), timedelta(hours=12))
WEEK = timedelta(days=7)


def vouched(store: Store, name: str, role: Role | None, hospital: str = "st-anna") -> VouchOutcome:
    """Lets a hospital vouch for an account."""
    person = Person(store, name)
    outcome = store.take(person.inbound(), lambda uow: vouch(uow, AccountName(name), role, hospital)).value
    assert isinstance(outcome, VouchOutcome)
    return outcome


def find_roles(store: Store) -> dict[str, Role]:
    """Returns the role of each account that has access."""
    listed = store.take(Person(store, "carla").inbound(), lambda uow: Members(uow).list_all()).value
    return {each.name: each.role for each in listed if each.revoked_at is None}


def list_grants(store: Store) -> list[tuple[EntryKind, str]]:
    """Returns what the store's own chain tells."""
    (keyring,) = [found for found in inspect_all(store) if found.subject == "the realm"]
    return [(entry.kind, entry.note) for _, entry in keyring.entries]


@pytest.mark.both_databases
def test_a_hospital_lets_an_account_in_and_gives_it_another_role(store: Store) -> None:
    """Protects the trail: each change of an account has its entry, and what changes nothing has none."""
    assert vouched(store, "web:a", Role.CLINICIAN) is VouchOutcome.NEW
    assert vouched(store, "web:a", Role.CLINICIAN) is VouchOutcome.KNOWN
    assert vouched(store, "web:a", Role.REFERRER, "other") is VouchOutcome.KNOWN
    assert find_roles(store) == {"web:a": Role.REFERRER}
    (told, again) = list_grants(store)
    assert (told[0], again[0]) == (EntryKind.VOUCHED, EntryKind.VOUCHED)
    assert told[1].endswith(" as clinician, by the hospital st-anna")
    assert again[1].endswith(" as referrer, by the hospital other")
    assert sentences(store) == []


@pytest.mark.both_databases
def test_a_role_is_that_of_all_accounts_of_the_person(store: Store) -> None:
    """Protects roles: nobody keeps a former one in another channel."""
    vouched(store, "web:a", Role.COORDINATOR)
    carla, phone = Person(store, "carla"), Person(store, "telegram:1")
    reference = store.take(carla.inbound(), lambda uow: Members(uow).make_reference(AccountName("web:a"))).value
    token = store.take(carla.inbound(), lambda uow: Members(uow).invite_back(reference, WEEK)).value
    store.take(phone.inbound(), lambda uow: Members(uow).let_in(AccountName("telegram:1"), token))
    vouched(store, "web:a", Role.TESTER)
    assert find_roles(store) == {"web:a": Role.TESTER, "telegram:1": Role.TESTER}
    assert sentences(store) == []


@pytest.mark.both_databases
def test_a_revoked_account_stays_out_and_nothing_is_written(store: Store) -> None:
    """Protects a coordinator's word against the hospital's."""
    vouched(store, "web:a", Role.CLINICIAN)
    carla = Person(store, "carla")
    store.take(carla.inbound(), lambda uow: Members(uow).revoke(Members(uow).make_reference(AccountName("web:a"))))
    before = list_grants(store), rows(store, accounts)
    for role in (Role.CLINICIAN, Role.COORDINATOR, None):
        assert vouched(store, "web:a", role) is VouchOutcome.REVOKED
    assert (list_grants(store), rows(store, accounts)) == before
    assert find_roles(store) == {}


@pytest.mark.both_databases
def test_without_a_role_the_sign_ins_of_the_account_end_and_no_others(store: Store) -> None:
    """Protects a hospital whose staff changes, and everybody else."""
    for name in ("web:a", "web:b"):
        vouched(store, name, Role.CLINICIAN)
        store.take(Person(store, name).inbound(), lambda uow: begin_sign_in(uow, uow.inbound.account, LIMITS))
    assert vouched(store, "web:a", None) is VouchOutcome.NO_ROLE
    assert vouched(store, "web:c", None) is VouchOutcome.NO_ROLE
    assert len(rows(store, sign_ins)) == 1
    assert find_roles(store) == {"web:a": Role.CLINICIAN, "web:b": Role.CLINICIAN}


def test_an_audit_finds_an_account_whose_entry_is_another_ones(store: Store) -> None:
    """Protects roles that a hospital gave, as those of invitations: a row from before is found."""
    vouched(store, "web:a", Role.COORDINATOR)
    (former,) = rows(store, accounts)
    vouched(store, "web:a", Role.REFERRER)
    assert sentences(store) == []
    with undone(store):
        change(store, accounts, **former)
        assert any("has another role, time or access" in each for each in sentences(store))
    with store.database.writing() as connection:
        connection.execute(accounts.delete())
    assert any("was let in, but is not there" in each for each in sentences(store))


@pytest.mark.parametrize("note", ["x", "0123456 as tester, by the hospital a", "01234567 as tester, by the hospital A"])
def test_a_note_of_another_kind_is_none(note: str) -> None:
    """Protects the audit from taking anything for an entry of this kind."""
    made = describe_vouched("01234567", "tester", "st-anna")
    assert (read_vouched(made).account, read_vouched(made).role) == ("01234567", "tester")
    with pytest.raises(ValueError, match=note):
        read_vouched(note)
