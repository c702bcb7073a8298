"""Passkeys: what somebody who was let in comes back with, by themselves. Each belongs to one account.

A passkey that is added is noted in the store's own chain. What it brings to sign in is checked by whoever
knows how; here stands that it counts once, and only while it is there.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto

from sqlalchemy import bindparam, insert, select, update

from storage.audit.chain import read_entry
from storage.audit.generations import pick_secrets
from storage.crypto.keyring import STORE_CHAIN
from storage.database.schema import passkeys
from storage.features.grant_notes import make_account_reference
from storage.features.passkey_rows import (
    CREDENTIAL,
    Passkey,
    PasskeyCredential,
    list_passkeys,
    make_passkey_row,
    read_passkey_row,
)
from storage.features.recorded_passkeys import RecordedPasskeys
from storage.model.entries import NO_HEAD, EntryKind
from storage.unit_of_work.unit_of_work import UnitOfWork

MOST_PASSKEYS = 20
"""How many passkeys a person has at most: no one has so many devices, and each is one more that can be lost."""


class PasskeyRefusal(Enum):
    """Why a passkey is not added: there are too many, its credential is there already, or its account has no access."""

    TOO_MANY = auto()
    KNOWN = auto()
    NO_ACCESS = auto()


def add_passkey(uow: UnitOfWork, new: PasskeyCredential) -> Passkey | PasskeyRefusal:
    """Adds a passkey to the account of the event, with an entry in the store's own chain; or says why not."""
    uow.begin_changing_accounts()
    account, keyring = uow.inbound.account, uow.keyring
    stored = uow.find_account(account)
    if stored is None or not stored.has_access:
        return PasskeyRefusal.NO_ACCESS
    hashed = keyring.hash_lookup(CREDENTIAL, new.credential.hex())
    if uow.reading.execute(_TO_USE, {"credential": hashed}).first() is not None:
        return PasskeyRefusal.KNOWN
    if list_passkeys(uow.reading, keyring, stored.person).count >= MOST_PASSKEYS:
        return PasskeyRefusal.TOO_MANY
    number = uow.note_store(EntryKind.PASSKEY_ADDED, make_account_reference(keyring, account))
    passkey = Passkey(number, account, uow.now, None, new)
    uow.begin_writing().execute(insert(passkeys), make_passkey_row(keyring, passkey))
    return passkey


def use_passkey(uow: UnitOfWork, credential: bytes, verify: Callable[[Passkey], int | None]) -> Passkey | None:
    """Uses a passkey to sign in, and returns it; None where it lets nobody in.

    `verify` returns its new sign count, or None where what was brought was not made with it. Nor does one count that
    was put back after its removal, or whose account has no access. It is kept from others until the transaction ends.
    """
    hashed = uow.keyring.hash_lookup(CREDENTIAL, credential.hex())
    row = uow.reading.execute(_TO_USE, {"credential": hashed}).first()
    passkey = None if row is None else read_passkey_row(uow.keyring, row)
    account = None if passkey is None else uow.find_account(passkey.account)
    if passkey is None or account is None or not account.has_access or not _is_recorded(uow, passkey):
        return None
    count = verify(passkey)
    if count is None:
        return None
    used = replace(passkey, used_on=uow.now.date(), key=replace(passkey.key, sign_count=count))
    columns = make_passkey_row(uow.keyring, used)
    uow.begin_writing().execute(_USE, columns | {"b_credential": hashed})
    return used


def _is_recorded(uow: UnitOfWork, passkey: Passkey) -> bool:
    """Says whether the store's own chain tells that a passkey is there: its row may have been put back.

    Only what came since it was added is read, with the entry before, to which the first of these is bound.
    """
    told, rows = RecordedPasskeys(), uow.list_entries(STORE_CHAIN, max(passkey.number - 2, 0))
    before = rows.pop(0).mac if rows and rows[0].number < passkey.number else NO_HEAD
    for secret, row in zip(pick_secrets(uow.keyring, uow.keyring.store_keys, rows, before), rows, strict=True):
        told.add(row.number, read_entry(secret, row))
    return told.has(uow.keyring, passkey)


_TO_USE = select(passkeys).where(passkeys.c.credential == bindparam("credential")).with_for_update()
_USE = (
    update(passkeys)
    .where(passkeys.c.credential == bindparam("b_credential"))
    .values(used_at=bindparam("used_at"), sealed=bindparam("sealed"))
)
