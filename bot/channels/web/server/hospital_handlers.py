"""Signing in by a hospital: a link of ours leads there, and the hospital leads back with a code.

The browser holds a short cookie meanwhile, and the server nothing. What comes back leads on at once, so that no page of
ours has a code in its address.
"""

from aiohttp import web

from bot.channels.web.access.cookies import HOSPITAL, make_value
from bot.channels.web.hospitals.hospital_sign_ins import HospitalSignIns
from bot.channels.web.hospitals.provider_port import ProviderPort, ProviderUnavailable
from bot.channels.web.hospitals.sign_in_attempt import LASTS_SECONDS
from bot.channels.web.server.hospital_entering import HospitalEntering, tell_fault
from bot.channels.web.server.hospital_pages import HospitalPages
from bot.channels.web.server.page_answers import PageAnswers
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.sign_in_lookup import SignInLookup

OTHER_SITES = frozenset({"cross-site", "same-site"})


class HospitalHandlers:
    """Answers whoever signs in by a hospital."""

    def __init__(
        self,
        hospitals: HospitalSignIns,
        lookup: SignInLookup,
        answers: PageAnswers,
    ) -> None:
        self.hospitals, self.lookup, self.answers = hospitals, lookup, answers
        self.pages, self.entering = HospitalPages(answers), HospitalEntering(hospitals, lookup, answers)

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get("/hospital/{key}/callback", self._finish, allow_head=False)
        app.router.add_get("/hospital/{key}", self._begin, allow_head=False)
        app.router.add_get("/signed-out/{key}", self._tell)

    async def _begin(self, request: web.Request) -> web.Response:
        """Sends a browser to a hospital, with a cookie that is new at this moment.

        Whoever is signed in stays so where another site leads here: it must not put somebody else in their place.
        """
        provider, cookie = self._find(request), make_value()
        if request.headers.get("Sec-Fetch-Site") in OTHER_SITES and await self.lookup.find(request) is not None:
            return self.answers.lead_to("/")
        try:
            address = await self.hospitals.begin(provider, cookie)
        except ProviderUnavailable as fault:
            tell_fault(fault)
            return self.pages.make_away(provider.settings)
        answer = self.answers.lead_to(address)
        self.answers.set_cookie(answer, HOSPITAL, cookie, LASTS_SECONDS)
        return answer

    async def _finish(self, request: web.Request) -> web.Response:
        """Takes what a browser brought back."""
        return await self.entering.finish(request, self._find(request))

    async def _tell(self, request: web.Request) -> web.Response:
        """Says that one is signed out here. It is the same for everybody whom this hospital let in."""
        return await self.pages.make_signed_out(self._find(request))

    def _find(self, request: web.Request) -> ProviderPort:
        provider = self.hospitals.find(request.match_info["key"])
        if provider is None:
            raise PageRefusal(404)
        return provider
