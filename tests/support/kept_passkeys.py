"""Passkeys in a store without a page: somebody is let in, adds some, uses and removes them."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from stores import NOW, Person

from storage.database.schema import passkeys
from storage.features.members import Members, Role
from storage.features.passkey_rows import Passkey, PasskeyCredential, list_passkeys
from storage.features.passkeys import PasskeyRefusal, add_passkey, remove_passkey, use_passkey
from storage.features.sign_ins import SignInLimits, begin_sign_in
from storage.model.people import AccountName
from storage.unit_of_work.store import Store

LIMITS = SignInLimits(timedelta(hours=1), timedelta(hours=12))
ANNA, BEN = "web:anna", "web:ben"
LAPTOP, PHONE = b"the credential of a laptop", b"the credential of a phone"


def does(store: Store, who: str, handle: Any, at: timedelta = timedelta()) -> Any:
    """Lets somebody do something in an event of theirs."""
    return store.take(Person(store, who, now=NOW + at).inbound(), handle).value


def let_in(store: Store, *people: str) -> None:
    """Lets people in."""
    for who in people:
        token = does(store, "carla", lambda uow: Members(uow).invite(Role.CLINICIAN, timedelta(days=9)))
        does(store, who, lambda uow, token=token: Members(uow).let_in(uow.inbound.account, token))


def add(store: Store, who: str = ANNA, credential: bytes = LAPTOP, name: str = "Laptop") -> Passkey | PasskeyRefusal:
    """Adds a passkey to somebody's account."""
    added: Passkey | PasskeyRefusal = does(
        store, who, lambda uow: add_passkey(uow, PasskeyCredential(credential, b"a public key", 7, name))
    )
    return added


def need(found: Passkey | PasskeyRefusal | None) -> Passkey:
    """Returns what must be a passkey."""
    assert isinstance(found, Passkey), found
    return found


def use(store: Store, credential: bytes = LAPTOP, count: int | None = 8, at: timedelta = timedelta()) -> Passkey | None:
    """Uses a passkey; what was brought has this sign count, or does not verify."""
    used: Passkey | None = does(store, "whoever", lambda uow: use_passkey(uow, credential, lambda _: count), at)
    return used


def remove(store: Store, number: int, who: str = ANNA, kept: bytes = b"") -> Passkey | None:
    """Removes a passkey, as somebody asks for it."""
    removed: Passkey | None = does(store, who, lambda uow: remove_passkey(uow, number, kept))
    return removed


def list_names(store: Store, who: str = ANNA) -> list[str]:
    """Returns the names of the passkeys of somebody."""
    found = does(store, who, lambda uow: list_passkeys(uow.reading, uow.keyring, uow.person))
    return [each.key.name for each in found]


def sign_in(store: Store, way: str = "", who: str = ANNA) -> str:
    """Signs a browser of somebody in, and returns its cookie."""
    return str(does(store, who, lambda uow: begin_sign_in(uow, uow.inbound.account, LIMITS, way=way)))


def revoke(store: Store, who: str = ANNA) -> None:
    """Takes somebody's access."""
    reference = does(store, "carla", lambda uow: Members(uow).make_reference(AccountName(who)))
    assert does(store, "carla", lambda uow: Members(uow).revoke(reference)) is not None


def put_back(store: Store, row: dict[str, Any]) -> None:
    """Puts a row of a passkey back behind the program's back."""
    with store.database.writing() as connection:
        connection.execute(insert(passkeys), [row])
