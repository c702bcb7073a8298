"""Invitations: each lets one account in, once, with a role. Only the hash of what it carries is stored."""

import base64
import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage.audit.chain import read_entry
from storage.audit.generations import pick_secrets
from storage.crypto.keyring import STORE_CHAIN
from storage.crypto.row_seals import INVITATION_SEAL
from storage.database.schema import invitations
from storage.features.expiry import is_open
from storage.features.grant_notes import (
    REFERENCE_CHARACTERS,
    describe_invited,
    make_account_reference,
    make_invitation_reference,
    read_let_in,
)
from storage.model.codec import pack, unpack
from storage.model.entries import EntryKind
from storage.model.people import AccountName, PersonId
from storage.unit_of_work.account_rows import StoredAccount
from storage.unit_of_work.unit_of_work import UnitOfWork

TOKEN_BYTES = 20
"""What an invitation carries: 160 random bits, 27 characters that fit a deep link."""

LONGEST = timedelta(days=90)
"""How long an invitation lasts at most."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation that is used: its keyed hash, for which role, who invited, and for whom it was meant.

    `person` is whose account is let in. An invitation back names a `former` account of theirs.
    """

    hashed: bytes
    role: str
    by: str = field(repr=False)
    note: str = field(repr=False)
    person: PersonId = field(repr=False)
    former: AccountName | None = field(default=None, repr=False)


def write_invitation(
    uow: UnitOfWork, role: str, lasts: timedelta, note: str, former: StoredAccount | None = None
) -> str:
    """Writes an invitation by the person of the event, with an entry in the store's own chain; returns its token.

    With a `former` account it is an invitation back: whoever uses it is let in as that account's person.
    """
    token = base64.urlsafe_b64encode(secrets.token_bytes(TOKEN_BYTES)).decode().rstrip("=")
    hashed = uow.keyring.hash_lookup("invitation", token)
    reference = make_invitation_reference(uow.keyring, token)
    back = "" if former is None else make_account_reference(uow.keyring, former.name)
    entry = uow.note_store(EntryKind.INVITED, describe_invited(role, note, reference, back))
    leads_back = {} if former is None else {"for": former.name, "since": former.columns["let_in_at"]}
    content = pack({"by": uow.person, "note": note, "entry": entry} | leads_back)
    until = int((uow.now + lasts).timestamp())
    row = {"token": hashed, "role": role, "expires_at": until, "used_at": None}
    uow.begin_writing().execute(insert(invitations), INVITATION_SEAL.make(uow.keyring.store_key, row, content))
    return token


def use_invitation(uow: UnitOfWork, token: str, account: AccountName) -> Invitation | None:
    """Uses an invitation up for an account, and returns it; None where `find_invitation` finds none.

    Nor does an invitation back work for an account that was somebody else's, or where its person lost access since.
    """
    uow.begin_changing_accounts()
    row = find_invitation(uow, token)
    invited = None if row is None else _read_invitation(uow, row, account)
    if row is None or invited is None:
        return None
    used = INVITATION_SEAL.change(uow.keyring.store_key, row, used_at=int(uow.inbound.at.timestamp()))
    uow.begin_writing().execute(_USE, used | {"b_token": row.token})
    return invited


def _read_invitation(uow: UnitOfWork, row: Any, account: AccountName) -> Invitation | None:
    plain = unpack(INVITATION_SEAL.unseal(uow.keyring.store_key, row))
    invited = Invitation(row.token, row.role, plain["by"], plain["note"], uow.find_person(account))
    if "for" not in plain:
        return invited
    former, own = uow.find_account(AccountName(plain["for"])), uow.find_account(account)
    if former is None or not former.has_access or former.columns["let_in_at"] != plain["since"]:
        return None
    if own is not None and own.person != former.person:
        return None
    return replace(invited, person=former.person, former=former.name)


def is_known_invitation(uow: UnitOfWork, token: str) -> bool:
    """Says whether there was ever an invitation with this token, whether or not it works now."""
    hashes = [each.hash_lookup("invitation", token) for each in uow.keyring.generations]
    return uow.reading.execute(_INVITATION, {"tokens": hashes}).first() is not None


def find_invitation(uow: UnitOfWork, token: str) -> Any | None:
    """Returns the row of an invitation that works, and keeps it from others until the transaction ends.

    Returns None where it is unknown, used or expired, or was made by a clock far ahead. One from before
    a deep rotation is found by its former hash: nobody knows its token any more.
    """
    hashes, now = [each.hash_lookup("invitation", token) for each in uow.keyring.generations], uow.now
    row = uow.reading.execute(_INVITATION, {"tokens": hashes}).first()
    if row is None:
        return None
    plain = unpack(INVITATION_SEAL.unseal(uow.keyring.store_key, row))
    is_used = row.used_at is not None or _was_used(uow, row.token, plain.get("entry", 0))
    return row if not is_used and is_open(row.expires_at, now, LONGEST) else None


def _was_used(uow: UnitOfWork, hashed: bytes, entry: int) -> bool:
    """Says whether the store's own chain tells of a use after this entry: the row may have been put back."""
    rows = uow.list_entries(STORE_CHAIN)
    reference = hashed.hex()[:REFERENCE_CHARACTERS]
    for secret, row in zip(pick_secrets(uow.keyring, uow.keyring.store_keys, rows), rows, strict=True):
        told = read_entry(secret, row) if row.number > entry else None
        if told is not None and told.kind is EntryKind.LET_IN and read_let_in(told.note).invitation == reference:
            return True
    return False


_INVITATION = select(invitations).where(invitations.c.token.in_(bindparam("tokens", expanding=True))).with_for_update()
_USE = (
    update(invitations)
    .where(invitations.c.token == bindparam("b_token"))
    .values(used_at=bindparam("used_at"), sealed=bindparam("sealed"))
)
