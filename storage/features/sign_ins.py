"""Sign-ins: browsers that were let in, each by the cookie that it holds. Only the cookie's keyed hash is stored."""

import base64
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage.crypto.row_seals import SIGN_IN_SEAL
from storage.database.schema import sign_ins
from storage.database.statements import fetch_rows
from storage.features.expiry import is_open
from storage.model.codec import pack, unpack
from storage.model.people import AccountName
from storage.unit_of_work.account_rows import find_account, read_account
from storage.unit_of_work.store import Store
from storage.unit_of_work.unit_of_work import UnitOfWork

COOKIE_BYTES = 32
"""What a cookie carries: 256 random bits, 43 characters."""

TOUCHED_EVERY = timedelta(minutes=1)
"""How often at most it is written that a sign-in is in use."""


@dataclass(frozen=True, slots=True)
class SignInLimits:
    """How long a sign-in lasts without use, and how long it lasts at all."""

    idle: timedelta
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class SignIn:
    """A browser that is let in: the keyed hash of its cookie, whose account it is, with which role, until when.

    `way` names the passkey or the hospital that let it in; it is empty for an invitation.
    """

    token: bytes = field(repr=False)
    account: AccountName = field(repr=False)
    role: str
    used_at: datetime
    ends_at: datetime
    way: str = field(default="", repr=False)

    def is_to_be_touched(self, now: datetime) -> bool:
        """Says whether it is to be written that it is in use: that was not done in the last minute."""
        return now - self.used_at >= TOUCHED_EVERY


def begin_sign_in(
    uow: UnitOfWork, account: AccountName, limits: SignInLimits, former: SignIn | None = None, way: str = ""
) -> str:
    """Begins a sign-in of an account that was let in, in the unit of work that lets it in; returns the cookie.

    `former` is that which the browser had before: it ends. See `SignIn` for the `way`.
    """
    cookie = base64.urlsafe_b64encode(secrets.token_bytes(COOKIE_BYTES)).decode().rstrip("=")
    now = int(uow.now.timestamp())
    row = {
        "token": uow.keyring.hash_lookup("sign-in", cookie),
        "account": uow.keyring.hash_lookup("person", account),
        "begun_at": now,
        "used_at": now,
        "expires_at": now + int(limits.lasts.total_seconds()),
    }
    content = pack({"name": account} | ({"way": way} if way else {}))
    writing = uow.begin_writing()
    if former is not None:
        writing.execute(_END, {"b_token": former.token})
    writing.execute(insert(sign_ins), SIGN_IN_SEAL.make(uow.keyring.store_key, row, content))
    return cookie


def find_sign_in(store: Store, cookie: str, now: datetime, limits: SignInLimits) -> SignIn | None:
    """Returns the sign-in of a cookie; None where there is none, it is over, or its account has no access.

    One from before a deep rotation is found by its former hash. Raises `Damaged` where its row was changed.
    """
    now = now if store.not_before is None else max(now, store.not_before)
    with store.reading() as repository:
        keyring = repository.keyring
        tokens = (each.hash_lookup("sign-in", cookie) for each in keyring.generations)
        found = (fetch_rows(repository.connection, _BY_COOKIE, {"token": token}) for token in tokens)
        row = next((rows[0] for rows in found if rows), None)
        if row is None:
            return None
        plain = unpack(SIGN_IN_SEAL.unseal(keyring.store_key, row))
        name = AccountName(plain["name"])
        account = find_account(repository.connection, keyring.hash_lookup("person", name))
        stored = None if account is None else read_account(keyring, account)
    idle_until = row.used_at + int(limits.idle.total_seconds())
    is_over = not is_open(row.expires_at, now, limits.lasts) or not is_open(idle_until, now, limits.idle)
    if stored is None or not stored.has_access or is_over:
        return None
    used_at, ends_at = (datetime.fromtimestamp(each, UTC) for each in (row.used_at, min(idle_until, row.expires_at)))
    return SignIn(row.token, name, stored.columns["role"], used_at, ends_at, plain.get("way", ""))


def touch_sign_in(store: Store, sign_in: SignIn, now: datetime) -> bool:
    """Writes that a sign-in is in use, where that was not written in the last minute; says whether it was now."""
    if not sign_in.is_to_be_touched(now):
        return False
    with store.database.writing() as connection:
        row = connection.execute(_TO_TOUCH, {"token": sign_in.token}).first()
        if row is None or row.used_at >= int(now.timestamp()):
            return False
        changed = SIGN_IN_SEAL.change(store.keyring.store_key, row, used_at=int(now.timestamp()))
        connection.execute(_TOUCH, changed | {"b_token": row.token})
    return True


def has_sign_in(uow: UnitOfWork, account: AccountName) -> bool:
    """Says whether any browser is signed in to an account, in the unit of work of an event."""
    return uow.reading.execute(_BY_ACCOUNT, {"account": uow.keyring.hash_lookup("person", account)}).first() is not None


def is_standing(uow: UnitOfWork, sign_in: SignIn) -> bool:
    """Says whether nobody has ended a sign-in, which stays so until the transaction ends: a form may be under way."""
    return uow.reading.execute(_TO_TOUCH, {"token": sign_in.token}).first() is not None


def end_sign_in(store: Store, sign_in: SignIn) -> None:
    """Ends a sign-in: its cookie lets nobody in any more."""
    with store.database.writing() as connection:
        connection.execute(_END, {"b_token": sign_in.token})


def end_all_sign_ins(uow: UnitOfWork, account: AccountName) -> None:
    """Ends all sign-ins of an account, in the unit of work of an event."""
    uow.begin_writing().execute(_END_ALL, {"b_account": uow.keyring.hash_lookup("person", account)})


_BY_COOKIE: Any = select(sign_ins).where(sign_ins.c.token == bindparam("token"))
_BY_ACCOUNT = select(sign_ins.c.token).where(sign_ins.c.account == bindparam("account")).limit(1)
_TO_TOUCH: Any = _BY_COOKIE.with_for_update()
_TOUCH = (
    update(sign_ins)
    .where(sign_ins.c.token == bindparam("b_token"))
    .values(used_at=bindparam("used_at"), sealed=bindparam("sealed"))
)
_END = delete(sign_ins).where(sign_ins.c.token == bindparam("b_token"))
_END_ALL = delete(sign_ins).where(sign_ins.c.account == bindparam("b_account"))
