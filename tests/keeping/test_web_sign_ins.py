"""Sign-ins: a browser that was let in stays so until it rests too long, its time is over, or its access is taken."""

from datetime import timedelta
from pathlib import Path

import pytest
from intruder import rows, sentences
from sqlalchemy import update
from stores import KEY, NOW, OTHER_KEY, Person, place, store_at

from storage.database.schema import sign_ins
from storage.features.members import Members, Role
from storage.features.sign_ins import (
    COOKIE_BYTES,
    SignIn,
    SignInLimits,
    begin_sign_in,
    end_all_sign_ins,
    end_sign_in,
    find_sign_in,
    touch_sign_in,
)
from storage.maintenance.backup import back_up
from storage.maintenance.restoring import restore
from storage.maintenance.rotation import rotate
from storage.maintenance.sweep import sweep
from storage.model.errors import Damaged
from storage.model.people import AccountName
from storage.opening.location import StoreLocation
from storage.unit_of_work.store import Store

LIMITS = SignInLimits(timedelta(hours=1), timedelta(hours=12))
MINUTE = timedelta(minutes=1)


def let_in(store: Store, who: str = "web:anna", role: Role = Role.CLINICIAN) -> str:
    """Lets somebody in with a browser, and returns its cookie."""
    carla = Person(store, "carla")
    token = store.take(carla.inbound(), lambda uow: Members(uow).invite(role, timedelta(days=1))).value
    anna = Person(store, who)
    store.take(anna.inbound(), lambda uow: Members(uow).let_in(AccountName(who), token))
    return sign_in(store, who)


def sign_in(store: Store, who: str = "web:anna") -> str:
    """Signs one more browser of somebody in, and returns its cookie."""
    taken = store.take(Person(store, who).inbound(), lambda uow: begin_sign_in(uow, uow.inbound.account, LIMITS))
    return str(taken.value)


def find(store: Store, cookie: str, after: timedelta = timedelta()) -> SignIn | None:
    return find_sign_in(store, cookie, NOW + after, LIMITS)


def need(store: Store, cookie: str, after: timedelta = timedelta()) -> SignIn:
    found = find(store, cookie, after)
    assert found is not None
    return found


def test_a_cookie_finds_whose_it_is_and_until_when(store: Store) -> None:
    """Protects the page: it is shown to the account that was let in, with its role."""
    found = need(store, let_in(store, role=Role.REFERRER), 5 * MINUTE)
    assert (found.account, found.role) == ("web:anna", "referrer")
    assert (found.used_at, found.ends_at) == (NOW, NOW + LIMITS.idle)


