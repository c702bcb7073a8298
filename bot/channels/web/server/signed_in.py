"""What somebody who is signed in asks for: the page, to take a form, a file, to be signed out."""

from typing import NamedTuple

from aiohttp import web

from bot.channels.web import phrases
from bot.channels.web.access.cookies import SIGN_IN, read_cookie
from bot.channels.web.access.web_access import WebAccess
from bot.channels.web.pages.chat_page import ChatPage, PageFrame
from bot.channels.web.posts.page_mark import PageMark
from bot.channels.web.posts.page_marking import mark_page
from bot.channels.web.posts.web_post import WebPost
from bot.channels.web.server.desk_port import WebDesk
from bot.channels.web.server.file_answers import make_file_answer
from bot.channels.web.server.form_fields import read_choice_or_text, read_fields
from bot.channels.web.server.page_answers import PageAnswers
from bot.channels.web.server.page_refusals import PageRefusal
from storage.features.members import Role
from storage.features.sign_ins import SignIn
from storage.model.errors import Unavailable

FIELDS = frozenset({"mark", "choice", "text"})

MOST_DIGITS = 18


class ReadForm(NamedTuple):
    """The mark of a form, as it came and read, and what the form brought."""

    text_of_mark: str
    mark: PageMark
    choice: str | None
    text: str | None


class SignInHandlers:
    """Answers whoever is signed in. Everybody else is shown that they need an invitation."""

    def __init__(self, desk: WebDesk, access: WebAccess, answers: PageAnswers, body_seconds: float) -> None:
        self.desk, self.access, self.answers, self.body_seconds = desk, access, answers, body_seconds

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get("/", self._show)
        app.router.add_post("/", self._take)
        app.router.add_post("/sign-out", self._sign_out)
        app.router.add_get("/file/{order}", self._give_file)

    async def _show(self, request: web.Request) -> web.Response:
        sign_in = await self.find(request)
        if sign_in is None:
            return self._refuse_stranger(request)
        return self.answers.make_page(self._draw(await self.desk.read(sign_in.account), sign_in))

    async def _take(self, request: web.Request) -> web.Response:
        """Takes what a form brought, and leads back to the page once it is committed."""
        sign_in = await self.find(request)
        if sign_in is None:
            return self._refuse_stranger(request)
        form = await self._read_form(request, sign_in)
        try:
            await self.desk.post(WebPost(sign_in.account, form.mark, form.choice, form.text))
        except Unavailable:
            frame = PageFrame(form.text_of_mark, problem=phrases.LATER_TEXT, typed=form.text or "")
            drawing = self.answers.drawing
            return self.answers.make_page(drawing.draw_resending_page(frame, phrases.LATER_TITLE, form.choice), 503)
        return self.answers.make_way_back()

    async def _sign_out(self, request: web.Request) -> web.Response:
        sign_in = await self.find(request)
        if sign_in is not None:
            fields = await read_fields(request, frozenset({"mark"}), self.body_seconds)
            self._read_mark(fields.get("mark", ""), sign_in)
            await self.access.sign_out(sign_in)
        answer = self.answers.make_way_back()
        answer.headers["Clear-Site-Data"] = '"cache"'
        self.answers.drop_cookie(answer)
        return answer

    async def _give_file(self, request: web.Request) -> web.Response:
        sign_in = await self.find(request)
        if sign_in is None:
            return self._refuse_stranger(request)
        order = request.match_info["order"]
        if not (order.isascii() and order.isdigit() and len(order) <= MOST_DIGITS):
            raise PageRefusal(404)
        made = await self.desk.make_file(sign_in.account, int(order))
        if made is None:
            raise PageRefusal(404)
        return self.answers.make_notice(phrases.FILE_TITLE, [made]) if isinstance(made, str) else make_file_answer(made)

    async def find(self, request: web.Request) -> SignIn | None:
        """Returns the sign-in of whoever asks; None where there is none, or it is over."""
        cookie = self._read_cookie(request)
        return None if cookie is None else await self.access.find(cookie)

    def _read_cookie(self, request: web.Request) -> str | None:
        is_secure = self.answers.settings.is_secure
        return read_cookie(request.headers.getall("Cookie", []), SIGN_IN, is_secure=is_secure)

    def _refuse_stranger(self, request: web.Request) -> web.Response:
        return self.answers.make_signed_out(had_cookie="Cookie" in request.headers)

    async def _read_form(self, request: web.Request, sign_in: SignIn) -> ReadForm:
        fields = await read_fields(request, FIELDS, self.body_seconds)
        text = fields.get("mark", "")
        return ReadForm(text, self._read_mark(text, sign_in), *read_choice_or_text(fields))

    def _read_mark(self, text: str, sign_in: SignIn) -> PageMark:
        mark = self.access.signer.read(text, sign_in.account, sign_in.token)
        if mark is None:
            raise PageRefusal(403)
        return mark

    def _draw(self, page: ChatPage, sign_in: SignIn) -> str:
        signed = self.access.signer.sign(mark_page(page), sign_in.account, sign_in.token)
        return self.answers.drawing.draw_chat_page(page, PageFrame(signed, Role(sign_in.role), sign_in.ends_at))
