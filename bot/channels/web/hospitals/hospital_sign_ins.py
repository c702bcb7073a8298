"""Signing in by a hospital: from a link of ours to the hospital, and from what comes back to a browser that is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.channels.web.access.hospital_way import HOSPITAL_WAY
from bot.channels.web.hospitals.hospital_access import HospitalAccess, HospitalResult
from bot.channels.web.hospitals.provider_port import IdentityRefused, ProviderPort, ProviderUnavailable
from bot.channels.web.hospitals.sign_in_attempt import SignInAttempt, begin_attempt, resume_attempt
from bot.config.identity_providers import IdentityProvider
from storage.features.sign_ins import SignIn


class SignInRefused(Exception):
    """Somebody broke off at the hospital, or it let them not go on."""


FAULTS: Mapping[str, type[Exception]] = {
    "access_denied": SignInRefused,
    "temporarily_unavailable": ProviderUnavailable,
    "server_error": ProviderUnavailable,
}
"""What an error means that a hospital sends back (RFC 6749, 4.1.2.1); any other lets nobody in."""


@dataclass(frozen=True, slots=True)
class ProviderReply:
    """What a browser brought back from a hospital: a code or an error, and perhaps who says so."""

    code: str = field(default="", repr=False)
    error: str = field(default="", repr=False)
    issuer: str | None = field(default=None, repr=False)


class HospitalSignIns:
    """Sends browsers to hospitals, and lets in whom those identify."""

    def __init__(self, providers: Sequence[ProviderPort], access: HospitalAccess) -> None:
        self._providers: Mapping[str, ProviderPort] = {each.settings.key: each for each in providers}
        self.access = access

    @property
    def hospitals(self) -> list[IdentityProvider]:
        """The hospitals, in the order of their file."""
        return [each.settings for each in self._providers.values()]

    def find(self, key: str) -> ProviderPort | None:
        """Returns the sign-in of a hospital; None where there is none under this key."""
        return self._providers.get(key)

    def find_by_way(self, way: str) -> IdentityProvider | None:
        """Returns the hospital that let a sign-in in; None where another way did, or it is set no more."""
        found = self.find(way.removeprefix(HOSPITAL_WAY)) if way.startswith(HOSPITAL_WAY) else None
        return None if found is None else found.settings

    async def begin(self, provider: ProviderPort, cookie: str) -> str:
        """Returns the address at a hospital to which a browser with a new cookie goes. Raises `ProviderUnavailable`."""
        attempt = begin_attempt(self.access.hash_lookup, provider.settings.key, cookie, self.access.now)
        return await provider.find_sign_in_address(attempt)

    def resume(self, state: str, cookie: str) -> SignInAttempt | None:
        """Returns the attempt that came back; None where it is not this browser's, or of a hospital that is not set."""
        attempt = resume_attempt(self.access.hash_lookup, state, cookie, self.access.now)
        return attempt if attempt is not None and attempt.hospital in self._providers else None

    async def finish(self, attempt: SignInAttempt, reply: ProviderReply, former: SignIn | None) -> HospitalResult:
        """Lets a browser in, or says why not. `former` is the sign-in that it had, which then ends.

        Raises `IdentityRefused`, `SignInRefused`, `ProviderUnavailable`, and `Unavailable`: then nothing was changed.
        """
        provider = self._providers[attempt.hospital]
        if reply.error or not reply.code:
            await provider.check_issuer(reply.issuer)
            raise FAULTS.get(reply.error, IdentityRefused)
        identity = await provider.identify(attempt, reply.code, reply.issuer, self.access.now)
        role = provider.settings.find_role(identity.groups)
        return await self.access.let_in(identity, role, attempt, former)
