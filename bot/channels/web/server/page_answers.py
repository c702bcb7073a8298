"""Answers: pages that are drawn, and the way back to the page after a form was taken."""

from collections.abc import Sequence

from aiohttp import web

from bot.channels.web import phrases
from bot.channels.web.access.cookies import write_cookie
from bot.channels.web.access.web_settings import WebSettings
from bot.channels.web.pages.chat_page import PageFrame, PageLink
from bot.channels.web.server.drawing_port import Drawing
from bot.channels.web.server.page_refusals import CUT_OFF, PageRefusal, word_refusal

RETRY_SECONDS = "5"
UNAVAILABLE = 503
EMPTY = PageFrame(mark="")
PRE_CHECK_FRAME = PageFrame(mark="", is_pre_check=True)


class PageAnswers:
    """Makes the answers of one page. `ways_in` lead whoever is not signed in back in; `told` says for whom they are."""

    def __init__(
        self, settings: WebSettings, drawing: Drawing, ways_in: Sequence[PageLink] = (), told: Sequence[str] = ()
    ) -> None:
        self.settings, self.drawing, self.ways_in, self.told = settings, drawing, ways_in, told

    def make_page(self, html: str, status: int = 200) -> web.Response:
        """Returns a page."""
        answer = web.Response(status=status, text=html, content_type="text/html", charset="utf-8")
        if status == UNAVAILABLE:
            answer.headers["Retry-After"] = RETRY_SECONDS
        return answer

    def make_notice(
        self, title: str, sentences: Sequence[str], status: int = 200, *, leads_back: bool = True
    ) -> web.Response:
        """Returns a page that says something, and leads back to what is asked where there is something."""
        return self.make_page(self.drawing.draw_notice_page(EMPTY, title, sentences, leads_back=leads_back), status)

    def make_ways_in(self, title: str, sentence: str, status: int) -> web.Response:
        """Returns a page for whoever is not signed in: it says something, and how to come back in."""
        told = [sentence, *self.told, phrases.COMING_BACK]
        html = self.drawing.draw_notice_page(EMPTY, title, told, links=self.ways_in)
        return self.make_page(html, status)

    def make_refusal(self, refusal: PageRefusal, *, leads_back: bool, frame: PageFrame = EMPTY) -> web.Response:
        """Returns the page of a refusal: the same for all of its kind."""
        status, words = word_refusal(refusal.status)
        title, sentence = refusal.words or words
        html = self.drawing.draw_notice_page(frame, title, [sentence], leads_back=leads_back)
        answer = self.make_page(html, status)
        answer.headers.update(refusal.headers)
        if status in CUT_OFF:
            answer.force_close()
        return answer

    def lead_to(self, path: str) -> web.Response:
        """Returns the way to another page, for after a form: a reload there sends nothing again."""
        return web.Response(status=303, headers={"Location": path})

    def set_cookie(self, answer: web.Response, name: str, value: str, seconds: int | None = None) -> None:
        """Gives the browser a cookie."""
        text = write_cookie(name, value, is_secure=self.settings.is_secure, seconds=seconds)
        answer.headers.add("Set-Cookie", text)

    def drop_cookie(self, answer: web.Response, name: str) -> None:
        """Takes a cookie from the browser."""
        self.set_cookie(answer, name, "", 0)
