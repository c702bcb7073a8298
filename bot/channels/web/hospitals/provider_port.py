"""What the page needs of a hospital's sign-in, and the ways in which that fails."""

from dataclasses import dataclass, field
from typing import Protocol

from bot.channels.web.hospitals.sign_in_attempt import SignInAttempt
from bot.config.identity_providers import IdentityProvider


class ProviderUnavailable(Exception):
    """The hospital's sign-in cannot be reached just now, is too slow, or its answer is none of OpenID Connect."""


class IdentityRefused(Exception):
    """What came back from a hospital identifies nobody here. Whoever asks is told the same for each reason."""


@dataclass(frozen=True, slots=True)
class VerifiedIdentity:
    """Somebody whom a hospital identified: by its issuer and its subject, with their groups there, and no more."""

    issuer: str = field(repr=False)
    subject: str = field(repr=False)
    groups: tuple[str, ...] = field(repr=False)


class ProviderPort(Protocol):
    """The sign-in of one hospital. Each method raises `ProviderUnavailable`."""

    settings: IdentityProvider

    async def find_sign_in_address(self, attempt: SignInAttempt) -> str:
        """Returns the address at the hospital to which a browser goes with an attempt."""

    async def identify(self, attempt: SignInAttempt, code: str, told_issuer: str | None, now: int) -> VerifiedIdentity:
        """Returns whom the code of an attempt identifies. `told_issuer` came beside it. Raises `IdentityRefused`."""

    async def check_issuer(self, told_issuer: str | None) -> None:
        """Raises `IdentityRefused` where an answer comes from another issuer, or does not say from which it must."""

    async def find_sign_out_address(self) -> str | None:
        """Returns the address at the hospital that signs a browser out there; None where it has none."""
