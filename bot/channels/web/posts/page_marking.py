"""Marking a page: what its forms say of it."""

from bot.channels.channel_event import NO_SCREENING, SCREENING_BYTES
from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.posts.page_mark import PageMark, make_event_id


def mark_page(page: ChatPage) -> PageMark:
    """Returns a new mark for a page. Each page that is shown has its own."""
    return PageMark(make_event_id(), (page.screening or NO_SCREENING)[:SCREENING_BYTES], page.number, page.up_to)
