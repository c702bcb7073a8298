"""Rows that somebody put back or changed behind the program's back: they open nothing, and an audit names them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from intruder import change, rows, sentences
from sqlalchemy import Table, insert
from stores import KEY, NOW, Person, store_at

from storage.database.schema import accounts, entries, handovers, invitations, link_codes
from storage.features.account_links import AccountLinks
from storage.features.handover import Handovers
from storage.features.members import Members, Role
from storage.features.one_time_codes import CodeRefusal, RefusalReason
from storage.model.errors import Damaged, Refused
from storage.opening.location import StoreLocation
from storage.opening.opening import open_existing
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

WRONG = CodeRefusal(RefusalReason.WRONG)


def take(store: Store, who: str, handle: Callable[[UnitOfWork], Any]) -> Any:
    return store.take(Person(store, who).inbound(), handle).value


def let_in(store: Store, who: str, role: Role = Role.CLINICIAN) -> str:
    token = take(store, "carla", lambda uow: Members(uow).invite(role, timedelta(days=9)))
    take(store, who, lambda uow: Members(uow).let_in(uow.inbound.account, token))
    return str(token)


def put_back(store: Store, table: Table, row: dict[str, Any]) -> None:
    with store.database.writing() as connection:
        connection.execute(insert(table), row)


def offer(store: Store, who: str, screening: bytes) -> str:
    def handle(uow: UnitOfWork) -> str:
        stored = uow.find_by_id(screening)
        assert stored is not None
        return Handovers(uow).offer(stored).code

    return str(take(store, who, handle))


def test_a_code_that_was_used_hands_nothing_over_again(store: Store) -> None:
    """Protects "once": the row of a used code, put back, opens nothing, though it unseals."""
    screening = Person(store, "anna").begin().id
    code = offer(store, "anna", screening)
    (row,) = rows(store, handovers)
    assert take(store, "ben", lambda uow: Handovers(uow).take(code)).owner == "ben"
    put_back(store, handovers, row)
    assert any("the code of its handover is there, but was used or replaced" in each for each in sentences(store))
    assert take(store, "dora", lambda uow: Handovers(uow).take(code)) == WRONG


def test_a_code_that_was_replaced_hands_nothing_over(store: Store) -> None:
    """Protects "a newer one voids the older one"."""
    person = Person(store, "anna")
    screening = person.begin().id
    first = offer(store, "anna", screening)
    (row,) = rows(store, handovers)
    person.now = NOW + timedelta(minutes=1)
    store.take(person.inbound(), lambda uow: Handovers(uow).offer(uow.list_owned(uow.person)[0]))
    change(store, handovers, **row)
    assert any("the code of its handover is there, but was used or replaced" in each for each in sentences(store))
    assert take(store, "ben", lambda uow: Handovers(uow).take(first)) == WRONG


def test_a_code_that_was_used_links_nobody_again(store: Store) -> None:
    """Protects "a code works once": of a link, too."""
    for who in ("anna", "anna 2", "dora"):
        let_in(store, who)
    code = take(store, "anna", lambda uow: AccountLinks(uow).offer()).code
    (row,) = rows(store, link_codes)
    assert take(store, "anna 2", lambda uow: AccountLinks(uow).join(code)) is None
    put_back(store, link_codes, row)
    assert any("the code of a link of the account" in sentence for sentence in sentences(store))
    assert take(store, "dora", lambda uow: AccountLinks(uow).join(code)) == WRONG


def test_a_raised_role_is_found_and_gives_nothing(store: Store) -> None:
    """Protects who may do what: the row fails its seal whenever it is used."""
    let_in(store, "anna")
    change(store, accounts, role="coordinator")
    assert any("the record of an account" in sentence for sentence in sentences(store))
    with pytest.raises(Damaged):
        take(store, "anna", lambda uow: Members(uow).find_role(uow.inbound.account))


def test_a_reopened_invitation_is_found_and_lets_nobody_in(store: Store) -> None:
    """Protects who may come in, also where the row from before its use was put back."""
    token = take(store, "carla", lambda uow: Members(uow).invite(Role.CLINICIAN, timedelta(days=9)))
    (before,) = rows(store, invitations)
    take(store, "anna", lambda uow: Members(uow).let_in(uow.inbound.account, token))
    change(store, invitations, **before)
    assert any("1 invitations were used, but 0 are marked so" in sentence for sentence in sentences(store))
    assert take(store, "dora", lambda uow: Members(uow).let_in(uow.inbound.account, token)) is None
    change(store, invitations, used_at=None, expires_at=2**40)
    with pytest.raises(Damaged):
        take(store, "dora", lambda uow: Members(uow).let_in(uow.inbound.account, token))


@pytest.mark.both_databases  # one of them skips it
def test_text_that_is_none_is_named_in_an_audit(store: Store) -> None:
    """Protects "never a traceback": text that is not UTF-8, where bytes, numbers or text belong."""
    if not store.database.is_file:
        pytest.skip("PostgreSQL takes no such text")
    let_in(store, "anna")
    for table, column in ((accounts, "role"), (invitations, "expires_at"), (entries, "mac"), (entries, "number")):
        before = rows(store, table)
        with store.database.writing() as connection:
            first = " WHERE number = 1" if table is entries else ""
            connection.exec_driver_sql(f"UPDATE {table.name} SET {column} = CAST(X'63C328' AS TEXT){first}")
        assert sentences(store), column
        with store.database.writing() as connection:
            connection.execute(table.delete())
            connection.execute(insert(table), before)
    assert sentences(store) == []


@pytest.mark.both_databases  # one of them skips it
def test_nothing_is_added_to_a_trail_whose_last_number_is_none(store: Store) -> None:
    """Protects "never a traceback": whoever would be let in, or invite, is told that the database was changed."""
    if not store.database.is_file:
        pytest.skip("PostgreSQL takes nothing else for a number")
    let_in(store, "anna")
    with store.database.writing() as connection:
        connection.exec_driver_sql("UPDATE entries SET number = 'text' WHERE number = 1")
    with pytest.raises(Damaged, match="the trail of the database was changed"):
        take(store, "carla", lambda uow: Members(uow).invite(Role.CLINICIAN, timedelta(days=9)))


@pytest.mark.both_databases  # one of them skips it
def test_a_trigger_behind_an_earlier_schema_is_refused(where: StoreLocation) -> None:
    """Protects the schema of a server: a schema that comes first on its search path hides nothing."""
    if where.address.file is not None:
        pytest.skip("a file has one schema")
    with store_at(where) as store, store.database.writing() as connection:
        for statement in (
            "CREATE SCHEMA postgres",
            "CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
            "CREATE TRIGGER t BEFORE UPDATE ON public.screenings FOR EACH ROW EXECUTE FUNCTION public.f()",
        ):
            connection.exec_driver_sql(statement)
    with pytest.raises(Refused, match="holds the trigger t"):
        open_existing(where, KEY, NOW)
