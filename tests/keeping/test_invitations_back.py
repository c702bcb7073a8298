"""The way back: an invitation for somebody who is in lets another account in as theirs, and no one else's."""

from datetime import timedelta
from typing import Any

import pytest
from intruder import sentences
from stores import NOW, Person

from storage.features.account_links import AccountLinks
from storage.features.members import Members, Role
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.unit_of_work.store import Store

WEEK = timedelta(days=7)


def take(store: Store, person: str, do: Any, later: timedelta = timedelta()) -> Any:
    """Does something with the access of one event, by a person."""
    speaker = Person(store, person, now=NOW + later)
    return store.take(speaker.inbound(), lambda uow: do(Members(uow))).value


def invited(store: Store, role: Role) -> str:
    return str(take(store, "carla", lambda access: access.invite(role, WEEK)))


def let_in(store: Store, name: str, role: Role = Role.CLINICIAN) -> str:
    """Lets somebody in, and returns their reference."""
    token = invited(store, role)
    assert take(store, name, lambda access: access.let_in(name, token)) is role
    return str(take(store, "carla", lambda access: access.make_reference(name)))


def invite_back(store: Store, reference: str) -> str:
    token = take(store, "carla", lambda access: access.invite_back(reference, WEEK, "new phone"))
    assert isinstance(token, str)
    return token


def find_person(store: Store, name: str) -> str:
    """Returns whose account this is."""
    (found,) = [each for each in take(store, "carla", lambda access: access.list_all()) if each.name == name]
    return str(found.person)


def test_an_invitation_back_leads_to_the_same_screenings_with_the_same_role(store: Store) -> None:
    """Protects whoever was signed out: what they answered is theirs again, from another account."""
    reference = let_in(store, "anna", Role.REFERRER)
    code = Person(store, "anna").begin().code
    token = invite_back(store, reference.upper())
    assert take(store, "anna2", lambda access: access.let_in("anna2", token)) is Role.REFERRER
    assert find_person(store, "anna2") == find_person(store, "anna")
    listed = store.take(Person(store, "anna2").inbound(), lambda uow: uow.list_owned(uow.person)).value
    assert [each.code for each in listed] == [code]
    assert take(store, "ben", lambda access: access.let_in("ben", token)) is None
    assert sentences(store) == []


def test_an_invitation_back_stands_in_the_trail(store: Store) -> None:
    """Protects the person: whoever looks sees for whom it was made, and which account used it."""
    reference = let_in(store, "anna")
    token = invite_back(store, reference)
    take(store, "anna2", lambda access: access.let_in("anna2", token))
    other = take(store, "carla", lambda access: access.make_reference("anna2"))
    (keyring,) = [found for found in inspect_all(store) if found.subject == "the realm"]
    told = [entry for _, entry in keyring.entries]
    kinds = [EntryKind.INVITED, EntryKind.LET_IN]
    assert [entry.kind for entry in told] == [*kinds, *kinds, EntryKind.LINKED]
    assert f"new phone (back for {reference})" in told[2].note
    assert told[-1].note == f"{reference} with {other}"


def test_nobody_is_invited_back_who_is_not_in(store: Store) -> None:
    """Protects a revocation: what it took away, no invitation back gives, be it made before or after."""
    reference = let_in(store, "anna")
    before = invite_back(store, reference)
    take(store, "carla", lambda access: access.revoke(reference))
    assert take(store, "anna2", lambda access: access.let_in("anna2", before)) is None
    for each in (reference, "00000000", ""):
        assert take(store, "carla", lambda access, each=each: access.invite_back(each, WEEK, "")) is None
    assert sentences(store) == []


def test_an_invitation_back_is_void_for_good_once_access_was_taken_away(store: Store) -> None:
    """Protects a revocation: a link that was stolen before works not even when its person is let in again."""
    reference = let_in(store, "anna", Role.COORDINATOR)
    stolen = invite_back(store, reference)
    take(store, "carla", lambda access: access.revoke(reference))
    again = invited(store, Role.CLINICIAN)
    take(store, "anna", lambda access: access.let_in("anna", again), timedelta(minutes=1))
    assert take(store, "thief", lambda access: access.let_in("thief", stolen)) is None
    fresh = invite_back(store, reference)
    assert take(store, "anna2", lambda access: access.let_in("anna2", fresh), WEEK) is None, "it expires"
    assert take(store, "anna2", lambda access: access.let_in("anna2", fresh)) is Role.CLINICIAN
    assert sentences(store) == []


def test_an_invitation_back_moves_nobody_who_was_let_in_as_somebody_else(store: Store) -> None:
    """Protects screenings: an account keeps its own; it is not made another's by the wrong link."""
    reference, other = let_in(store, "anna"), let_in(store, "ben")
    take(store, "carla", lambda access: access.revoke(other))
    token = invite_back(store, reference)
    assert take(store, "ben", lambda access: access.let_in("ben", token)) is None
    assert take(store, "anna2", lambda access: access.let_in("anna2", token)) is Role.CLINICIAN
    assert sentences(store) == []


@pytest.mark.parametrize("is_before", [True, False])
def test_an_open_code_of_a_link_goes_on_beside_an_invitation_back(store: Store, is_before: bool) -> None:  # noqa: FBT001 - a column of the table
    """Protects the audit: what the trail tells of an open code is true, whichever was made first."""
    reference = let_in(store, "anna")
    token = invite_back(store, reference)
    anna = Person(store, "anna")
    if is_before:
        store.take(anna.inbound(), lambda uow: AccountLinks(uow).offer())
    take(store, "anna2", lambda access: access.let_in("anna2", token), timedelta(seconds=1))
    if not is_before:
        store.take(anna.inbound(), lambda uow: AccountLinks(uow).offer())
    assert sentences(store) == []
