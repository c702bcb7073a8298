"""What the web server needs of the screenings behind it."""

from typing import Protocol

from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.posts.web_post import WebPost
from bot.documents.file_maker import MadeFile


class WebDesk(Protocol):
    """Where what forms bring is taken, and pages come from."""

    async def post(self, post: WebPost) -> None:
        """Takes what a form brought; it is committed on return.

        Raises `Unavailable`: then nothing was kept, and the same form may be sent again.
        """

    async def read(self, chat: str) -> ChatPage:
        """Returns what stands on a person's page now; where nothing waits, what is open is asked again first."""

    async def make_file(self, chat: str, order: int) -> MadeFile | None:
        """Returns a file that was ordered in this chat; None where none waits there under this id."""
