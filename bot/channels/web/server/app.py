"""The application of the page: its routes, and what stands around each of them.

Nothing of a request is logged: not its address, its headers or its fields. A fault of ours leaves its class and place.
"""

import logging
from hashlib import sha256

from aiohttp import web

from bot.channels.web.access.cookies import SIGN_IN
from bot.channels.web.access.web_access import WebAccess
from bot.channels.web.access.web_settings import WebSettings
from bot.channels.web.hospitals.hospital_sign_ins import HospitalSignIns
from bot.channels.web.pages.chat_page import PRE_CHECK_PATH, PageLink
from bot.channels.web.pages.passkey_page import PASSKEYS_PATH
from bot.channels.web.pages.script import SCRIPT_PATH, read_script
from bot.channels.web.pages.stylesheet import STYLESHEET_PATH
from bot.channels.web.passkey_phrases import COME_BACK
from bot.channels.web.passkeys.passkey_access import PasskeyAccess
from bot.channels.web.passkeys.passkey_options import RelyingParty
from bot.channels.web.phrases import SITE
from bot.channels.web.pre_check.open_pre_check import OpenPreCheck
from bot.channels.web.server.desk_port import WebDesk
from bot.channels.web.server.drawing_port import Drawing
from bot.channels.web.server.entering import EnteringHandlers
from bot.channels.web.server.hospital_handlers import HospitalHandlers
from bot.channels.web.server.hospital_pages import make_answers
from bot.channels.web.server.page_answers import PRE_CHECK_FRAME, PageAnswers
from bot.channels.web.server.page_headers import FOREVER, make_header_hook
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.passkey_handlers import PasskeyHandlers
from bot.channels.web.server.pre_check_handlers import PreCheckHandlers
from bot.channels.web.server.request_checks import MOST_BYTES, check_request
from bot.channels.web.server.sign_in_lookup import SignInLookup
from bot.channels.web.server.signed_in import SignInHandlers
from bot.channels.web.server.signing_out import SigningOutHandlers
from bot.observability.connection_guard import WebHandler
from storage.model.errors import Unavailable

BODY_SECONDS = 10.0
"""How long a body may take to come."""

VERSION_DIGITS = 16

_log = logging.getLogger(__name__)


def make_web_app(
    desk: WebDesk,
    access: WebAccess,
    settings: WebSettings,
    drawing: Drawing,
    stylesheet: bytes,
    *,
    body_seconds: float = BODY_SECONDS,
    pre_check: OpenPreCheck | None = None,
    hospitals: HospitalSignIns | None = None,
) -> web.Application:
    """Returns the application, to be served with `bot.observability.listening.listen`.

    Without a `pre_check` there is nothing at its path, and without `hospitals` nobody signs in by one.
    """
    answers = make_answers(
        settings, drawing, [] if hospitals is None else hospitals.hospitals, PageLink(COME_BACK, PASSKEYS_PATH)
    )
    lookup = SignInLookup(access, is_secure=settings.is_secure)
    guard = _Guard(settings, answers, lookup, has_pre_check=pre_check is not None)
    app = web.Application(client_max_size=MOST_BYTES, middlewares=[guard.answer])
    app.on_response_prepare.append(make_header_hook(is_secure=settings.is_secure))
    SignInHandlers(desk, lookup, answers, body_seconds).add_to(app)
    SigningOutHandlers(lookup, answers, body_seconds, hospitals).add_to(app)
    EnteringHandlers(lookup, answers, body_seconds).add_to(app)
    passkeys = PasskeyAccess(access, RelyingParty(settings.origin, SITE))
    PasskeyHandlers(passkeys, lookup, answers, body_seconds).add_to(app)
    if hospitals is not None:
        HospitalHandlers(hospitals, lookup, answers).add_to(app)
    if pre_check is not None:
        PreCheckHandlers(pre_check, answers, body_seconds).add_to(app)
    app.router.add_get("/favicon.ico", _give_no_icon)
    app.router.add_get(STYLESHEET_PATH, _StaticFile(stylesheet, "text/css").give)
    app.router.add_get(SCRIPT_PATH, _StaticFile(read_script(), "text/javascript").give)
    return app


class _Guard:
    """Looks at a request before anything is done with it; whatever goes wrong, the answer is a page of one sentence."""

    def __init__(
        self, settings: WebSettings, answers: PageAnswers, lookup: SignInLookup, *, has_pre_check: bool
    ) -> None:
        self.settings, self.answers, self.lookup = settings, answers, lookup
        self.has_pre_check = has_pre_check

    @web.middleware
    async def answer(self, request: web.Request, handler: WebHandler) -> web.StreamResponse:
        """Answers a request."""
        try:
            check_request(request, self.settings)
            return await handler(request)
        except PageRefusal as refusal:
            return self._refuse(request, refusal)
        except web.HTTPException as fault:
            allowed = {"Allow": fault.headers["Allow"]} if "Allow" in fault.headers else {}
            return self._refuse(request, PageRefusal(fault.status, allowed))
        except Unavailable:
            _log.warning("a page waits: the database cannot be read or written just now")
            return self._refuse(request, PageRefusal(503, {"Retry-After": "5"}))
        except Exception as fault:  # noqa: BLE001 - what it says could hold an answer
            _log.error("a page failed: %s", type(fault).__name__, extra={"fault": fault})
            return self._refuse(request, PageRefusal(500))

    def _refuse(self, request: web.Request, refusal: PageRefusal) -> web.Response:
        """Returns the page of a refusal. Only a browser that may be signed in is led to what is asked."""
        if self.has_pre_check and request.path == PRE_CHECK_PATH:
            return self.answers.make_refusal(refusal, leads_back=False, frame=PRE_CHECK_FRAME)
        has_cookie = self.lookup.read_cookie(request, SIGN_IN) is not None
        return self.answers.make_refusal(refusal, leads_back=has_cookie)


class _StaticFile:
    """The stylesheet, or the script: under the name of its content it is kept for ever, else asked for each time."""

    def __init__(self, content: bytes, kind: str) -> None:
        self._content, self._kind = content, kind
        self._version = sha256(content).hexdigest()[:VERSION_DIGITS]

    async def give(self, request: web.Request) -> web.Response:
        """Gives it."""
        kept = FOREVER if request.query_string == f"v={self._version}" else "no-cache"
        headers = {"Cache-Control": kept, "ETag": f'"{self._version}"', "Content-Type": f"{self._kind}; charset=utf-8"}
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers=headers)
        return web.Response(body=self._content, headers=headers)


async def _give_no_icon(_: web.Request) -> web.Response:
    """Says that there is no icon. Browsers ask by themselves; a link to none would need `data:` in the policy."""
    return web.Response(status=204, headers={"Cache-Control": FOREVER})
