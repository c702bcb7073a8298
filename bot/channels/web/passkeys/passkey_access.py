"""Access by passkeys: who comes back with one, and who adds, lists and removes their own."""

import asyncio
from dataclasses import dataclass, field
from functools import partial
from time import perf_counter

from bot.channels.web.access.guess_limits import GuessLimits
from bot.channels.web.access.hospital_way import is_by_hospital
from bot.channels.web.access.web_access import EnteringResult, WebAccess
from bot.channels.web.passkey_phrases import BY_HOSPITAL, ENOUGH, KNOWN, NOT_ADDED, USER_NAME
from bot.channels.web.passkeys.ceremonies import CeremonyResult, read_new, read_used, verify_new, verify_used
from bot.channels.web.passkeys.challenges import Ceremony, ChallengeSigner, name_challenge
from bot.channels.web.passkeys.passkey_options import RelyingParty, ask_to_add, ask_to_use
from bot.observability.metric_words import UpdateResult
from storage.features.passkey_rows import Passkey, find_passkey, list_own_passkeys
from storage.features.passkeys import MOST_PASSKEYS, PasskeyRefusal, add_passkey, remove_passkey, use_passkey
from storage.features.sign_ins import SignIn, begin_sign_in
from storage.model.people import AccountName
from storage.model.stored import InboundEvent
from storage.unit_of_work.unit_of_work import UnitOfWork

NOBODY = EnteringResult(None, is_known=True)
"""Nobody is let in, and nobody guessed either: the page stood open too long, or the form is of another browser."""


@dataclass(frozen=True, slots=True)
class PasskeyOffer:
    """The passkeys of a person, and what their browser is asked for to add one more; or why none is added."""

    passkeys: tuple[Passkey, ...]
    options: str = field(default="", repr=False)
    closed: str = ""


