"""What a page offers besides its buttons: words that can be typed there, each as a button of its own."""

from collections.abc import Iterator

from bot.channels.web import phrases
from bot.channels.web.pages.chat_page import ChatPage
from dialogs.conversation.blocks import ResultTitle
from dialogs.conversation.commands import Command
from dialogs.conversation.state_machine import CONCLUDED, SETTLED

PageOffer = tuple[str, str]
"""What a button says, and the words that it types."""


def list_offers(page: ChatPage, result: ResultTitle | None) -> Iterator[PageOffer]:
    """Yields what is offered: a way on after a pause, and at an end all that a result leads to."""
    code = page.code if result is None else result.code
    if page.asking is None and page.number:
        yield phrases.RESUME, Command.RESUME.value
    if result is None and page.state not in (SETTLED, CONCLUDED):
        return
    if result is None and page.state == CONCLUDED:
        yield phrases.SHOW_RESULT, Command.RESULT.value
    yield phrases.HOSPITALS, Command.HOSPITALS.value
    if code:
        yield phrases.PICTURE, "picture"
        yield phrases.FORGET, f"forget {code}"
