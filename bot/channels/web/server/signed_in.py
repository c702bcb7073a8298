"""What somebody who is signed in asks for: the page, to take a form, a file."""

from typing import NamedTuple

from aiohttp import web

from bot.channels.web import phrases
from bot.channels.web.access.cookies import SIGN_IN
from bot.channels.web.pages.chat_page import ChatPage, PageFrame
from bot.channels.web.posts.page_mark import PageMark
from bot.channels.web.posts.page_marking import mark_page
from bot.channels.web.posts.web_post import WebPost
from bot.channels.web.server.desk_port import WebDesk
from bot.channels.web.server.file_answers import make_file_answer
from bot.channels.web.server.form_fields import PICKED, read_choice_or_text, read_fields
from bot.channels.web.server.page_answers import UNAVAILABLE, PageAnswers
from bot.channels.web.server.page_refusals import PageRefusal
from bot.channels.web.server.sign_in_lookup import SignInLookup
from dialogs.conversation.note_interpreting import LONGEST_NOTE
from dialogs.phrases import NOTE_TOO_LONG
from storage.features.members import Role
from storage.features.sign_ins import SignIn
from storage.model.errors import Unavailable

FIELDS = frozenset({"mark", "choice", "text", PICKED})

MOST_DIGITS = 18

MOST_CHARACTERS = 20_000
"""A longer text is never taken: it is five times as long as a note may be."""

SHORT_CHARACTERS = 200
"""A shorter text that was not taken is typed again in a moment, and need not be kept."""


class ReadForm(NamedTuple):
    """What a form brought: its mark as it came, and what was chosen or typed."""

    mark: str
    choice: str | None
    text: str | None

    @property
    def typed(self) -> str:
        """What was typed; empty for a choice."""
        return self.text or ""


class SignInHandlers:
    """Answers whoever is signed in. Everybody else is shown that they need an invitation."""

    def __init__(self, desk: WebDesk, lookup: SignInLookup, answers: PageAnswers, body_seconds: float) -> None:
        self.desk, self.lookup, self.answers, self.body_seconds = desk, lookup, answers, body_seconds

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get("/", self._show)
        app.router.add_post("/", self._take)
        app.router.add_get("/file/{order}", self._give_file)

    async def _show(self, request: web.Request) -> web.Response:
        sign_in = await self.lookup.find(request)
        if sign_in is None:
            return self._refuse_stranger(request, phrases.SIGNED_OUT_TITLE, phrases.SIGNED_OUT_TEXT)
        return self.answers.make_page(self._draw(await self.desk.read(sign_in.account), sign_in))

    async def _take(self, request: web.Request) -> web.Response:
        """Takes what a form brought, and leads back to the page once it is committed.

        Where that cannot be kept, or nobody can say just now whose form it is, the page holds it, to be sent again.
        """
        form: ReadForm | None = None
        try:
            sign_in = await self.lookup.find(request)
            if sign_in is None:
                return self._refuse_stranger(request, phrases.NOT_RECORDED_TITLE, phrases.NOT_RECORDED_TEXT)
            form = await self._read_form(request)
            mark = self.lookup.read_mark(form.mark, sign_in)
            if len(form.typed) <= MOST_CHARACTERS:
                await self.desk.post(WebPost(sign_in.account, mark, form.choice, form.text))
        except Unavailable:
            return self._hold(form or await self._read_form(request))
        if len(form.typed) > SHORT_CHARACTERS:
            return await self._show_again(sign_in, mark, form.typed)
        return self.answers.lead_to("/")

    async def _show_again(self, sign_in: SignIn, mark: PageMark, typed: str) -> web.Response:
        """Leads back to the page; where a long text was not taken there, the page comes at once, and holds it.

        That costs a question of the browser at its back button. Text that is kept by browsers would cost more: the next
        person at a shared computer would find it.
        """
        problem = NOTE_TOO_LONG.format(most=LONGEST_NOTE) if len(typed) > MOST_CHARACTERS else ""
        page = await self.desk.read(sign_in.account)
        is_there = mark_page(page).stands_where(mark)
        if not problem and not (page.is_misread and is_there):
            return self.answers.lead_to("/")
        return self.answers.make_page(self._draw(page, sign_in, problem, typed))

    async def _give_file(self, request: web.Request) -> web.Response:
        sign_in = await self.lookup.find(request)
        if sign_in is None:
            return self._refuse_stranger(request, phrases.SIGNED_OUT_TITLE, phrases.SIGNED_OUT_TEXT)
        order = request.match_info["order"]
        if not (order.isascii() and order.isdigit() and len(order) <= MOST_DIGITS):
            raise PageRefusal(404)
        made = await self.desk.make_file(sign_in.account, int(order))
        if made is None:
            raise PageRefusal(404)
        return self.answers.make_notice(phrases.FILE_TITLE, [made]) if isinstance(made, str) else make_file_answer(made)

    def _refuse_stranger(self, request: web.Request, title: str, sentence: str) -> web.Response:
        """Returns what everybody is shown who is not signed in. A cookie that is of no use is taken back."""
        answer = self.answers.make_ways_in(title, sentence, 401)
        if "Cookie" in request.headers:
            self.answers.drop_cookie(answer, SIGN_IN)
        return answer

    async def _read_form(self, request: web.Request) -> ReadForm:
        fields = await read_fields(request, FIELDS, self.body_seconds)
        return ReadForm(fields.get("mark", ""), *read_choice_or_text(fields))

    def _hold(self, form: ReadForm) -> web.Response:
        """Returns the page that holds what a form brought. Sent again, with its mark, it is the same event."""
        frame = PageFrame(form.mark, problem=phrases.LATER_TEXT, typed=form.typed)
        html = self.answers.drawing.draw_resending_page(frame, phrases.LATER_TITLE, form.choice)
        return self.answers.make_page(html, UNAVAILABLE)

    def _draw(self, page: ChatPage, sign_in: SignIn, problem: str = "", typed: str = "") -> str:
        access = self.lookup.access
        signed = access.signer.sign(mark_page(page), sign_in.account, sign_in.token)
        frame = PageFrame(signed, Role(sign_in.role), sign_in.ends_at, access.handler.now(), problem, typed)
        return self.answers.drawing.draw_chat_page(page, frame)
