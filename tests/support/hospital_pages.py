"""Pages at which people sign in by hospitals, and browsers that go there and back."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from odd_provider import CLIENT, OddProvider, serving_provider
from web_pages import Answer, Browser, ServedPage, serving_page

from bot.channels.web.access.web_access import WebAccess
from bot.channels.web.hospitals.hospital_access import HospitalAccess
from bot.channels.web.hospitals.hospital_sign_ins import HospitalSignIns
from bot.channels.web.hospitals.oidc_provider import OidcProvider
from bot.channels.web.hospitals.provider_http import ProviderHttp
from bot.config.identity_providers import IdentityProvider
from storage.features.members import Role

ROLES = (("coordinators", Role.COORDINATOR), ("doctors", Role.CLINICIAN), ("referrers", Role.REFERRER))
PATIENT_SECONDS = 20.0


def make_settings(provider: OddProvider | str, key: str = "st-anna", **changed: Any) -> IdentityProvider:
    """Returns the settings of a hospital by its provider, or by its issuer."""
    issuer = provider if isinstance(provider, str) else provider.issuer
    return replace(IdentityProvider(key, f"Hospital {key}", issuer, CLIENT, ROLES), **changed)


def make_hospitals(
    settings: Sequence[IdentityProvider],
    clock: Callable[[], float] | None = None,
    seconds: float = PATIENT_SECONDS,
) -> Callable[[WebAccess, str], HospitalSignIns]:
    """Returns what makes the sign-in of hospitals for a page. Each of their answers may take some seconds."""

    def make(access: WebAccess, origin: str) -> HospitalSignIns:
        http, watch = ProviderHttp(seconds), {} if clock is None else {"clock": clock}
        return HospitalSignIns([OidcProvider(each, origin, http, **watch) for each in settings], HospitalAccess(access))

    return make


@asynccontextmanager
async def serving_hospital(folder: Path, **settings: Any) -> AsyncIterator[tuple[ServedPage, OddProvider]]:
    """Serves a page with one hospital, and that hospital's provider, which goes by the clock of the page."""
    parts = {name: settings.pop(name) for name in ("origin", "drawing") if name in settings}
    waits = {name: settings.pop(name) for name in ("clock", "seconds") if name in settings}
    async with serving_provider() as provider:
        provider.secret = settings.get("client_secret", "")
        made = make_hospitals([make_settings(provider, **settings)], **waits)
        async with serving_page(folder, make_hospitals=made, **parts) as page:
            provider.now = lambda: int(page.access.handler.now().timestamp())
            yield page, provider


async def go(browser: Browser, provider: OddProvider, key: str = "st-anna") -> str:
    """Begins a sign-in, and signs in at the hospital; returns the path to which that leads back."""
    begun = await browser.get(f"/hospital/{key}")
    assert begun.status == 303, begun.text
    assert begun["Location"].startswith(f"{provider.issuer}/authorize?")
    return await provider.visit(begun["Location"])


async def sign_in(browser: Browser, provider: OddProvider, key: str = "st-anna") -> Answer:
    """Signs in by a hospital, and returns what the page answered to what came back."""
    return await browser.get(await go(browser, provider, key))
