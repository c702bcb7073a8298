"""Pages around the sign-in of a hospital, drawn by what answers people there, with no hospital that is asked."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from aiohttp import web

from bot.channels.web import phrases
from bot.channels.web.access.web_settings import WebSettings
from bot.channels.web.hospitals.provider_port import ProviderUnavailable, VerifiedIdentity
from bot.channels.web.hospitals.sign_in_attempt import SignInAttempt
from bot.channels.web.pages import drawing
from bot.channels.web.server.hospital_pages import HospitalPages, make_answers
from bot.config.identity_providers import IdentityProvider
from bot.observability.listening import ListenAddress
from storage.features.sign_ins import SignInLimits
from storage.features.vouching import VouchOutcome

HOSPITALS = [
    IdentityProvider("university", "Example University Hospital", "https://login.hospital.example", "a", ()),
    IdentityProvider("st-anna", "St Anna Children's Hospital for Leukaemia and Lymphoma", "https://a.example", "b", ()),
]
SETTINGS = WebSettings(
    ListenAddress("127.0.0.1", 8096),
    "https://screen.example.org",
    SignInLimits(timedelta(hours=1), timedelta(hours=12)),
)


@dataclass
class SilentProvider:
    """A hospital that is asked for nothing but where to sign out. See `ProviderPort`."""

    settings: IdentityProvider
    ends_at: str | None = None

    async def find_sign_in_address(self, attempt: SignInAttempt) -> str:
        """See `ProviderPort`."""
        raise ProviderUnavailable

    async def identify(self, attempt: SignInAttempt, code: str, told_issuer: str | None, now: int) -> VerifiedIdentity:
        """See `ProviderPort`."""
        raise ProviderUnavailable

    async def check_issuer(self, told_issuer: str | None) -> None:
        """See `ProviderPort`."""

    async def find_sign_out_address(self) -> str | None:
        """See `ProviderPort`."""
        return self.ends_at


def draw_hospital_pages() -> dict[str, str]:
    """Returns each page, by what it is called."""
    answers = make_answers(SETTINGS, drawing, HOSPITALS)
    pages, (hospital, other) = HospitalPages(answers), HOSPITALS
    ends = "https://login.hospital.example/logout?client_id=a&post_logout_redirect_uri=https%3A%2F%2Fa.example"
    made = {
        "hospitals to sign in by": answers.make_ways_in(phrases.SIGNED_OUT_TITLE, phrases.SIGNED_OUT_TEXT, 401),
        "hospital refused": pages.make_refused(),
        "hospital broken off": pages.make_broken_off(hospital),
        "hospital without a role": pages.make_kept_out(hospital, VouchOutcome.NO_ROLE),
        "hospital and revoked": pages.make_kept_out(other, VouchOutcome.REVOKED),
        "hospital away": pages.make_away(other),
        "hospital and nothing kept": pages.make_not_yet(),
        "hospital signed out": asyncio.run(pages.make_signed_out(SilentProvider(hospital, ends))),
        "hospital signed out here alone": asyncio.run(pages.make_signed_out(SilentProvider(other))),
    }
    return {name: _read(answer) for name, answer in made.items()}


def _read(answer: web.Response) -> str:
    assert answer.text is not None
    return answer.text
