"""Access by a hospital: whom it identifies is let in with the account that their subject there has here.

That account bears a keyed hash of issuer and subject. Nothing else of who somebody is comes into the database.
"""

import asyncio
import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling.chat_handler import ChatHandler
from bot.channels.handling.command_text import START
from bot.channels.web.access.hospital_way import HOSPITAL_WAY
from bot.channels.web.access.web_access import EnteringResult, WebAccess
from bot.channels.web.hospitals.provider_port import VerifiedIdentity
from bot.channels.web.hospitals.sign_in_attempt import SignInAttempt
from dialogs.conversation.messages import make_notice
from storage.crypto.keyring import Keyring
from storage.features.members import Role
from storage.features.sign_ins import SignIn, begin_sign_in
from storage.features.vouching import VouchOutcome, vouch
from storage.model.people import AccountName
from storage.unit_of_work.account_rows import find_account
from storage.unit_of_work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class HospitalResult(EnteringResult):
    """What came of it that a hospital identified somebody; `outcome` is None where the answer had come before."""

    outcome: VouchOutcome | None = None


class HospitalAccess:
    """Lets in whom hospitals identify."""

    def __init__(self, access: WebAccess) -> None:
        self._access, self._handler = access, access.handler
        self._store = access.handler.writer.store
        self._chats = ChatHandler(access.handler.channel, access.handler.service)

    @property
    def now(self) -> int:
        """The time, in seconds."""
        return int(self._handler.now().timestamp())

    @property
    def hash_lookup(self) -> Callable[[str, str], bytes]:
        """What derives attempts. A deep rotation renews it: those that are under way begin again."""
        return self._store.keyring.hash_lookup

    async def let_in(
        self, identity: VerifiedIdentity, role: Role | None, attempt: SignInAttempt, former: SignIn | None
    ) -> HospitalResult:
        """Lets a browser in, with a new cookie, once for each attempt; or says why not.

        `role` is None where no group of theirs has one. Raises `Unavailable`: then nothing of it was kept.
        """
        account = await asyncio.to_thread(self._find_name, identity)
        event_id = f"hospital:{self.hash_lookup('hospital event', attempt.state).hex()}"
        event = ChannelEvent(event_id, account, account, text=START)
        enter = partial(self._enter, event=event, role=role, hospital=attempt.hospital, former=former)
        entered = await self._access.let_in(event_id, account, enter)
        return entered if isinstance(entered, HospitalResult) else HospitalResult(None, is_known=True)

    def _find_name(self, identity: VerifiedIdentity) -> AccountName:
        """Returns the name of somebody's account: that from before a deep rotation, where there is one.

        Else whoever was revoked would be somebody new after a rotation.
        """
        keyring, channel = self._store.keyring, self._handler.channel.name
        present, *older = (name_vouched_account(each, channel, identity) for each in keyring.generations)
        if older:
            with self._store.reading() as repository:
                for name in (present, *older):
                    if find_account(repository.connection, keyring.hash_lookup("person", name)) is not None:
                        return name
        return present

    def _enter(
        self, uow: UnitOfWork, event: ChannelEvent, role: Role | None, hospital: str, former: SignIn | None
    ) -> HospitalResult:
        outcome, cookie = vouch(uow, event.account, role, hospital), None
        if outcome is VouchOutcome.NEW:
            uow.enqueue([make_notice(self._handler.channel.welcome)])
            self._chats.handle(uow, event)
        if outcome.is_in:
            cookie = begin_sign_in(uow, event.account, self._access.limits, former, f"{HOSPITAL_WAY}{hospital}")
        return HospitalResult(cookie, is_known=True, outcome=outcome)


def name_vouched_account(keyring: Keyring, channel: str, identity: VerifiedIdentity) -> AccountName:
    """Returns the account of somebody whom a hospital identifies: the same each time."""
    hashed = keyring.hash_lookup("vouched account", f"{len(identity.issuer)} {identity.issuer} {identity.subject}")
    return AccountName(f"{channel}:{base64.b32encode(hashed).decode().rstrip('=').lower()}")
