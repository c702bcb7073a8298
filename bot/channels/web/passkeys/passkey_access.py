"""Access by passkeys: who comes back with one."""

import asyncio
from functools import partial
from time import perf_counter

from bot.channels.web.access.guess_limits import GuessLimits
from bot.channels.web.access.web_access import EnteringResult, WebAccess
from bot.channels.web.passkey_phrases import NOT_USED, STOOD_OPEN
from bot.channels.web.passkeys.ceremonies import CeremonyResult, read_used, verify_used
from bot.channels.web.passkeys.challenges import Ceremony, ChallengeSigner, name_challenge
from bot.channels.web.passkeys.passkey_options import RelyingParty, ask_to_use
from bot.channels.web.passkeys.passkey_refusals import PasskeyRefused
from bot.observability.metric_words import UpdateResult
from storage.features.passkey_rows import Passkey, find_passkey
from storage.features.passkeys import use_passkey
from storage.features.sign_ins import SignIn, begin_sign_in
from storage.model.people import AccountName
from storage.unit_of_work.unit_of_work import UnitOfWork

NOBODY = EnteringResult(None, is_known=True)
"""Nobody is let in, and nobody guessed either: the page stood open too long, or the form is of another browser."""


class PasskeyAccess:
    """Lets people in by their passkeys, in the way of all who are let in. `guesses` are counted by themselves."""

    def __init__(self, access: WebAccess, party: RelyingParty) -> None:
        self.access, self.party = access, party
        self.guesses = GuessLimits()
        self._store = access.handler.writer.store

    def ask_to_use(self, nonce: str) -> str:
        """Returns what the browser with this cookie is asked for, to sign in."""
        challenge = self.challenges.make(Ceremony.USING, nonce.encode(), self.access.handler.now())
        return ask_to_use(self.party, challenge)

    def read(self, answer: str, nonce: str) -> CeremonyResult:
        """Returns what the browser with this cookie brought, to sign in.

        Raises `PasskeyRefused` where it was not asked for that, or too long ago.
        """
        brought, now = read_used(answer), self.access.handler.now()
        if brought is None:
            raise PasskeyRefused(NOT_USED)
        if not self.challenges.is_good(brought.challenge, Ceremony.USING, nonce.encode(), now):
            raise PasskeyRefused(STOOD_OPEN)
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

    def name_try(self, brought: CeremonyResult, nonce: str) -> str:
        """Returns what stands for the tries of one browser with one credential where they are counted."""
        return self._store.keyring.hash_lookup("passkey try", f"{nonce} {self.name_credential(brought)}").hex()

    def name_credential(self, brought: CeremonyResult) -> str:
        """Returns what stands for a credential where tries are counted."""
        return self._store.keyring.hash_lookup("passkey guess", brought.credential.raw_id.hex()).hex()

    @property
    def challenges(self) -> ChallengeSigner:
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
        return verify_used(brought, self.party, passkey.key, self.list_handles(passkey.account))

    def list_handles(self, account: AccountName) -> list[bytes]:
        """Returns the handles that devices know an account by: the present one, and those before deep rotations."""
        return [each.hash_lookup("passkey user", account) for each in self._store.keyring.generations]
