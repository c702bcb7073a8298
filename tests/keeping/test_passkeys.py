"""Passkeys as the store keeps them: whose each is, that a removed one is of no use, and what an audit finds."""

from dataclasses import replace
from datetime import timedelta

import pytest
from intruder import rows, sentences
from kept_passkeys import (
    ANNA,
    BEN,
    LAPTOP,
    LIMITS,
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
from sqlalchemy import delete, update
from stores import NOW

from storage.database.schema import passkeys, sign_ins
from storage.features.account_links import AccountLinks
from storage.features.passkey_rows import find_passkey, make_passkey_row
from storage.features.passkeys import MOST_PASSKEYS, PasskeyRefusal
from storage.features.sign_ins import find_sign_in
from storage.maintenance.sweep import sweep
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.model.errors import Damaged
from storage.unit_of_work.store import Store

DAY = timedelta(days=1)


def test_a_passkey_is_found_by_its_credential_with_all_that_it_takes_to_verify_it(store: Store) -> None:
    """Protects the way back: the key, the count and the account are those that were added."""
    let_in(store, ANNA)
    added = need(add(store))
    found = need(find_passkey(store, LAPTOP))
    assert found == added
    assert (found.account, found.key.public_key, found.key.sign_count) == (ANNA, b"a public key", 7)
    assert (found.made_at, found.used_on, found.key.name) == (NOW, None, "Laptop")
    assert find_passkey(store, PHONE) is None
    assert sentences(store) == []


def test_use_is_kept_to_the_day_with_the_new_count(store: Store) -> None:
    """Protects the list, which says when each was used last, and the next sign-in, which needs a higher count."""
    let_in(store, ANNA)
    add(store)
    used = need(use(store, count=9, at=3 * DAY))
    assert (used.account, used.key.sign_count) == (ANNA, 9)
    again = need(find_passkey(store, LAPTOP))
    assert (again.used_on, again.key.sign_count) == ((NOW + 3 * DAY).date(), 9)
    (row,) = rows(store, passkeys)
    assert row["used_at"] % 86_400 == 0
    assert sentences(store) == []


def test_what_does_not_verify_changes_nothing(store: Store) -> None:
    """Protects the count from whoever brings a forgery."""
    let_in(store, ANNA)
    add(store)
    before = rows(store, passkeys)
    assert use(store, count=None) is None
    assert use(store, PHONE) is None
    assert rows(store, passkeys) == before


def test_no_row_holds_a_name_a_credential_or_a_key_in_clear(store: Store) -> None:
    """Protects people from a thief of the file: nothing tells whose devices these are."""
    let_in(store, ANNA)
    add(store, name="Anna's laptop on ward 3")
    stored = repr(rows(store, passkeys))
    assert not [each for each in ("anna", "Anna", "ward", "credential of", "public key") if each in stored]


def test_people_have_several_and_remove_one_by_one(store: Store) -> None:
    """Protects "several per person, named, revoked singly"."""
    let_in(store, ANNA)
    first, second = need(add(store)), need(add(store, credential=PHONE, name="Phone"))
    assert list_names(store) == ["Laptop", "Phone"]
    assert need(remove(store, first.number)) == first
    assert list_names(store) == ["Phone"]
    assert use(store, LAPTOP) is None
    assert need(use(store, PHONE)).number == second.number
    assert sentences(store) == []


def test_there_are_twenty_at_most_also_over_linked_accounts(store: Store) -> None:
    """Protects the store, and its owner: the limit is that of the person."""
    let_in(store, ANNA, BEN)
    for number in range(MOST_PASSKEYS - 1):
        need(add(store, credential=f"device {number}".encode()))
    code = does(store, ANNA, lambda uow: AccountLinks(uow).offer()).code
    assert does(store, BEN, lambda uow: AccountLinks(uow).join(code)) is None
    need(add(store, BEN, b"the last one"))
    assert [add(store, who, b"one more") for who in (ANNA, BEN)] == [PasskeyRefusal.TOO_MANY] * 2
    assert len(rows(store, passkeys)) == MOST_PASSKEYS


def test_somebody_elses_credential_is_not_added_again(store: Store) -> None:
    """Protects the owner of a passkey: nobody takes its place by adding the same credential to their own account."""
    let_in(store, ANNA, BEN)
    add(store)
    before = rows(store, passkeys)
    assert [add(store, who, LAPTOP) for who in (BEN, ANNA)] == [PasskeyRefusal.KNOWN] * 2
    assert rows(store, passkeys) == before
    assert need(use(store)).account == ANNA


def test_who_is_not_in_adds_none(store: Store) -> None:
    """Protects "registered after the invitation": an account without access has no passkeys."""
    let_in(store, BEN)
    revoke(store, BEN)
    assert [add(store, each) for each in (ANNA, BEN)] == [PasskeyRefusal.NO_ACCESS] * 2
    assert rows(store, passkeys) == []


def test_nobody_removes_somebody_elses(store: Store) -> None:
    """Protects people from each other: a number that is not theirs names nothing."""
    let_in(store, ANNA, BEN)
    number = need(add(store)).number
    assert remove(store, number, BEN) is None
    assert [remove(store, each) for each in (0, -1, number + 1, 2**40)] == [None] * 4
    assert need(use(store)).number == number


def test_the_list_has_those_of_all_accounts_and_each_can_be_removed_from_any(store: Store) -> None:
    """Protects whoever came back by an invitation: the passkey of the earlier account is theirs to remove."""
    let_in(store, ANNA, BEN)
    number = need(add(store)).number
    add(store, BEN, PHONE, "Phone")
    code = does(store, ANNA, lambda uow: AccountLinks(uow).offer()).code
    assert does(store, BEN, lambda uow: AccountLinks(uow).join(code)) is None
    assert list_names(store, ANNA) == list_names(store, BEN) == ["Laptop", "Phone"]
    assert need(use(store)).account == ANNA
    need(remove(store, number, BEN))
    assert list_names(store, ANNA) == ["Phone"]
    assert sentences(store) == []


def test_removing_one_signs_out_whoever_came_in_by_it_but_the_one_in_use(store: Store) -> None:
    """Protects against a stolen device: the browser that used its passkey is out at once, and no other one."""
    let_in(store, ANNA)
    first, second = need(add(store)), need(add(store, credential=PHONE))
    stolen, here = sign_in(store, first.way), sign_in(store, first.way)
    others = [sign_in(store), sign_in(store, second.way)]
    used = find_sign_in(store, here, NOW, LIMITS)
    assert used is not None
    need(remove(store, first.number, kept=used.token))
    assert find_sign_in(store, stolen, NOW, LIMITS) is None
    assert all(find_sign_in(store, each, NOW, LIMITS) for each in (here, *others))


def test_losing_access_removes_the_passkeys_for_good(store: Store) -> None:
    """Protects "at once": nobody who was revoked comes back by a passkey, also once they are let in again."""
    let_in(store, ANNA, BEN)
    need(add(store))
    sign_in(store, "passkey 1")
    need(add(store, BEN, PHONE))
    revoke(store)
    assert use(store) is None
    assert (len(rows(store, passkeys)), rows(store, sign_ins)) == (1, [])
    let_in(store, ANNA)
    assert use(store) is None
    assert need(use(store, PHONE)).account == BEN
    assert sentences(store) == []


def test_a_passkey_that_was_put_back_after_its_removal_is_of_no_use_and_is_found(store: Store) -> None:
    """Protects a removal from whoever may write to the database: the store's own chain tells of it."""
    let_in(store, ANNA)
    number = need(add(store)).number
    (row,) = rows(store, passkeys)
    remove(store, number)
    put_back(store, row)
    assert use(store) is None
    assert sentences(store) == [
        f"the realm: the passkey of entry {number} is there, but was removed, or no entry adds it to its account"
    ]
    assert need(remove(store, number)).number == number  # it can be removed again
    assert sentences(store) == []


def test_a_passkey_that_was_put_back_after_a_revocation_is_of_no_use_and_is_found(store: Store) -> None:
    """Protects a revocation, also after the account was let in again."""
    let_in(store, ANNA)
    need(add(store))
    (row,) = rows(store, passkeys)
    revoke(store)
    put_back(store, row)
    assert use(store) is None
    assert [each for each in sentences(store) if each.startswith("the realm: the passkey of entry")]
    let_in(store, ANNA)
    assert use(store) is None


def test_a_passkey_that_no_entry_adds_to_its_account_is_of_no_use_and_is_found(store: Store) -> None:
    """Protects against a row that names another entry, as only whoever has the key could make one."""
    let_in(store, ANNA, BEN)
    mine, other = need(add(store)), need(add(store, BEN, PHONE))
    forged = [replace(mine, number=each) for each in (other.number, other.number + 1, 1)]
    for each in forged:
        with store.database.writing() as connection:
            connection.execute(delete(passkeys).where(passkeys.c.account == rows_of(store, ANNA)))
        put_back(store, make_passkey_row(store.keyring, each))
        assert use(store) is None
        assert [
            found
            for found in sentences(store)
            if found.startswith(f"the realm: the passkey of entry {each.number} is there")
        ]


def rows_of(store: Store, who: str) -> bytes:
    """Returns the keyed hash of an account."""
    return store.keyring.hash_lookup("person", who)


def test_a_passkey_that_was_taken_from_the_table_is_found(store: Store) -> None:
    """Protects people from being kept out unseen: an entry adds it, and none removes it."""
    let_in(store, ANNA)
    number = need(add(store)).number
    with store.database.writing() as connection:
        connection.execute(delete(passkeys))
    assert sentences(store) == [f"the realm: the passkey of entry {number} was added and not removed, but is not there"]


@pytest.mark.parametrize("column", ["account", "made_at", "used_at", "sealed"])
def test_a_changed_passkey_lets_nobody_in_and_the_audit_finds_it(store: Store, column: str) -> None:
    """Protects the row by its seal: no key is exchanged, and no passkey given to another account."""
    let_in(store, ANNA)
    add(store)
    use(store)
    (row,) = rows(store, passkeys)
    value = row[column]
    changed = bytes([value[0] ^ 1, *value[1:]]) if isinstance(value, bytes) else value + 86_400
    with store.database.writing() as connection:
        connection.execute(update(passkeys).values({column: changed}))
    with pytest.raises(Damaged, match="a passkey was changed outside of this program"):
        find_passkey(store, LAPTOP)
    with pytest.raises(Damaged, match="a passkey was changed outside of this program"):
        use(store, count=10)
    assert [each for each in sentences(store) if "passkey" in each]


def test_the_trail_tells_who_added_and_removed_which(store: Store) -> None:
    """Protects the audit: a passkey is named by the entry that added it, and by no name that its person gave it."""
    let_in(store, ANNA)
    number = need(add(store, name="Anna's own phone")).number
    remove(store, number)
    (found,) = [each for each in inspect_all(store) if each.subject == "the realm"]
    added, removed = [entry for _, entry in found.entries][-2:]
    assert (added.kind, added.who) == (EntryKind.PASSKEY_ADDED, ANNA)
    assert (removed.kind, removed.note) == (EntryKind.PASSKEY_REMOVED, f"{number} of {added.note}")
    assert "phone" not in repr((added.note, removed.note))


def test_the_sweep_leaves_passkeys_alone(store: Store) -> None:
    """Protects whoever was on leave: a passkey does not expire."""
    let_in(store, ANNA)
    add(store)
    sweep(store, NOW + timedelta(days=800))
    assert need(use(store, at=timedelta(days=800))).account == ANNA
