"""Passkeys and sign-ins that somebody changed from outside: access ends all the same, and the rest works."""

from typing import Any

import pytest
from intruder import rows, sentences
from kept_passkeys import (
    ANNA,
    BEN,
    LAPTOP,
    PHONE,
    add,
    does,
    let_in,
    list_names,
    need,
    put_back,
    remove,
    revoke,
    sign_in,
    use,
)
from sqlalchemy import insert, update

from storage.crypto.keyring import STORE_CHAIN
from storage.database.schema import entries, passkeys, sign_ins
from storage.features.passkey_rows import list_passkeys
from storage.features.passkeys import use_passkey
from storage.model.entries import EntryRow
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork


def hash_account(store: Store, who: str = ANNA) -> bytes:
    """Returns the keyed hash of an account, as the columns have it."""
    return store.keyring.hash_lookup("person", who)


def make_garbage(store: Store) -> dict[str, Any]:
    """Returns a row of nobody's passkey under somebody's account."""
    return {
        "credential": bytes(16), "account": hash_account(store), "made_at": -1, "used_at": None, "sealed": b"garbage",
    }  # fmt: skip


def change(store: Store, table: Any, **columns: Any) -> None:
    """Changes all rows of a table."""
    with store.database.writing() as connection:
        connection.execute(update(table).values(**columns))


def put_in_sign_in(store: Store) -> None:
    """Puts in a sign-in under somebody's account that nobody sealed."""
    row = {"token": bytes(16), "account": hash_account(store), "begun_at": 1, "used_at": 1, "expires_at": 2}
    with store.database.writing() as connection:
        connection.execute(insert(sign_ins), [row | {"sealed": b""}])


def test_access_ends_although_a_passkey_was_changed(store: Store) -> None:
    """Protects a revocation: the row goes, the removal is noted, and the operator is told; nothing is left of it."""
    let_in(store, ANNA, BEN)
    need(add(store))
    need(add(store, credential=PHONE))
    sign_in(store, "passkey 1")
    change(store, passkeys, made_at=1)
    need(add(store, BEN, b"of Ben"))
    assert revoke(store) == 2
    assert (len(rows(store, passkeys)), rows(store, sign_ins)) == (1, [])
    assert sentences(store) == []
    assert need(use(store, b"of Ben")).account == BEN


def test_access_ends_although_garbage_stands_under_the_account(store: Store) -> None:
    """Protects a revocation from whoever may write to the database: no row of theirs keeps somebody in."""
    let_in(store, ANNA)
    need(add(store))
    put_back(store, make_garbage(store))
    put_in_sign_in(store)
    assert revoke(store) == 1
    assert (rows(store, passkeys), rows(store, sign_ins)) == ([], [])
    assert sentences(store) == []


def test_access_ends_although_an_entry_of_the_trail_was_changed_too(store: Store) -> None:
    """Protects a revocation also where the trail cannot tell which passkeys there were; the audit tells of both."""
    let_in(store, ANNA)
    number = need(add(store)).number
    sign_in(store)
    change(store, passkeys, made_at=1)
    with store.database.writing() as connection:
        where = (entries.c.screening == STORE_CHAIN) & (entries.c.number == number)
        connection.execute(update(entries).where(where).values(sealed=b"x" * 300))
    assert revoke(store) == 1
    assert (rows(store, passkeys), rows(store, sign_ins)) == ([], [])
    assert sentences(store) != []


def test_a_changed_passkey_keeps_nobody_from_the_others(store: Store) -> None:
    """Protects the list: the others are there, are used and removed, and it is known that one cannot be read."""
    let_in(store, ANNA)
    number = need(add(store)).number
    put_back(store, make_garbage(store))
    found = does(store, ANNA, lambda uow: list_passkeys(uow.reading, uow.keyring, uow.person))
    assert ([each.key.name for each in found.passkeys], found.unread, found.count) == (["Laptop"], 1, 2)
    assert need(use(store)).number == number
    need(add(store, credential=PHONE, name="Phone"))
    need(remove(store, number))
    assert list_names(store) == ["Phone"]
    assert [each for each in sentences(store) if "passkey" in each]


def test_a_changed_sign_in_keeps_nobody_from_removing_a_passkey(store: Store) -> None:
    """Protects against a stolen device: what cannot be read may have begun with it, and ends as well."""
    let_in(store, ANNA)
    passkey = need(add(store))
    put_in_sign_in(store)
    sign_in(store)
    need(remove(store, passkey.number))
    assert len(rows(store, sign_ins)) == 1
    assert sentences(store) == []


@pytest.mark.parametrize("before", [0, 40])
def test_a_sign_in_reads_the_trail_from_the_entry_of_its_passkey_on(store: Store, before: int) -> None:
    """Protects whoever signs in at an old store: what was noted before the passkey is not read again."""
    let_in(store, ANNA)
    for number in range(before):
        need(remove(store, need(add(store, credential=b"%d" % number)).number))
    need(add(store))
    read: list[int] = []

    def use_it(uow: UnitOfWork) -> Any:
        find = uow.list_entries

        def count(chain: bytes, after: int = 0) -> list[EntryRow]:
            found = find(chain, after)
            read.append(len(found))
            return found

        uow.list_entries = count  # type: ignore[method-assign]
        return use_passkey(uow, LAPTOP, lambda _: 9)

    need(does(store, "whoever", use_it))
    assert read == [2]  # that one, and the one before
