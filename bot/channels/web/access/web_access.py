"""Access to the page: who enters by an invitation, who is signed in, and who signs out."""

import asyncio
import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import perf_counter

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling.channel_handler import ChannelHandler
from bot.channels.handling.chat_handler import ChatHandler
from bot.channels.handling.command_text import START, find_token
from bot.channels.web.access.guess_limits import GuessLimits
from bot.channels.web.posts.page_mark import MarkSigner
from bot.observability.metric_words import UpdateResult
from storage.features.grant_notes import make_account_reference
from storage.features.invitations import is_known_invitation
from storage.features.sign_ins import (
    SignIn,
    SignInLimits,
    begin_sign_in,
    end_sign_in,
    find_sign_in,
    has_sign_in,
    touch_sign_in,
)
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.account_rows import StoredAccount
from storage.unit_of_work.unit_of_work import UnitOfWork

AGAIN = timedelta(minutes=2)
"""How long the form that let somebody in may come again, from the same browser: it is one person who pressed twice."""

EVENT_BYTES = 16


@dataclass(frozen=True, slots=True)
class EnteringResult:
    """What came of a try to enter: a cookie, or none, and whether there was ever such an invitation."""

    cookie: str | None = field(repr=False)
    is_known: bool


class WebAccess:
    """Lets people in through the way of every channel, and knows who is signed in."""

    def __init__(self, handler: ChannelHandler, limits: SignInLimits, guesses: GuessLimits | None = None) -> None:
        self.handler, self.limits = handler, limits
        self.guesses = guesses or GuessLimits()
        self._chats = ChatHandler(handler.channel, handler.service)
        self._store = handler.writer.store

    @property
    def signer(self) -> MarkSigner:
        """What signs the marks of pages. It is made anew each time, since a deep rotation renews the keys."""
        return MarkSigner(self._store.keyring.hash_lookup("page marks", self.handler.channel.name))

    async def find(self, cookie: str) -> SignIn | None:
        """Returns the sign-in of a cookie, and notes that it is in use; None where nobody is let in by it.

        The writer is only troubled where that is to be noted: whatever else it does ends the batch of a commit. Raises
        `Unavailable`, and `Damaged` where its row was changed.
        """
        now = self.handler.now()
        found = await asyncio.to_thread(find_sign_in, self._store, cookie, now, self.limits)
        if found is None or not found.is_to_be_touched(now):
            return found
        await asyncio.wrap_future(self.handler.writer.call(touch_sign_in, self._store, found, now))
        return await asyncio.to_thread(find_sign_in, self._store, cookie, now, self.limits)

    async def enter(self, token: str, nonce: str, former: SignIn | None) -> EnteringResult:
        """Lets a browser in by an invitation, with a new cookie; there is none where the invitation does not work.

        In one transaction the invitation is spent, the account is made, its first event is answered, and the sign-in
        begins. That which the browser had, `former`, ends. Raises `Unavailable`: then nothing of it was kept.
        """
        account = self.name_account(token, nonce)
        event_id = f"enter:{secrets.token_hex(EVENT_BYTES)}"
        event = ChannelEvent(event_id, account, account, text=f"{START} {token}")
        return await self.let_in(event_id, account, partial(self._let_in, event=event, former=former))

    async def let_in(
        self, event_id: str, account: AccountName, enter: Callable[[UnitOfWork], EnteringResult]
    ) -> EnteringResult:
        """Lets a browser in, or not, in the unit of work of one event; one that comes again lets nobody in.

        Raises `Unavailable`: then nothing of it was kept.
        """
        channel, begun = self.handler.channel, perf_counter()
        inbound = InboundEvent(channel.name, channel.event_prefix + event_id, account, account, self.handler.now())
        taken = await self.handler.writer.take(inbound, enter)
        entered: EnteringResult = taken.value or EnteringResult(None, is_known=False)
        result = UpdateResult.UNKNOWN_SENDER if entered.cookie is None else UpdateResult.MENU
        self.handler.metrics.count_update(result, perf_counter() - begun)
        return entered

    async def sign_out(self, sign_in: SignIn) -> None:
        """Ends a sign-in. Raises `Unavailable`: then it goes on."""
        await asyncio.wrap_future(self.handler.writer.call(end_sign_in, self._store, sign_in))

    def make_reference(self, sign_in: SignIn) -> str:
        """Returns what names the account of a sign-in to coordinators."""
        return make_account_reference(self._store.keyring, sign_in.account)

    def make_nonce_mark(self, nonce: str) -> str:
        """Returns what the form of an invitation carries, so that only a page of ours that this browser got has it."""
        return self._store.keyring.hash_lookup("web nonce", nonce).hex()

    def hash_token(self, token: str) -> str:
        """Returns what stands for the token of an invitation where tries are counted."""
        return self._store.keyring.hash_lookup("web guess", token).hex()

    def name_account(self, token: str, nonce: str) -> AccountName:
        """Returns the account that this browser gets by this invitation: the same where its form comes again."""
        hashed = self._store.keyring.hash_lookup("web account", f"{nonce} {token}")
        name = base64.b32encode(hashed).decode().rstrip("=").lower()
        return AccountName(f"{self.handler.channel.name}:{name}")

    def _let_in(self, uow: UnitOfWork, event: ChannelEvent, former: SignIn | None) -> EnteringResult:
        known, token = uow.find_account(event.account), find_token(event.text or "")
        if known is None:
            if self._chats.handle(uow, event).is_stranger:
                return EnteringResult(None, is_known=is_known_invitation(uow, token))
        elif not self._may_come_again(uow, known):
            return EnteringResult(None, is_known=True)
        return EnteringResult(begin_sign_in(uow, event.account, self.limits, former), is_known=True)

    def _may_come_again(self, uow: UnitOfWork, account: StoredAccount) -> bool:
        """Says whether the form that let an account in may do so again; after a sign-out nobody comes in by it."""
        is_soon = uow.now.timestamp() - account.columns["let_in_at"] <= AGAIN.total_seconds()
        return is_soon and account.has_access and has_sign_in(uow, account.name)
