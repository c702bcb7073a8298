"""Passkeys: what somebody who was let in comes back with, by themselves. Each belongs to one account.

A passkey that is added or removed is noted in the store's own chain. What it brings to sign in is checked by whoever
knows how; here stands that it counts once, and only while it is there.
"""

from collections.abc import Callable
from dataclasses import replace
from enum import Enum, auto

from sqlalchemy import bindparam, delete, insert, select, update

from storage.audit.chain import read_entry
from storage.audit.generations import pick_secrets
from storage.crypto.keyring import STORE_CHAIN
from storage.crypto.row_seals import SIGN_IN_SEAL
from storage.database.schema import passkeys, sign_ins
from storage.features.grant_notes import describe_passkey, make_account_reference
from storage.features.passkey_rows import (
    CREDENTIAL,
    Passkey,
    PasskeyCredential,
    list_passkeys,
    make_passkey_row,
    read_passkey_row,
)
from storage.features.recorded_passkeys import RecordedPasskeys
from storage.features.sign_ins import end_all_sign_ins
from storage.model.codec import unpack
from storage.model.entries import EntryKind
from storage.model.people import AccountName
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
    if len(list_passkeys(uow.reading, keyring, stored.person)) >= MOST_PASSKEYS:
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


def remove_passkey(uow: UnitOfWork, number: int, kept: bytes = b"") -> Passkey | None:
    """Removes a passkey of the event's person, and ends the sign-ins that were begun with it; None where it has none.

    The sign-in with the token `kept` goes on: it is the one that asks for this.
    """
    uow.begin_changing_accounts()
    own = list_passkeys(uow.reading, uow.keyring, uow.person)
    found = next((each for each in own if each.number == number), None)
    if found is None:
        return None
    _remove(uow, found)
    account = {"account": uow.keyring.hash_lookup("person", found.account)}
    for row in uow.reading.execute(_SIGN_INS, account).all():
        way = unpack(SIGN_IN_SEAL.unseal(uow.keyring.store_key, row)).get("way", "")
        if way == found.way and row.token != kept:
            uow.begin_writing().execute(_END, {"b_token": row.token})
    return found


def end_ways_in(uow: UnitOfWork, account: AccountName) -> None:
    """Removes all passkeys of an account that loses its access, and ends its sign-ins.

    In this order: whoever signs in with a passkey just now has its row, for which the removal waits.
    """
    hashed = {"account": uow.keyring.hash_lookup("person", account)}
    for row in uow.reading.execute(_OF_ACCOUNT, hashed).all():
        _remove(uow, read_passkey_row(uow.keyring, row))
    end_all_sign_ins(uow, account)


def _remove(uow: UnitOfWork, passkey: Passkey) -> None:
    hashed = uow.keyring.hash_lookup(CREDENTIAL, passkey.key.credential.hex())
    uow.begin_writing().execute(_REMOVE, {"b_credential": hashed})
    reference = make_account_reference(uow.keyring, passkey.account)
    uow.note_store(EntryKind.PASSKEY_REMOVED, describe_passkey(passkey.number, reference))


def _is_recorded(uow: UnitOfWork, passkey: Passkey) -> bool:
    """Says whether the store's own chain tells that a passkey is there: its row may have been put back."""
    told, rows = RecordedPasskeys(), uow.list_entries(STORE_CHAIN)
    for secret, row in zip(pick_secrets(uow.keyring, uow.keyring.store_keys, rows), rows, strict=True):
        if row.number >= passkey.number:
            told.add(row.number, read_entry(secret, row))
    return told.has(uow.keyring, passkey)


_TO_USE = select(passkeys).where(passkeys.c.credential == bindparam("credential")).with_for_update()
_OF_ACCOUNT = select(passkeys).where(passkeys.c.account == bindparam("account"))
_USE = (
    update(passkeys)
    .where(passkeys.c.credential == bindparam("b_credential"))
    .values(used_at=bindparam("used_at"), sealed=bindparam("sealed"))
)
_REMOVE = delete(passkeys).where(passkeys.c.credential == bindparam("b_credential"))
_SIGN_INS = select(sign_ins).where(sign_ins.c.account == bindparam("account"))
_END = delete(sign_ins).where(sign_ins.c.token == bindparam("b_token"))
