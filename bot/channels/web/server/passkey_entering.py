"""Coming back by a passkey: the page with its button, and what a browser brings after it was pressed.

A try that lets nobody in is told in one sentence, the same for every reason.
"""

import base64
import secrets

from aiohttp import web

from bot.channels.web import passkey_phrases as phrases
from bot.channels.web.access.cookies import ENTERING, ENTERING_SECONDS, SIGN_IN
from bot.channels.web.access.networks import find_network
from bot.channels.web.pages.passkey_page import USE_PATH, PasskeyPage
from bot.channels.web.passkeys.passkey_access import PasskeyAccess
from bot.channels.web.server.form_fields import read_fields
from bot.channels.web.server.page_answers import UNAVAILABLE, PageAnswers
from bot.channels.web.server.page_headers import POLICY, WITH_SCRIPT
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.sign_in_lookup import SignInLookup
from storage.features.sign_ins import COOKIE_BYTES
from storage.model.errors import Unavailable

FIELDS = frozenset({"answer"})
RETRY_SECONDS = "60"


class PasskeyEntering:
    """Answers whoever comes back."""

    def __init__(
        self, passkeys: PasskeyAccess, lookup: SignInLookup, answers: PageAnswers, body_seconds: float
    ) -> None:
        self.passkeys, self.lookup, self.answers, self.body_seconds = passkeys, lookup, answers, body_seconds

    def add_to(self, app: web.Application) -> None:
        """Adds the route."""
        app.router.add_post(USE_PATH, self._enter)

    def show(self, request: web.Request, problem: str = "", status: int = 200) -> web.Response:
        """Shows the page with the button; a browser that has the short cookie keeps it."""
        nonce = self.lookup.read_cookie(request, ENTERING) or _make_nonce()
        page = PasskeyPage(self.passkeys.ask_to_use(nonce), problem=problem)
        answer = self.answers.make_page(self.answers.drawing.draw_passkey_page(page), status)
        answer.headers[POLICY] = WITH_SCRIPT
        self.answers.set_cookie(answer, ENTERING, nonce, ENTERING_SECONDS)
        return answer

    async def _enter(self, request: web.Request) -> web.Response:
        """Lets a browser in, with a cookie that is new at this moment; or says that its passkey does not."""
        fields = await read_fields(request, FIELDS, self.body_seconds)
        nonce = self.lookup.read_cookie(request, ENTERING)
        if nonce is None:
            raise PageRefusal(403)
        try:
            cookie = await self._try(request, fields.get("answer", ""), nonce)
        except Unavailable:
            return self.show(request, phrases.LATER, UNAVAILABLE)
        if cookie is None:
            return self.show(request, phrases.NOT_USED, 403)
        answer = self.answers.lead_to("/")
        self.answers.set_cookie(answer, SIGN_IN, cookie)
        self.answers.drop_cookie(answer, ENTERING)
        return answer

    async def _try(self, request: web.Request, brought: str, nonce: str) -> str | None:
        """Returns the cookie of a browser that is let in, and counts a try that fails. Raises `PageRefusal`."""
        passkeys, guesses = self.passkeys, self.passkeys.guesses
        read = passkeys.read(brought, nonce)
        if read is None:
            return None
        forwarded = request.headers.getall("X-Forwarded-For", [])
        network = find_network(request.remote, forwarded, is_proxied=self.answers.settings.is_secure)
        if not guesses.admit(network, passkeys.name_credential(read)):
            words = (phrases.TOO_MANY_TITLE, phrases.TOO_MANY_TEXT)
            raise PageRefusal(429, {"Retry-After": RETRY_SECONDS}, words)
        try:
            entered = await passkeys.enter(read, await self.lookup.find(request))
        except BaseException:
            guesses.undo(network)
            raise
        if entered.cookie is None:
            guesses.note_failed(network, passkeys.name_try(read, nonce), is_guess=not entered.is_known)
        else:
            guesses.undo(network)
        return entered.cookie


def _make_nonce() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(COOKIE_BYTES)).decode().rstrip("=")
