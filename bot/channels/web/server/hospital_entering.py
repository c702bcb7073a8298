"""What a browser brings back from a hospital: it is let in, or told why not. It is taken once."""

import logging

from aiohttp import web

from bot.channels.web import hospital_phrases as said
from bot.channels.web.access.cookies import HOSPITAL, SIGN_IN
from bot.channels.web.access.hospital_way import HOSPITAL_WAY
from bot.channels.web.access.networks import find_network
from bot.channels.web.hospitals.hospital_limits import FailedLimit, HospitalLimits, OpenLimit
from bot.channels.web.hospitals.hospital_sign_ins import HospitalSignIns, ProviderReply, SignInRefused
from bot.channels.web.hospitals.provider_port import IdentityRefused, ProviderPort, ProviderUnavailable
from bot.channels.web.hospitals.sign_in_attempt import SignInAttempt
from bot.channels.web.server.hospital_pages import HospitalPages
from bot.channels.web.server.page_answers import PageAnswers
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.provider_replies import read_reply
from bot.channels.web.server.sign_in_lookup import SignInLookup
from bot.config.identity_providers import IdentityProvider
from storage.model.errors import Unavailable

RETRY_SECONDS = "60"

_log = logging.getLogger(__name__)


class HospitalEntering:
    """Lets in whom hospitals identify. Tries that identify nobody count for their network and that hospital."""

    def __init__(self, hospitals: HospitalSignIns, lookup: SignInLookup, answers: PageAnswers) -> None:
        self.hospitals, self.lookup, self.answers = hospitals, lookup, answers
        self.pages = HospitalPages(answers)
        self._limits = {each.key: HospitalLimits() for each in hospitals.hospitals}

    async def finish(self, request: web.Request, provider: ProviderPort) -> web.Response:
        """Takes what a browser brought back, once."""
        attempt, brought = self._resume(request, provider)
        if attempt is None:
            is_done = await self._is_done(request, provider, brought.get("state", ""))
            return self.answers.lead_to("/") if is_done else (await self._find_pages(request)).make_refused()
        reply = ProviderReply(brought.get("code", ""), brought.get("error", ""), brought.get("iss"))
        try:
            answer = await self._try(request, provider, attempt, reply)
        except ProviderUnavailable as fault:
            tell_fault(fault)
            return (await self._find_pages(request)).make_away(provider.settings)
        except Unavailable:
            return self.pages.make_not_yet()
        self.answers.drop_cookie(answer, HOSPITAL)
        return answer

    async def _is_done(self, request: web.Request, provider: ProviderPort, state: str) -> bool:
        """Says whether an answer that comes again had let this browser in, so that there is nothing left to do."""
        if not self._limits[provider.settings.key].has_entered(state):
            return False
        sign_in = await self.lookup.find(request)
        return sign_in is not None and sign_in.way == f"{HOSPITAL_WAY}{provider.settings.key}"

    async def _find_pages(self, request: web.Request) -> HospitalPages:
        """Returns what draws the pages, which say so where somebody is signed in still."""
        try:
            return HospitalPages(self.answers, is_somebody_in=await self.lookup.find(request) is not None)
        except Unavailable:
            return self.pages

    def _resume(self, request: web.Request, provider: ProviderPort) -> tuple[SignInAttempt | None, dict[str, str]]:
        """Returns the attempt that came back from this very hospital, and what came with it."""
        cookie, brought = self.lookup.read_cookie(request, HOSPITAL), read_reply(request)
        state = brought.get("state")
        attempt = None if cookie is None or state is None else self.hospitals.resume(state, cookie)
        is_theirs = attempt is not None and attempt.hospital == provider.settings.key
        return (attempt if is_theirs else None), brought

    async def _try(
        self, request: web.Request, provider: ProviderPort, attempt: SignInAttempt, reply: ProviderReply
    ) -> web.Response:
        """Lets a browser in, or says why not. Of several answers at once one is taken. Raises `PageRefusal`."""
        network, limits = self._find_network(request), self._limits[attempt.hospital]
        try:
            with limits.open(network):
                async with limits.find_lock(attempt.state):
                    if limits.has_entered(attempt.state):
                        return self.answers.lead_to("/")
                    if limits.has_failed(attempt.state):
                        return (await self._find_pages(request)).make_refused()
                    limits.check_failed(network)
                    return await self._enter(request, provider.settings, attempt, reply)
        except (FailedLimit, OpenLimit) as fault:
            told = said.TOO_MANY_TEXT if isinstance(fault, FailedLimit) else said.TOO_MANY_OPEN_TEXT
            raise PageRefusal(429, {"Retry-After": RETRY_SECONDS}, (said.TOO_MANY_TITLE, told)) from None

    async def _enter(
        self, request: web.Request, hospital: IdentityProvider, attempt: SignInAttempt, reply: ProviderReply
    ) -> web.Response:
        """Returns the answer for what comes of an attempt, and takes note of it."""
        network, limits = self._find_network(request), self._limits[hospital.key]
        try:
            entered = await self.hospitals.finish(attempt, reply, await self.lookup.find(request))
        except (IdentityRefused, SignInRefused) as fault:
            is_broken_off = isinstance(fault, SignInRefused)
            limits.note_failed(network, attempt.state, is_guess=not is_broken_off)
            tell_fault(fault)
            pages = await self._find_pages(request)
            return pages.make_broken_off(hospital) if is_broken_off else pages.make_refused()
        if entered.outcome is not None and not entered.outcome.is_in:
            limits.note_failed(network, attempt.state, is_guess=False)
            return (await self._find_pages(request)).make_kept_out(hospital, entered.outcome)
        limits.note_entered(attempt.state)
        answer = self.answers.lead_to("/")
        if entered.cookie is not None:
            self.answers.set_cookie(answer, SIGN_IN, entered.cookie)
        return answer

    def _find_network(self, request: web.Request) -> str:
        forwarded = request.headers.getall("X-Forwarded-For", [])
        return find_network(request.remote, forwarded, is_proxied=self.answers.settings.is_secure)


def tell_fault(fault: Exception) -> None:
    """Logs the class of what was wrong, and no word of it."""
    _log.warning("a sign-in by a hospital failed: %s", type(fault.__cause__ or fault).__name__)