def test_each_cookie_is_new_and_long_and_no_row_holds_it(store: Store) -> None:
    """Protects cookies from being guessed, and a thief of the database from having one."""
    cookies = {let_in(store), *(sign_in(store) for _ in range(20))}
    assert len(cookies) == 21
    assert {len(cookie) for cookie in cookies} == {COOKIE_BYTES * 4 // 3 + 1}
    stored = repr(rows(store, sign_ins))
    assert not [cookie for cookie in cookies if cookie in stored]
    assert "anna" not in stored


def test_what_is_no_cookie_of_ours_finds_nothing(store: Store) -> None:
    """Protects strangers' silence: an unknown cookie is as if there were none."""
    cookie = let_in(store)
    others = ["", "x", cookie[:-1], cookie + "A", cookie.swapcase(), "\0", "é" * 43]
    assert [find(store, each) for each in others] == [None] * len(others)


def test_a_sign_in_ends_when_it_rests_too_long_and_use_keeps_it_on(store: Store) -> None:
    """Protects a computer that is left alone: the idle limit counts from the last use."""
    cookie = let_in(store)
    assert find(store, cookie, LIMITS.idle - MINUTE) is not None
    assert find(store, cookie, LIMITS.idle) is None
    assert touch_sign_in(store, need(store, cookie), NOW + 30 * MINUTE)
    assert find(store, cookie, LIMITS.idle + 29 * MINUTE) is not None
    assert find(store, cookie, LIMITS.idle + 30 * MINUTE) is None


def test_a_sign_in_ends_at_its_absolute_limit_however_much_it_is_used(store: Store) -> None:
    """Protects a stolen cookie from working for ever."""
    cookie = let_in(store)
    for minutes in range(50, 12 * 60, 50):
        assert touch_sign_in(store, need(store, cookie, minutes * MINUTE), NOW + minutes * MINUTE)
    assert need(store, cookie, LIMITS.lasts - MINUTE).ends_at == NOW + LIMITS.lasts
    assert find(store, cookie, LIMITS.lasts) is None


def test_a_shorter_limit_counts_for_those_that_are_signed_in(store: Store) -> None:
    """Protects an operator who shortens a limit: no earlier sign-in outlives it."""
    cookie = let_in(store)
    assert find_sign_in(store, cookie, NOW + MINUTE, SignInLimits(timedelta(hours=1), timedelta(hours=2))) is None


def test_a_clock_that_is_set_back_makes_no_sign_in_last_longer(store: Store) -> None:
    """Protects the limits from the clock: one that ran ahead, or was set back, gives nothing a longer life."""
    cookie = let_in(store)
    assert find(store, cookie, -timedelta(hours=3)) is None
    store.not_before = NOW + timedelta(hours=13)
    assert find(store, cookie, timedelta(hours=0)) is None


def test_use_is_written_once_a_minute_at_most(store: Store) -> None:
    """Protects the disk: a page that is reloaded again and again costs one write a minute."""
    cookie = let_in(store)
    assert [touch_sign_in(store, need(store, cookie), NOW + timedelta(seconds=each)) for each in (0, 59)] == [False] * 2
    before = need(store, cookie)
    assert touch_sign_in(store, before, NOW + MINUTE)
    assert not touch_sign_in(store, before, NOW + MINUTE)
    assert need(store, cookie, 2 * MINUTE).used_at == NOW + MINUTE


def test_whoever_signs_out_is_out_and_other_browsers_stay(store: Store) -> None:
    """Protects a shared computer: the cookie that was there opens nothing, not even touched late."""
    first, second = let_in(store), sign_in(store)
    gone = need(store, first)
    end_sign_in(store, gone)
    assert not touch_sign_in(store, gone, NOW + 5 * MINUTE)
    assert find(store, first) is None
    assert find(store, second) is not None


def test_all_sign_ins_of_an_account_can_be_ended_at_once(store: Store) -> None:
    """Protects somebody who left a browser open elsewhere; nobody else is signed out."""
    mine, other = [let_in(store), sign_in(store)], let_in(store, "web:ben")
    store.take(Person(store, "web:anna").inbound(), lambda uow: end_all_sign_ins(uow, uow.inbound.account))
    assert [find(store, each) for each in mine] == [None, None]
    assert find(store, other) is not None


def test_revoking_ends_every_sign_in_at_once_and_for_good(store: Store) -> None:
    """Protects against a thief of a cookie: after a revocation it opens nothing, also when access is given again."""
    cookie, carla = let_in(store), Person(store, "carla")
    reference = store.take(carla.inbound(), lambda uow: Members(uow).make_reference(AccountName("web:anna"))).value
    store.take(carla.inbound(), lambda uow: Members(uow).revoke(reference))
    assert find(store, cookie) is None
    assert rows(store, sign_ins) == []
    let_in(store)
    assert find(store, cookie) is None


def test_a_sign_in_that_was_put_back_gives_a_revoked_account_nothing(store: Store) -> None:
    """Protects the revocation from whoever may write to the database: the account's own row says that it is over."""
    cookie, carla = let_in(store), Person(store, "carla")
    (row,) = rows(store, sign_ins)
    reference = store.take(carla.inbound(), lambda uow: Members(uow).make_reference(AccountName("web:anna"))).value
    store.take(carla.inbound(), lambda uow: Members(uow).revoke(reference))
    with store.database.writing() as connection:
        connection.execute(sign_ins.insert(), [row])
    assert find(store, cookie) is None


@pytest.mark.parametrize("column", ["account", "begun_at", "used_at", "expires_at", "sealed"])
def test_a_changed_sign_in_lets_nobody_in_and_the_audit_finds_it(store: Store, column: str) -> None:
    """Protects the row by its seal: no limit is moved, and no account given away, behind our back."""
    cookie = let_in(store)
    (row,) = rows(store, sign_ins)
    value = row[column]
    changed = bytes([value[0] ^ 1, *value[1:]]) if isinstance(value, bytes) else value + 3_600
    with store.database.writing() as connection:
        connection.execute(update(sign_ins).values({column: changed}))
    with pytest.raises(Damaged, match="a sign-in was changed outside of this program"):
        find(store, cookie)
    assert [each for each in sentences(store) if each.startswith("a sign-in")]


def test_a_sign_in_that_is_over_is_swept_and_no_other(store: Store) -> None:
    """Protects the database from growing, and whoever is signed in from the sweep."""
    let_in(store)
    sweep(store, NOW + LIMITS.lasts - MINUTE)
    assert len(rows(store, sign_ins)) == 1
    sweep(store, NOW + LIMITS.lasts)
    assert rows(store, sign_ins) == []


def test_a_deep_rotation_signs_nobody_out(where: StoreLocation) -> None:
    """Protects people in mid-form: their rows are sealed anew, and found by the cookie as before."""
    with store_at(where) as store:
        cookie = let_in(store)
        rotate(store, OTHER_KEY, NOW, "an operator", is_deep=True)
    with store_at(where, OTHER_KEY) as store:
        found = need(store, cookie)
        assert found.account == "web:anna"
        assert touch_sign_in(store, found, NOW + 2 * MINUTE)
        assert sentences(store) == []
        later = sign_in(store)
        assert find(store, later) is not None
        store.take(Person(store, "web:anna").inbound(), lambda uow: end_all_sign_ins(uow, uow.inbound.account))
        assert [find(store, each) for each in (cookie, later)] == [None, None]


def test_a_restored_backup_has_nobody_signed_in(store: Store, tmp_path: Path) -> None:
    """Protects a sign-out: what was ended after the backup must not come back with it."""
    let_in(store)
    file = tmp_path / "a.backup"
    back_up(store, file, NOW, "an operator")
    (tmp_path / "there").mkdir()
    there = place(tmp_path / "there")
    restore(file, there, KEY, NOW, "an operator")
    with store_at(there) as restored:
        assert rows(restored, sign_ins) == []
