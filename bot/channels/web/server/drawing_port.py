"""What the web server needs of whoever draws its pages."""

from collections.abc import Sequence
from typing import Protocol

from bot.channels.web.pages.chat_page import ChatPage, PageFrame
from bot.channels.web.pages.notice_form import NoticeForm


class Drawing(Protocol):
    """Draws pages of HTML. `STYLESHEET` is the only other thing that they ask for."""

    STYLESHEET: bytes

    def draw_chat_page(self, page: ChatPage, frame: PageFrame) -> str:
        """Returns the page of somebody who is signed in."""

    def draw_notice_page(
        self, frame: PageFrame, title: str, sentences: Sequence[str], form: NoticeForm | None = None
    ) -> str:
        """Returns a page that says something: to whoever enters, and where something was not taken.

        Without a form it has a link to the page. `frame.typed` is shown once more, where there is something.
        """
