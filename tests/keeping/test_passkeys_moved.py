"""Passkeys after the keys of a store were renewed, and after a backup was restored."""

from pathlib import Path

from intruder import rows, sentences
from kept_passkeys import (
    ANNA,
    BEN,
    LAPTOP,
    LIMITS,
    PHONE,
    add,
    let_in,
    list_names,
    need,
    put_back,
    remove,
    sign_in,
    use,
)
from stores import KEY, NOW, OTHER_KEY, place, store_at

from storage.database.schema import passkeys
from storage.features.passkey_rows import find_passkey
from storage.features.sign_ins import find_sign_in
from storage.maintenance.backup import back_up
from storage.maintenance.restoring import restore
from storage.maintenance.rotation import rotate
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store


def test_a_deep_rotation_keeps_all_of_them(where: StoreLocation) -> None:
    """Protects people from being kept out by a rotation: each is found, used and removed as before."""
    with store_at(where) as store:
        let_in(store, ANNA, BEN)
        first, second = need(add(store)), need(add(store, credential=PHONE, name="Phone"))
        use(store, count=8)
        cookie, other = sign_in(store, first.way), sign_in(store, second.way)
        before = {row["credential"] for row in rows(store, passkeys)}
        rotate(store, OTHER_KEY, NOW, "an operator", is_deep=True)
    with store_at(where, OTHER_KEY) as store:
        assert not before & {row["credential"] for row in rows(store, passkeys)}
        assert sentences(store) == []
        assert list_names(store) == ["Laptop", "Phone"]
        assert need(find_passkey(store, LAPTOP)).key.sign_count == 8
        assert need(use(store, count=9)).way == first.way
        need(remove(store, first.number))
        assert find_sign_in(store, cookie, NOW, LIMITS) is None
        assert find_sign_in(store, other, NOW, LIMITS) is not None
        assert use(store) is None
        need(add(store, BEN, LAPTOP))
        assert sentences(store) == []


def test_one_that_was_removed_before_a_deep_rotation_is_of_no_use_after_it(where: StoreLocation) -> None:
    """Protects a removal: the former row opens with no key any more, and the chain tells of the removal besides."""
    with store_at(where) as store:
        let_in(store, ANNA)
        number = need(add(store)).number
        (row,) = rows(store, passkeys)
        remove(store, number)
        rotate(store, OTHER_KEY, NOW, "an operator", is_deep=True)
    with store_at(where, OTHER_KEY) as store:
        put_back(store, row)
        assert find_passkey(store, LAPTOP) is None
        assert use(store) is None
        assert [each for each in sentences(store) if "passkey" in each]


def test_one_that_was_put_back_after_a_deep_rotation_is_of_no_use(where: StoreLocation) -> None:
    """Protects a removal under the new keys of a passkey that the old ones added."""
    with store_at(where) as store:
        let_in(store, ANNA)
        number = need(add(store)).number
        rotate(store, OTHER_KEY, NOW, "an operator", is_deep=True)
    with store_at(where, OTHER_KEY) as store:
        (row,) = rows(store, passkeys)
        remove(store, number)
        put_back(store, row)
        assert use(store) is None
        assert [each for each in sentences(store) if each.startswith(f"the realm: the passkey of entry {number}")]


def test_a_restored_backup_has_none_and_one_that_is_put_back_is_of_no_use(store: Store, tmp_path: Path) -> None:
    """Protects a removal: a passkey that was removed after the backup, with its device, must not come back with it."""
    let_in(store, ANNA)
    add(store)
    (row,) = rows(store, passkeys)
    file = tmp_path / "a.backup"
    back_up(store, file, NOW, "an operator")
    (tmp_path / "there").mkdir()
    there = place(tmp_path / "there")
    restore(file, there, KEY, NOW, "an operator")
    with store_at(there) as restored:
        assert rows(restored, passkeys) == []
        assert sentences(restored) == []
        put_back(restored, row)
        assert use(restored) is None
        assert [each for each in sentences(restored) if each.startswith("the realm: the passkey of entry")]
        need(remove(restored, need(find_passkey(restored, LAPTOP)).number))
        assert need(use(restored, LAPTOP) or add(restored)).account == ANNA
        assert sentences(restored) == []
