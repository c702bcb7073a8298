"""Signing in by a hospital: a link of ours leads there, and the hospital leads back with a code.

The browser holds a short cookie meanwhile, and the server nothing. What comes back leads on at once, so that no page of
ours has a code in its address.
"""

import logging

from aiohttp import web

from bot.channels.web import hospital_phrases as said
from bot.channels.web.access.cookies import HOSPITAL, SIGN_IN, make_value
from bot.channels.web.access.guess_limits import GuessLimits
from bot.channels.web.access.networks import find_network
from bot.channels.web.hospitals.hospital_sign_ins import HospitalSignIns, ProviderReply, SignInRefused
from bot.channels.web.hospitals.provider_port import IdentityRefused, ProviderPort, ProviderUnavailable
from bot.channels.web.hospitals.sign_in_attempt import LASTS_SECONDS, SignInAttempt
from bot.channels.web.server.hospital_pages import HospitalPages
from bot.channels.web.server.page_answers import PageAnswers
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.sign_in_lookup import SignInLookup
from storage.model.errors import Unavailable

READ = ("code", "state", "iss", "error")
"""What is read of what comes back; hospitals add more, which says nothing here."""

OTHER_SITES = frozenset({"cross-site", "same-site"})
MOST_CHARACTERS = 4_096
RETRY_SECONDS = "60"

_log = logging.getLogger(__name__)


class HospitalHandlers:
    """Answers whoever signs in by a hospital. Tries that identify nobody count for their network, not as invitations.

    A hospital is one network. So whom it identifies, or sends back, counts for nobody else.
    """

    def __init__(
        self,
        hospitals: HospitalSignIns,
        lookup: SignInLookup,
        answers: PageAnswers,
        guesses: GuessLimits | None = None,
    ) -> None:
        self.hospitals, self.lookup, self.answers = hospitals, lookup, answers
        self.guesses = guesses or GuessLimits()
        self.pages = HospitalPages(answers)

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get("/hospital/callback", self._finish, allow_head=False)
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
            _tell_fault(fault)
            return self.pages.make_away(provider.settings)
        answer = self.answers.lead_to(address)
        self.answers.set_cookie(answer, HOSPITAL, cookie, LASTS_SECONDS)
        return answer

    async def _finish(self, request: web.Request) -> web.Response:
        """Takes what a browser brought back, once."""
        cookie, brought = self.lookup.read_cookie(request, HOSPITAL), _read(request)
        state = brought.get("state")
        attempt = None if cookie is None or state is None else self.hospitals.resume(state, cookie)
        if attempt is None:
            return self.pages.make_refused()
        reply = ProviderReply(brought.get("code", ""), brought.get("error", ""), brought.get("iss"))
        provider = self.hospitals.find(attempt.hospital)
        assert provider is not None, "an attempt of no hospital is none"
        try:
            answer = await self._try(request, provider, attempt, reply)
        except ProviderUnavailable as fault:
            _tell_fault(fault)
            return self.pages.make_away(provider.settings)
        except Unavailable:
            return self.pages.make_not_yet()
        self.answers.drop_cookie(answer, HOSPITAL)
        return answer

    async def _try(
        self, request: web.Request, provider: ProviderPort, attempt: SignInAttempt, reply: ProviderReply
    ) -> web.Response:
        """Lets a browser in, or says why not, and counts a try that fails. Raises `PageRefusal`."""
        network = self._find_network(request)
        if self.guesses.has_failed(attempt.state):
            return self.pages.make_refused()
        if not self.guesses.admit(network, attempt.state):
            raise PageRefusal(429, {"Retry-After": RETRY_SECONDS}, (said.TOO_MANY_TITLE, said.TOO_MANY_TEXT))
        try:
            entered = await self.hospitals.finish(attempt, reply, await self.lookup.find(request))
        except (IdentityRefused, SignInRefused) as fault:
            is_broken_off = isinstance(fault, SignInRefused)
            self.guesses.note_failed(network, attempt.state, is_guess=not is_broken_off)
            _tell_fault(fault)
            return self.pages.make_broken_off(provider.settings) if is_broken_off else self.pages.make_refused()
        except BaseException:
            self.guesses.undo(network)
            raise
        if entered.cookie is None:
            self.guesses.note_failed(network, attempt.state, is_guess=False)
            return self.pages.make_kept_out(provider.settings, entered.outcome)
        self.guesses.undo(network)
        answer = self.answers.lead_to("/")
        self.answers.set_cookie(answer, SIGN_IN, entered.cookie)
        return answer

    async def _tell(self, request: web.Request) -> web.Response:
        """Says that one is signed out here. It is the same for everybody whom this hospital let in."""
        return await self.pages.make_signed_out(self._find(request))

    def _find(self, request: web.Request) -> ProviderPort:
        provider = self.hospitals.find(request.match_info["key"])
        if provider is None:
            raise PageRefusal(404)
        return provider

    def _find_network(self, request: web.Request) -> str:
        forwarded = request.headers.getall("X-Forwarded-For", [])
        return find_network(request.remote, forwarded, is_proxied=self.answers.settings.is_secure)


def _read(request: web.Request) -> dict[str, str]:
    """Returns what came back; nothing where something of it stands there twice, or is too long."""
    told = {name: request.query.getall(name, []) for name in READ}
    if any(len(each) > 1 or len("".join(each)) > MOST_CHARACTERS for each in told.values()):
        return {}
    return {name: values[0] for name, values in told.items() if values}


def _tell_fault(fault: Exception) -> None:
    """Logs the class of what was wrong, and no word of it."""
    _log.warning("a sign-in by a hospital failed: %s", type(fault.__cause__ or fault).__name__)
