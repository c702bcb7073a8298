"""Removing passkeys: one by one, as their person asks for it, or all ways in of an account that loses its access.

Each removal is noted in the store's own chain. Nothing of it waits for a row that was changed outside of this program.
"""

from contextlib import suppress

from sqlalchemy import bindparam, delete, select

from storage.audit.chain import read_entry
from storage.audit.generations import pick_secrets
from storage.crypto.keyring import STORE_CHAIN
from storage.crypto.row_seals import SIGN_IN_SEAL
from storage.database.schema import passkeys, sign_ins
from storage.features.grant_notes import describe_passkey, make_account_reference
from storage.features.passkey_rows import CREDENTIAL, Passkey, list_passkeys, read_passkey_rows
from storage.features.recorded_passkeys import RecordedPasskeys
from storage.features.sign_ins import end_all_sign_ins
from storage.model.codec import unpack
from storage.model.entries import EntryKind
from storage.model.errors import Damaged
from storage.model.people import AccountName
from storage.unit_of_work.unit_of_work import UnitOfWork


def remove_passkey(uow: UnitOfWork, number: int) -> Passkey | None:
    """Removes a passkey of the event's person, and ends all sign-ins that were begun with it; None where it has none.

    A sign-in of its account that cannot be read ends too: it may have begun so, and is of no use.
    """
    uow.begin_changing_accounts()
    own = list_passkeys(uow.reading, uow.keyring, uow.person).passkeys
    found = next((each for each in own if each.number == number), None)
    if found is None:
        return None
    hashed = uow.keyring.hash_lookup(CREDENTIAL, found.key.credential.hex())
    uow.begin_writing().execute(_REMOVE, {"b_credential": hashed})
    _note_removed(uow, found.number, found.account)
    account = {"account": uow.keyring.hash_lookup("person", found.account)}
    for row in uow.reading.execute(_SIGN_INS, account).all():
        way = found.way
        with suppress(Damaged):
            way = unpack(SIGN_IN_SEAL.unseal(uow.keyring.store_key, row)).get("way", "")
        if way == found.way:
            uow.begin_writing().execute(_END, {"b_token": row.token})
    return found


def end_ways_in(uow: UnitOfWork, account: AccountName) -> int:
    """Removes all passkeys of an account that loses its access, and ends its sign-ins, in whatever state they are.

    In this order: whoever signs in with a passkey just now has its row, for which the removal waits. Returns how many
    passkeys could not be read. What the store's own chain tells of the account is then noted as removed.
    """
    hashed = uow.keyring.hash_lookup("person", account)
    found = read_passkey_rows(uow.keyring, uow.reading.execute(_OF_ACCOUNT, {"account": hashed}))
    numbers = {each.number for each in found.passkeys}
    if found.unread:
        numbers |= _list_recorded(uow, account)
    if found.count:
        uow.begin_writing().execute(_REMOVE_ALL, {"b_account": hashed})
    for number in sorted(numbers):
        _note_removed(uow, number, account)
    end_all_sign_ins(uow, account)
    return found.unread


def _list_recorded(uow: UnitOfWork, account: AccountName) -> set[int]:
    """Returns the numbers of the passkeys that the store's own chain gives an account, as far as it can be read."""
    told, rows = RecordedPasskeys(), uow.list_entries(STORE_CHAIN)
    for secret, row in zip(pick_secrets(uow.keyring, uow.keyring.store_keys, rows), rows, strict=True):
        with suppress(Damaged):
            told.add(row.number, read_entry(secret, row))
    return told.list_of(uow.keyring, account)


def _note_removed(uow: UnitOfWork, number: int, account: AccountName) -> None:
    reference = make_account_reference(uow.keyring, account)
    uow.note_store(EntryKind.PASSKEY_REMOVED, describe_passkey(number, reference))


_OF_ACCOUNT = select(passkeys).where(passkeys.c.account == bindparam("account"))
_REMOVE = delete(passkeys).where(passkeys.c.credential == bindparam("b_credential"))
_REMOVE_ALL = delete(passkeys).where(passkeys.c.account == bindparam("b_account"))
_SIGN_INS = select(sign_ins).where(sign_ins.c.account == bindparam("account"))
_END = delete(sign_ins).where(sign_ins.c.token == bindparam("b_token"))
