"""Entering by the link of an invitation: to open it shows a page and spends nothing, since mail scanners open links.

The page is the same whatever the link holds. Only its form lets somebody in, from the browser that was shown it.
"""

import re
from hmac import compare_digest

from aiohttp import web

from bot.channels.web import phrases
from bot.channels.web.access.cookies import ENTERING, ENTERING_SECONDS, SIGN_IN, make_value
from bot.channels.web.access.networks import find_network
from bot.channels.web.pages.chat_page import PageFrame
from bot.channels.web.server.form_fields import read_fields
from bot.channels.web.server.page_answers import UNAVAILABLE, PageAnswers
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.sign_in_lookup import SignInLookup
from storage.model.errors import Unavailable

FIELDS = frozenset({"nonce", "token"})
TOKEN = re.compile(r"[A-Za-z0-9_-]{27}", re.ASCII)
RETRY_SECONDS = "60"


class EnteringHandlers:
    """Answers whoever comes with an invitation."""

    def __init__(self, lookup: SignInLookup, answers: PageAnswers, body_seconds: float) -> None:
        self.lookup, self.answers, self.body_seconds = lookup, answers, body_seconds
        self.access = lookup.access

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get("/enter/{token}", self._show)
        app.router.add_post("/enter", self._enter)

    async def _show(self, request: web.Request) -> web.Response:
        """Shows the page of an invitation, whatever it is; a browser that has the short cookie keeps it."""
        nonce = self._read_nonce(request) or make_value()
        token = request.match_info["token"]
        sent, mark = token if TOKEN.fullmatch(token) else "", self.access.make_nonce_mark(nonce)
        answer = self.answers.make_page(self.answers.drawing.draw_entering_page(PageFrame(""), sent, mark))
        self.answers.set_cookie(answer, ENTERING, nonce, ENTERING_SECONDS)
        return answer

    async def _enter(self, request: web.Request) -> web.Response:
        """Lets a browser in, with a cookie that is new at this moment; or says that the invitation does not work."""
        fields = await read_fields(request, FIELDS, self.body_seconds)
        nonce = self._read_nonce(request)
        if nonce is None or not compare_digest(self.access.make_nonce_mark(nonce), _to_ascii(fields.get("nonce", ""))):
            raise PageRefusal(403)
        token = fields.get("token", "")
        try:
            cookie = await self._try(request, token, nonce) if TOKEN.fullmatch(token) else None
        except Unavailable:
            frame = PageFrame("", problem=phrases.LATER_ENTER_TEXT)
            return self.answers.make_page(
                self.answers.drawing.draw_entering_page(frame, token, fields["nonce"]), UNAVAILABLE
            )
        if cookie is None:
            return self.answers.make_notice(
                phrases.NOT_ENTERED_TITLE, [phrases.NOT_ENTERED_TEXT], 403, leads_back=False
            )
        answer = self.answers.lead_to("/")
        self.answers.set_cookie(answer, SIGN_IN, cookie)
        return answer

    async def _try(self, request: web.Request, token: str, nonce: str) -> str | None:
        """Returns the cookie of a browser that is let in, and counts a try that fails. Raises `PageRefusal`."""
        guesses, network = self.access.guesses, self._find_network(request)
        attempt = self.access.name_account(token, nonce)
        if guesses.has_failed(attempt):
            return None
        if not guesses.admit(network, self.access.hash_token(token)):
            raise PageRefusal(429, {"Retry-After": RETRY_SECONDS})
        try:
            entered = await self.access.enter(token, nonce, await self.lookup.find(request))
        except BaseException:
            guesses.undo(network)
            raise
        if entered.cookie is None:
            guesses.note_failed(network, attempt, is_guess=not entered.is_known)
        else:
            guesses.undo(network)
        return entered.cookie

    def _find_network(self, request: web.Request) -> str:
        forwarded = request.headers.getall("X-Forwarded-For", [])
        return find_network(request.remote, forwarded, is_proxied=self.answers.settings.is_secure)

    def _read_nonce(self, request: web.Request) -> str | None:
        return self.lookup.read_cookie(request, ENTERING)


def _to_ascii(text: str) -> str:
    """Returns a text that can be compared in constant time; another alphabet is no mark of ours."""
    return text if text.isascii() else ""
