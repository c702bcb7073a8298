"""The open pre-check over HTTP: a page to begin with, and forms, each of which is answered with the next page.

There is no way back to a page at an address, since nothing is kept that could stand there.
"""

import base64
import secrets

from aiohttp import web

from bot.channels.web import pre_check_phrases as phrases
from bot.channels.web.access.cookies import PRE_CHECK, read_cookie
from bot.channels.web.access.networks import find_network
from bot.channels.web.pages.chat_page import PRE_CHECK_PATH, PageFrame
from bot.channels.web.phrases import FILE_TITLE
from bot.channels.web.pre_check.open_pre_check import OpenPreCheck
from bot.channels.web.pre_check.pre_check_replies import PreCheckForm, PreCheckPage, PreCheckReply, SiteCode
from bot.channels.web.pre_check.state_sealing import LONGEST_STATE, PreCheckFault
from bot.channels.web.server.file_answers import make_file_answer
from bot.channels.web.server.form_fields import PICKED, read_choice_or_text, read_fields
from bot.channels.web.server.page_answers import PRE_CHECK_FRAME, UNAVAILABLE, PageAnswers
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.signed_in import MOST_CHARACTERS, SHORT_CHARACTERS
from bot.config.output import format_until
from storage.features.one_time_codes import format_one_time_code
from storage.model.errors import Unavailable

FIELDS = frozenset({"mark", "choice", "text", PICKED})

COOKIE_BYTES = 32

RETRY_SECONDS = "60"
BUSY = 429


class PreCheckHandlers:
    """Answers whoever comes without an account."""

    def __init__(self, pre_check: OpenPreCheck, answers: PageAnswers, body_seconds: float) -> None:
        self.pre_check, self.answers, self.body_seconds = pre_check, answers, body_seconds

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get(PRE_CHECK_PATH, self._begin)
        app.router.add_post(PRE_CHECK_PATH, self._answer)

    async def _begin(self, request: web.Request) -> web.Response:
        """Begins a pre-check. A browser keeps its cookie, so that what stands in its other tabs goes on."""
        if not self.pre_check.limits.admit_beginning(self._find_network(request)):
            raise _refuse_many()
        cookie = self._read_cookie(request) or _make_cookie()
        answer = self._show(self.pre_check.begin(cookie))
        self.answers.set_cookie(answer, PRE_CHECK, cookie)
        return answer

    async def _answer(self, request: web.Request) -> web.Response:
        """Answers a form with the next page; what cannot be handed over just now is held on the page."""
        network = self._find_network(request)
        if not self.pre_check.limits.admit_form(network):
            raise _refuse_many()
        fields = await read_fields(request, FIELDS, self.body_seconds)
        mark, (choice, text) = fields.get("mark", ""), read_choice_or_text(fields)
        if not mark:
            raise PageRefusal(400)
        if len(mark) > LONGEST_STATE or len(text or "") > MOST_CHARACTERS:
            raise PageRefusal(413)
        cookie = self._read_cookie(request)
        if cookie is None:
            raise _refuse(PreCheckFault.NOT_OURS)
        form = PreCheckForm(mark, network, choice, text)
        try:
            reply = await self.pre_check.answer(cookie, form)
        except Unavailable:
            return self._hold(form, phrases.LATER_TITLE, phrases.LATER, UNAVAILABLE)
        if reply is PreCheckFault.TOO_MANY:
            answer = self._hold(form, phrases.BUSY_TITLE, phrases.BUSY, BUSY)
            answer.headers["Retry-After"] = RETRY_SECONDS
            return answer
        return self._word(reply, form)

    def _word(self, reply: PreCheckReply | None, form: PreCheckForm) -> web.Response:
        if reply is None:
            raise PageRefusal(400)
        if isinstance(reply, PreCheckFault):
            raise _refuse(reply)
        if isinstance(reply, PreCheckPage):
            typed = form.text or ""
            is_long = len(typed) > SHORT_CHARACTERS
            return self._show(reply, typed if is_long and reply.page.is_misread else "")
        if isinstance(reply, SiteCode):
            return self._tell_code(reply)
        return self._hold(form, FILE_TITLE, reply) if isinstance(reply, str) else make_file_answer(reply)

    def _show(self, shown: PreCheckPage, typed: str = "") -> web.Response:
        """Returns a page. It holds a long text that was not taken, to be sent again."""
        now, ends_at = shown.page.at, shown.ends_at
        frame = PageFrame(shown.mark, now=now, typed=typed, is_pre_check=True, ends_at=ends_at)
        return self.answers.make_page(self.answers.drawing.draw_chat_page(shown.page, frame))

    def _tell(self, title: str, *sentences: str) -> web.Response:
        return self.answers.make_page(self.answers.drawing.draw_notice_page(PRE_CHECK_FRAME, title, sentences))

    def _tell_code(self, given: SiteCode) -> web.Response:
        if given.until is None:
            return self._tell(phrases.HANDED_BEFORE_TITLE, phrases.HANDED_BEFORE)
        code = format_one_time_code(given.code)
        told = phrases.HANDED_HOW.format(code=code, until=format_until(given.until, self.pre_check.now()))
        return self._tell(phrases.HANDED_TITLE, phrases.HANDED_CODE.format(code=code), told)

    def _hold(self, form: PreCheckForm, title: str, problem: str, status: int = 200) -> web.Response:
        """Returns the page that holds a form of which nothing came, to be sent again."""
        frame = PageFrame(form.mark, problem=problem, typed=form.text or "", is_pre_check=True)
        return self.answers.make_page(self.answers.drawing.draw_resending_page(frame, title, form.choice), status)

    def _find_network(self, request: web.Request) -> str:
        forwarded = request.headers.getall("X-Forwarded-For", [])
        return find_network(request.remote, forwarded, is_proxied=self.answers.settings.is_secure)

    def _read_cookie(self, request: web.Request) -> str | None:
        headers = request.headers.getall("Cookie", [])
        return read_cookie(headers, PRE_CHECK, is_secure=self.answers.settings.is_secure)


def _make_cookie() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(COOKIE_BYTES)).decode().rstrip("=")


def _refuse(fault: PreCheckFault) -> PageRefusal:
    """Returns the refusal of a form. All have one status, and each kind one sentence."""
    return PageRefusal(403, words=_FAULTS[fault])


def _refuse_many() -> PageRefusal:
    return PageRefusal(BUSY, {"Retry-After": RETRY_SECONDS}, (phrases.BUSY_TITLE, phrases.BUSY))


_FAULTS = {
    PreCheckFault.NOT_OURS: (phrases.NOT_OURS_TITLE, phrases.NOT_OURS),
    PreCheckFault.OVER: (phrases.OVER_TITLE, phrases.OVER),
    PreCheckFault.UPDATED: (phrases.UPDATED_TITLE, phrases.UPDATED),
    PreCheckFault.ANSWERED: (phrases.ANSWERED_TITLE, phrases.ANSWERED),
}
