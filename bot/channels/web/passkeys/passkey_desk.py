"""The desk for passkeys: whoever is signed in adds, lists and removes their own.

Whether the sign-in still stands is looked at once more in the unit of work that makes the change.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from bot.channels.handling.rate_limits import Admission, RateLimits
from bot.channels.rate import EventRate
from bot.channels.web import passkey_phrases as phrases
from bot.channels.web.access.hospital_way import is_by_hospital
from bot.channels.web.passkeys.ceremonies import read_new, verify_new
from bot.channels.web.passkeys.challenges import Ceremony, name_challenge
from bot.channels.web.passkeys.passkey_access import PasskeyAccess
from bot.channels.web.passkeys.passkey_changes import ENOUGH, add_for, remove_for
from bot.channels.web.passkeys.passkey_names import choose_name
from bot.channels.web.passkeys.passkey_options import ask_to_add
from bot.channels.web.passkeys.passkey_refusals import PasskeyRefused
from storage.features.passkey_rows import Passkey, PasskeyCredential, PersonPasskeys, list_own_passkeys
from storage.features.passkeys import MOST_PASSKEYS
from storage.features.sign_ins import SignIn
from storage.model.stored import InboundEvent
from storage.unit_of_work.batch import EventResult
from storage.unit_of_work.unit_of_work import UnitOfWork

CHANGES = EventRate(burst=40, every_seconds=2_160)
"""How often an account may add or remove passkeys: far more than anybody has devices, then 40 a day.

Each change stays in the trail, which coming back by a passkey reads.
"""


@dataclass(frozen=True, slots=True)
class PasskeyOffer:
    """The passkeys of a person, and what their browser is asked for to add one more; or why none is added.

    `unread` is how many cannot be read.
    """

    passkeys: tuple[Passkey, ...]
    unread: int = 0
    options: str = field(default="", repr=False)
    closed: str = ""


class PasskeyDesk:
    """Adds, lists and removes passkeys of whoever is signed in, and limits how often. `passkeys` let them in again."""

    def __init__(self, passkeys: PasskeyAccess) -> None:
        self.passkeys, self.access = passkeys, passkeys.access
        self.limits = RateLimits(strangers=CHANGES)
        self._writer, self._store = self.access.handler.writer, self.access.handler.writer.store

    async def list_all(self, sign_in: SignIn) -> PasskeyOffer:
        """Returns the passkeys of whoever is signed in. Raises `Unavailable`."""
        found = await self._find(sign_in)
        if is_by_hospital(sign_in) or found.count >= MOST_PASSKEYS:
            why = phrases.BY_HOSPITAL if is_by_hospital(sign_in) else ENOUGH
            return PasskeyOffer(found.passkeys, found.unread, closed=why)
        challenge = self.passkeys.challenges.make(Ceremony.ADDING, sign_in.token, self.access.handler.now())
        name = phrases.USER_NAME.format(reference=self.access.make_reference(sign_in))
        user, *_ = self.passkeys.list_handles(sign_in.account)
        known = [each.key.credential for each in found.passkeys]
        options = ask_to_add(self.passkeys.party, challenge, user, name, known)
        return PasskeyOffer(found.passkeys, found.unread, options)

    async def add(self, answer: str, typed: str, sign_in: SignIn) -> None:
        """Adds a passkey to the account of a sign-in, under the name that was typed, or a new one.

        A form that comes again after it added one adds nothing, and is not refused. Raises `PasskeyRefused`,
        `NoSignIn`, and `Unavailable`: then nothing was kept.
        """
        if is_by_hospital(sign_in):
            raise PasskeyRefused(f"{phrases.BY_HOSPITAL} {phrases.LEFT_OVER}")
        brought, now = await asyncio.to_thread(read_new, answer), self.access.handler.now()
        if brought is None or not self.passkeys.challenges.is_good(
            brought.challenge, Ceremony.ADDING, sign_in.token, now
        ):
            raise _not_added()
        name = choose_name(typed, [each.key.name for each in (await self._find(sign_in)).passkeys])
        new = await asyncio.to_thread(verify_new, brought, self.passkeys.party, name)
        if new is None:
            raise _not_added()
        handle = partial(add_for, new=new, sign_in=sign_in)
        taken = await self._change(name_challenge(brought.challenge), sign_in, handle, phrases.LEFT_OVER)
        if taken.is_duplicate and not _has((await self._find(sign_in)).passkeys, new):
            raise _not_added()

    async def remove(self, number: int, event: bytes, sign_in: SignIn) -> bool:
        """Removes a passkey of whoever is signed in, where there is one of this number.

        Says whether the sign-in had begun with it: then it is ended too. Raises what `add` raises.
        """
        handle = partial(remove_for, number=number, sign_in=sign_in)
        return bool((await self._change(f"no-passkey:{event.hex()}:{number}", sign_in, handle)).value)

    async def _find(self, sign_in: SignIn) -> PersonPasskeys:
        return await asyncio.to_thread(list_own_passkeys, self._store, sign_in.account)

    async def _change(
        self, event_id: str, sign_in: SignIn, handle: Callable[[UnitOfWork], Any], left_over: str = ""
    ) -> EventResult:
        """Makes a change in the unit of work of an event. One that changes nothing is not counted."""
        channel, account = self.access.handler.channel, sign_in.account
        if self.limits.admit(account) is not Admission.GO_ON:
            raise PasskeyRefused(f"{phrases.TOO_MANY_CHANGES} {left_over}".strip())
        now = self.access.handler.now()
        event = InboundEvent(channel.name, channel.event_prefix + event_id, account, account, now, is_fetched=True)
        try:
            taken = await self._writer.take(event, handle)
        except BaseException:
            self.limits.undo_count(account)
            raise
        if taken.is_duplicate or taken.value is None:
            self.limits.undo_count(account)
        return taken


def _has(passkeys: tuple[Passkey, ...], new: PasskeyCredential) -> bool:
    wanted = (new.credential, new.public_key)
    return any((each.key.credential, each.key.public_key) == wanted for each in passkeys)


def _not_added() -> PasskeyRefused:
    return PasskeyRefused(f"{phrases.NOT_ADDED} {phrases.LEFT_OVER}")
