"""What a page is called, in the window and in its history: never an answer or a code, which both would keep.

So a title is made of what is known to be plain: names of facts, kinds of menus, and sentences with nothing filled in.
"""

from bot.channels.web import phrases
from bot.channels.web.pages.chat_page import ChatPage
from bot.channels.web.pre_check_phrases import HAND_TITLE
from bot.session.requests import SessionRequest
from dialogs.conversation.blocks import Block, Headline, NoteLine, Progress, Question
from dialogs.conversation.buttons import LEAVE
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.plain_text import render_plain
from dialogs.phrases import (
    CHANGE_TITLE,
    CONCLUDED_OFFER,
    NOTE_CHANGE_TITLE,
    REVIEW_TITLE,
    SETTLED_OFFER,
    STOPPED,
)


def make_title(page: ChatPage, *, is_result: bool) -> str:
    """Returns the title of a page."""
    if is_result:
        return phrases.RESULT_TITLE
    if page.asking is None:
        return phrases.PAUSED_TITLE if page.number else phrases.TOLD_TITLE
    return _name_question(page.asking)


def find_question(blocks: tuple[Block, ...]) -> Question | None:
    """Returns the question among blocks; None where nothing is asked."""
    return next((block for block in blocks if isinstance(block, Question)), None)


def frame_title(title: str, *, has_problem: bool) -> str:
    """Returns a title as a browser shows it; one of a page with a problem says so first."""
    framed = phrases.TITLE.format(title=title, site=phrases.SITE)
    return phrases.ERROR_TITLE.format(title=framed) if has_problem else framed


def _name_question(asking: Message) -> str:
    """Returns how a question is called: by its fact where it has one, else by what can be chosen, or a plain text."""
    progress = [block for block in asking.blocks if isinstance(block, Progress)]
    question = find_question(asking.blocks)
    name = question.name if question is not None else ""
    if asking.kind is MessageKind.ASK_BACK:
        return phrases.ASK_BACK_TITLE.format(title=name or phrases.QUESTION_TITLE)
    if name:
        return render_plain((*progress, Question("", name)))
    if any(isinstance(block, NoteLine) for block in asking.blocks):
        return phrases.NOTE_TITLE
    if any(isinstance(block, Headline) for block in asking.blocks):
        return phrases.SO_FAR_TITLE
    keys = {each.key.partition(":")[0] for each in asking.buttons}
    called = next((title for key, title in _CALLED.items() if key in keys), phrases.MENU_TITLE)
    return _PLAIN.get(question.text if question is not None else "", called)


_CALLED = {
    SessionRequest.DESTROY.value: phrases.FORGET_TITLE,
    SessionRequest.INACCURATE.value: phrases.INACCURATE_TITLE,
    SessionRequest.LEAVE.value: phrases.UNLINK,
    SessionRequest.OPEN.value: phrases.LIST,
    LEAVE.key: phrases.START_OVER_TITLE,
}
"""What a menu is called, by the key of one of its buttons."""

_PLAIN = {
    text: text for text in (CHANGE_TITLE, REVIEW_TITLE, SETTLED_OFFER, STOPPED, NOTE_CHANGE_TITLE, HAND_TITLE)
} | {CONCLUDED_OFFER: phrases.WHAT_NEXT}
"""Questions in which nothing is filled in, and what they are called."""
