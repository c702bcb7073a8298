"""An old copy of a store with its old key: all keys that both give, tried on all that another database holds."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from intruder import TABLES, Prey, prey, rows
from opened_rooms import open_rooms
from stores import ANSWERS, NOW, Person, sent_as

from storage.crypto.encryption import NONCE_BYTES, make_identity
from storage.crypto.keyring import Keyring
from storage.database.schema import entries, keyrings, screening_keys
from storage.features.account_links import AccountLinks
from storage.features.chats import ChatStates
from storage.features.dead_letters import add_dead_letter
from storage.features.enrolment_counts import EnrolmentCounts, EnrolmentStep
from storage.features.handover import Handovers
from storage.features.inaccuracies import Inaccuracies, Inaccuracy
from storage.features.members import Members, Role
from storage.features.passkey_rows import PasskeyCredential
from storage.features.passkeys import add_passkey
from storage.features.sign_ins import SignInLimits, begin_sign_in
from storage.maintenance.clock_guard import ClockGuard
from storage.model.clock import ClockReading
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Furnished:
    """A store with something in every table. `invitation` is open; `codes` hand a screening over, and link accounts."""

    prey: Prey
    invitation: str
    codes: tuple[str, str]


def furnish(store: Store, guest: str = "eve") -> Furnished:
    """Puts something into every table of a store; the guest's account becomes one of anna's."""
    attacked = prey(store)
    anna, eve = Person(store, "anna", kept=attacked.anna), Person(store, guest)
    wrong = Inaccuracy("interfant-21", "1", "question dose", "wrong")

    def does(person: Person, do: Any) -> Any:
        return store.take(person.inbound(), do).value

    for person in (anna, eve):
        token = does(anna, lambda uow: Members(uow).invite(Role.CLINICIAN, WEEK, "the ward"))
        assert does(person, lambda uow, token=token: Members(uow).let_in(uow.inbound.account, token))
    code = does(anna, lambda uow: AccountLinks(uow).offer()).code
    assert does(eve, lambda uow: AccountLinks(uow).join(code)) is None
    does(Person(store, "bob"), lambda uow: Handovers(uow).take("K7Q42MXD1"))
    does(anna, lambda uow: Inaccuracies(uow).report(wrong, "tester"))
    does(anna, lambda uow: EnrolmentCounts(uow).add("2026-05", "interfant-21", EnrolmentStep.APPROACHED, 2))
    does(anna, lambda uow: add_dead_letter(uow, "unreadable"))
    does(anna, lambda uow: ChatStates(uow).save({"menu": 1}, uow.inbound.chat))
    does(anna, lambda uow: begin_sign_in(uow, uow.inbound.account, SignInLimits(WEEK, WEEK)))
    does(eve, lambda uow: add_passkey(uow, PasskeyCredential(f"of {guest}".encode(), b"a public key", 0, "Laptop")))
    open_rooms(store, NOW, name=guest)
    ClockGuard(store, ClockReading(NOW, "a boot", 0)).look(ClockReading(NOW, "a boot", 0))
    sent_as(store, store.outbox.list_waiting("chat of anna")[0].id, 4711)
    return Furnished(
        attacked,
        does(anna, lambda uow: Members(uow).invite(Role.CLINICIAN, WEEK)),
        (does(anna, lambda uow: _offer(uow, attacked)), does(anna, lambda uow: AccountLinks(uow).offer()).code),
    )


def go_on(store: Store, furnished: Furnished, guest: str) -> None:
    """Goes on in every table of a furnished store that was opened again, with another guest."""
    Person(store, "anna", kept=furnished.prey.anna).says(ANSWERS[3])
    furnish(store, guest)


def copy_rows(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Returns all rows of a store."""
    return {table.name: rows(store, table) for table in TABLES}


def find_opened(keyring: Keyring, old: dict[str, list[dict[str, Any]]], store: Store) -> Iterator[str]:
    """Yields what the keys of an old copy open, or bind, of what a store holds and the copy does not."""
    screening_secrets = [
        secret for row in old["screening_keys"] for secret in keyring.unwrap_all(row["screening"], row["wrapped"])
    ]
    secrets = [keyring.master.secret, keyring.secret, keyring.audit_key, keyring.anchor_key, *keyring.store_keys]
    secrets += [*keyring.former, *screening_secrets]
    openers = [AESGCM(secret) for secret in secrets]
    known = [row for rows_ in old.values() for row in rows_]
    hashes = {value for row in known for name, value in row.items() if name in HASHED and value}
    for table in TABLES:
        before = old[table.name]
        for row in rows(store, table):
            if row in before and table is not entries:
                yield f"a row of {table.name} is as it was"
            if table is entries and row in before:
                continue
            for name, value in row.items():
                if isinstance(value, bytes) and any(_opens(each, value, _identify(table, row)) for each in openers):
                    yield f"{name} of {table.name}"
                if name in HASHED and value in hashes and table.name not in ("invitations", "sign_ins"):
                    yield f"{name} of {table.name} is a hash that it was before"


HASHED = ("code", "owner", "account", "person", "chat", "token", "credential")
"""The columns that hold keyed hashes."""


def _identify(table: Any, row: dict[str, Any]) -> bytes:
    if table is entries:
        return make_identity("entry", row["screening"], row["number"])
    if table is screening_keys:
        return make_identity("screening", row["screening"])
    if table is keyrings:
        return make_identity("realm", row["id"])
    columns = [row[column.name] for column in table.columns if column.name != "sealed"]
    values = tuple(int(each) if isinstance(each, bool) else each for each in columns)
    return f"{table.name}{values!a}".encode()


def _opens(opener: AESGCM, value: bytes, identity: bytes) -> bool:
    for place in (identity, b"", None):
        try:
            opener.decrypt(value[:NONCE_BYTES], value[NONCE_BYTES:], place)
        except (InvalidTag, ValueError):
            continue
        return True
    return False


def _offer(uow: UnitOfWork, attacked: Prey) -> str:
    stored = uow.find_by_id(attacked.anna.id)
    assert stored is not None
    return Handovers(uow).offer(stored).code
