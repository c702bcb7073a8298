"""Codes that somebody who writes to the database swaps: none opens, hands over or links what it was not made for."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from intruder import sentences
from sqlalchemy import Column, Table, bindparam, select, update
from stores import Person

from storage.database.schema import handovers, link_codes, screenings
from storage.features.account_links import AccountLinks
from storage.features.handover import Handovers
from storage.features.members import Members, Role
from storage.model.errors import Damaged
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork


def swap(store: Store, table: Table, key: Column[Any], swapped: str) -> None:
    """Swaps a column of the two rows of a table, also where it must not be the same in two rows."""
    column = table.c[swapped]
    with store.database.writing() as connection:
        (first, one), (second, other) = connection.execute(select(key, column)).all()
        statement = update(table).where(key == bindparam("b_key")).values({swapped: bindparam("b_value")})
        for which, value in ((first, bytes(16)), (second, one), (first, other)):
            assert connection.execute(statement, {"b_key": which, "b_value": value}).rowcount == 1


def test_the_code_of_a_screening_opens_no_other_one(store: Store) -> None:
    """Protects "two codes swapped by a writer open nothing": the code is bound to its screening."""
    anna, ben = Person(store).begin(), Person(store, "ben").begin()
    swap(store, screenings, screenings.c.id, "code")
    for stored in (anna, ben):
        with store.reading() as repository, pytest.raises(Damaged):
            repository.find_by_code(stored.code)
        with pytest.raises(Damaged):
            store.take(Person(store).inbound(), partial(UnitOfWork.find_by_code, code=stored.code))
    assert sentences(store)


@pytest.mark.parametrize("swapped", ["token", "screening"])
def test_a_handover_code_hands_over_no_other_screening(swapped: str, store: Store) -> None:
    """Protects the same for handovers: whoever has one code does not get another screening by it."""
    people = [Person(store), Person(store, "ben")]
    codes = [_offer(each) for each in people]
    other = handovers.c.screening if swapped == "token" else handovers.c.token
    swap(store, handovers, other, swapped)
    for code in codes:
        with pytest.raises(Damaged):
            store.take(Person(store, "carl").inbound(), partial(_take_over, code))
    with store.reading() as repository:
        assert sorted(stored.owner for stored in repository.iterate_all()) == ["anna", "ben"]


@pytest.mark.parametrize("swapped", ["token", "account"])
def test_a_link_code_links_no_other_account(swapped: str, store: Store) -> None:
    """Protects the same for links: whoever has one code does not become another person by it."""
    people = [Person(store, name) for name in ("anna", "ben", "carl")]
    for each in people:
        store.take(each.inbound(), _let_in)
    codes = [store.take(each.inbound(), lambda uow: AccountLinks(uow).offer()).value.code for each in people[:2]]
    other = link_codes.c.account if swapped == "token" else link_codes.c.token
    swap(store, link_codes, other, swapped)
    for code in codes:
        with pytest.raises(Damaged):
            store.take(people[2].inbound(), partial(_join, code))
    assert store.take(people[2].inbound(), lambda uow: uow.person).value == "carl"


def _offer(person: Person) -> str:
    stored = person.begin()
    offer = person.store.take(person.inbound(), lambda uow: Handovers(uow).offer(uow.find_by_id(stored.id) or stored))
    return str(offer.value.code)


def _take_over(code: str, uow: UnitOfWork) -> object:
    return Handovers(uow).take(code)


def _join(code: str, uow: UnitOfWork) -> object:
    return AccountLinks(uow).join(code)


def _let_in(uow: UnitOfWork) -> None:
    members = Members(uow)
    members.let_in(uow.inbound.account, members.invite(Role.CLINICIAN, timedelta(days=1)))
