"""What the web server needs of whoever draws its pages."""

from collections.abc import Sequence
from typing import Protocol

from bot.channels.web.pages.chat_page import ChatPage, PageFrame, PageLink
from bot.channels.web.pages.passkey_page import PasskeyPage


class Drawing(Protocol):
    """Draws pages of HTML. What they ask for besides is the stylesheet."""

    def draw_chat_page(self, page: ChatPage, frame: PageFrame) -> str:
        """Returns the page of somebody who is signed in."""

    def draw_notice_page(
        self,
        frame: PageFrame,
        title: str,
        sentences: Sequence[str],
        *,
        leads_back: bool = False,
        links: Sequence[PageLink] = (),
    ) -> str:
        """Returns a page that says something in a sentence or two, perhaps with a link to what is asked, and others."""

    def draw_entering_page(self, frame: PageFrame, token: str, nonce: str) -> str:
        """Returns the page of an invitation. Its form brings the token, and the nonce of the browser."""

    def draw_sign_out_page(self, frame: PageFrame, sentences: Sequence[str], mark: str) -> str:
        """Returns the page that asks whether to sign out; the way back stands first. `mark` is its form's."""

    def draw_passkey_page(self, page: PasskeyPage) -> str:
        """Returns the page of passkeys, which asks for its script besides."""

    def draw_passkey_removal_page(self, title: str, sentences: Sequence[str], mark: str, number: int) -> str:
        """Returns the page that asks whether to remove a passkey; to keep it is the first choice."""

    def draw_resending_page(self, frame: PageFrame, title: str, choice: str | None) -> str:
        """Returns the page that holds what was chosen or typed, to send it again with the same mark."""
