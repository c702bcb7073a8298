"""Who may use it: invitations, roles, revocation, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from intruder import sentences
from stores import NOW, Person, beginning

from storage.features.members import Members, Role
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

WEEK = timedelta(days=7)


def take(store: Store, person: str, do: Any, later: timedelta = timedelta()) -> Any:
    """Does something with the access of one event, by a person."""
    speaker = Person(store, person, now=NOW + later)
    return store.take(speaker.inbound(), lambda uow: do(Members(uow))).value


def invited(store: Store, role: Role = Role.CLINICIAN) -> str:
    token = take(store, "carla", lambda access: access.invite(role, WEEK, "for the ward"))
    assert isinstance(token, str)
    return token


@pytest.mark.parametrize("role", Role)
def test_an_invitation_lets_one_person_in_once(store: Store, role: Role) -> None:
    """Protects "accounts are let in by a one-time invitation, with a role"."""
    token = invited(store, role)
    assert take(store, "anna", lambda access: access.find_role("anna")) is None
    assert take(store, "anna", lambda access: access.let_in("anna", token)) is role
    assert take(store, "anna", lambda access: access.find_role("anna")) is role
    assert take(store, "ben", lambda access: access.let_in("ben", token)) is None
    assert take(store, "ben", lambda access: access.find_role("ben")) is None


def test_an_invitation_expires_and_a_guess_lets_nobody_in(store: Store) -> None:
    """Protects "expiring": not a second later than it was said."""
    token = invited(store)
    assert take(store, "anna", lambda access: access.let_in("anna", token[:-1] + "_"), timedelta()) is None
    assert take(store, "anna", lambda access: access.let_in("anna", token), WEEK) is None
    assert (
        take(store, "anna", lambda access: access.let_in("anna", token), WEEK - timedelta(seconds=1)) is Role.CLINICIAN
    )


def test_revoking_works_at_once_and_a_new_invitation_lets_in_again(store: Store) -> None:
    """Protects "revocation"."""
    token = invited(store)
    take(store, "anna", lambda access: access.let_in("anna", token))
    reference = take(store, "carla", lambda access: access.make_reference("anna"))
    assert take(store, "carla", lambda access: access.revoke("00000000")) is None
    assert take(store, "carla", lambda access: access.revoke(reference)).name == "anna"
    assert take(store, "anna", lambda access: access.find_role("anna")) is None
    assert take(store, "carla", lambda access: access.revoke(reference)) is None
    (member,) = take(store, "carla", lambda access: access.list_all())
    assert (member.name, member.note, member.revoked_at) == ("anna", "for the ward", NOW)
    again = invited(store, Role.COORDINATOR)
    assert take(store, "anna", lambda access: access.let_in("anna", again)) is Role.COORDINATOR


def test_it_stands_in_the_trail_of_the_store(store: Store) -> None:
    """Protects the audit: who invited, who was let in, who was shut out, and nothing of the token."""
    token = invited(store)
    take(store, "anna", lambda access: access.let_in("anna", token))
    take(store, "carla", lambda access: access.revoke(access.make_reference("anna")))
    assert sentences(store) == []
    (keyring,) = [found for found in inspect_all(store) if found.subject == "the realm"]
    assert [entry.kind for _, entry in keyring.entries] == [EntryKind.INVITED, EntryKind.LET_IN, EntryKind.REVOKED]
    assert all(token not in entry.note and "anna" not in entry.note for _, entry in keyring.entries)


def test_what_was_written_at_once_is_undone_where_the_handler_raises(store: Store) -> None:
    """Protects "a handler that raises undoes its own event only", also for what it wrote before it ended."""

    def failing(uow: UnitOfWork) -> None:
        Members(uow).invite(Role.TESTER, WEEK, "never")
        raise ZeroDivisionError

    anna = Person(store)
    tokens: list[str] = []
    taken = store.take_all(
        [
            (anna.inbound(), beginning()),
            (anna.inbound(), failing),
            (anna.inbound(), lambda uow: tokens.append(Members(uow).invite(Role.TESTER, WEEK))),
        ]
    )
    assert [type(each.fault) for each in taken] == [type(None), ZeroDivisionError, type(None)]
    assert take(store, "ben", lambda access: access.let_in("ben", tokens[0])) is Role.TESTER
    (keyring,) = [found for found in inspect_all(store) if found.subject == "the realm"]
    assert [entry.kind for _, entry in keyring.entries] == [EntryKind.INVITED, EntryKind.LET_IN]


def test_nothing_readable_of_an_invitation_or_a_person_is_stored(store: Store) -> None:
    """Protects "hashed": neither the token nor the person's name stands in the tables."""
    token = invited(store)
    take(store, "anna-4711", lambda access: access.let_in("anna-4711", token))
    with store.database.reading() as connection:
        for table in ("accounts", "invitations"):
            stored = repr(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            assert token not in stored
            assert "anna-4711" not in stored