class PasskeyAccess:
    """Lets people in by their passkeys, in the way of all who are let in. `guesses` are counted by themselves."""

    def __init__(self, access: WebAccess, party: RelyingParty) -> None:
        self.access, self.party = access, party
        self.guesses = GuessLimits()
        self._writer, self._store = access.handler.writer, access.handler.writer.store

    def ask_to_use(self, nonce: str) -> str:
        """Returns what the browser with this short cookie is asked for, to sign in."""
        challenge = self._challenges.make(Ceremony.USING, nonce.encode(), self.access.handler.now())
        return ask_to_use(self.party, challenge)

    async def list_own(self, sign_in: SignIn) -> PasskeyOffer:
        """Returns the passkeys of whoever is signed in. Raises `Unavailable`, and `Damaged` for a changed row."""
        found = tuple(await asyncio.to_thread(list_own_passkeys, self._store, sign_in.account))
        if is_by_hospital(sign_in) or len(found) >= MOST_PASSKEYS:
            why = BY_HOSPITAL if is_by_hospital(sign_in) else ENOUGH.format(most=MOST_PASSKEYS)
            return PasskeyOffer(found, closed=why)
        challenge = self._challenges.make(Ceremony.ADDING, sign_in.token, self.access.handler.now())
        name = USER_NAME.format(reference=self.access.make_reference(sign_in))
        (user, *_), known = self._list_handles(sign_in.account), [each.key.credential for each in found]
        return PasskeyOffer(found, ask_to_add(self.party, challenge, user, name, known))

    def read(self, answer: str, nonce: str) -> CeremonyResult | None:
        """Returns what the browser with this short cookie brought, to sign in; None where it was not asked for that."""
        brought, now = read_used(answer), self.access.handler.now()
        if brought is None or not self._challenges.is_good(brought.challenge, Ceremony.USING, nonce.encode(), now):
            return None
        return brought

    async def enter(self, brought: CeremonyResult, former: SignIn | None) -> EnteringResult:
        """Lets a browser in by a passkey, with a new cookie; there is none where it lets nobody in.

        What was brought is verified before the writer is troubled, and again in the unit of work, with the count that
        stands there. Raises `Unavailable`: then nothing was kept.
        """
        begun = perf_counter()
        passkey = await asyncio.to_thread(self._find, brought)
        if passkey is None:
            self.access.handler.metrics.count_update(UpdateResult.UNKNOWN_SENDER, perf_counter() - begun)
            return EnteringResult(None, is_known=False)
        enter = partial(self._let_in, brought=brought, former=former)
        return await self.access.let_in(name_challenge(brought.challenge), passkey.account, enter)

    async def add(self, answer: str, name: str, sign_in: SignIn) -> str:
        """Adds a passkey to the account of a sign-in. Returns why not, in a sentence; it is empty where it was added.

        A form that comes again adds nothing, and is not refused. Raises `Unavailable`: then nothing was kept.
        """
        if is_by_hospital(sign_in):
            return BY_HOSPITAL
        brought, now = await asyncio.to_thread(read_new, answer), self.access.handler.now()
        if brought is None or not self._challenges.is_good(brought.challenge, Ceremony.ADDING, sign_in.token, now):
            return NOT_ADDED
        new = await asyncio.to_thread(verify_new, brought, self.party, name)
        if new is None:
            return NOT_ADDED
        event = self._make_event(name_challenge(brought.challenge), sign_in)
        added = (await self._writer.take(event, partial(add_passkey, new=new))).value
        return _REFUSALS[added] if isinstance(added, PasskeyRefusal) else ""

    async def remove(self, number: int, event: bytes, sign_in: SignIn) -> None:
        """Removes a passkey of whoever is signed in, where there is one of this number. Raises `Unavailable`."""
        inbound = self._make_event(f"no-passkey:{event.hex()}:{number}", sign_in)
        await self._writer.take(inbound, partial(remove_passkey, number=number, kept=sign_in.token))

    def name_try(self, brought: CeremonyResult, nonce: str) -> str:
        """Returns what stands for the tries of one browser with one credential where they are counted."""
        return self._store.keyring.hash_lookup("passkey try", f"{nonce} {self.name_credential(brought)}").hex()

    def name_credential(self, brought: CeremonyResult) -> str:
        """Returns what stands for a credential where tries are counted."""
        return self._store.keyring.hash_lookup("passkey guess", brought.credential.raw_id.hex()).hex()

    @property
    def _challenges(self) -> ChallengeSigner:
        """What signs challenges. It is made anew each time, since a deep rotation renews the keys."""
        return ChallengeSigner(self._store.keyring.hash_lookup("passkey challenges", self.access.handler.channel.name))

    def _let_in(self, uow: UnitOfWork, brought: CeremonyResult, former: SignIn | None) -> EnteringResult:
        passkey = use_passkey(uow, brought.credential.raw_id, partial(self._verify, brought))
        if passkey is None:
            return EnteringResult(None, is_known=False)
        limits = self.access.limits
        return EnteringResult(begin_sign_in(uow, passkey.account, limits, former, passkey.way), is_known=True)

    def _find(self, brought: CeremonyResult) -> Passkey | None:
        passkey = find_passkey(self._store, brought.credential.raw_id)
        return None if passkey is None or self._verify(brought, passkey) is None else passkey

    def _verify(self, brought: CeremonyResult, passkey: Passkey) -> int | None:
        return verify_used(brought, self.party, passkey.key, self._list_handles(passkey.account))

    def _list_handles(self, account: AccountName) -> list[bytes]:
        """Returns the handles that devices know an account by: the present one, and those before deep rotations."""
        return [each.hash_lookup("passkey user", account) for each in self._store.keyring.generations]

    def _make_event(self, event_id: str, sign_in: SignIn) -> InboundEvent:
        channel, now = self.access.handler.channel, self.access.handler.now()
        account = sign_in.account
        return InboundEvent(channel.name, channel.event_prefix + event_id, account, account, now, is_fetched=True)


_REFUSALS = {
    PasskeyRefusal.TOO_MANY: ENOUGH.format(most=MOST_PASSKEYS),
    PasskeyRefusal.KNOWN: KNOWN,
    PasskeyRefusal.NO_ACCESS: NOT_ADDED,
}
"""What is told where the store does not add one."""
