"""What a page is called, in the window and in its history: never an answer or a code, which both would keep."""

from bot.channels.web import phrases
from bot.channels.web.pages.chat_page import ChatPage
from dialogs.conversation.blocks import Block, Headline, NoteLine, Progress, Question
from dialogs.conversation.messages import Message, MessageKind
from dialogs.conversation.plain_text import render_plain


def make_title(page: ChatPage, *, is_result: bool) -> str:
    """Returns the title of a page."""
    if is_result:
        return phrases.RESULT_TITLE
    if page.asking is None:
        return phrases.TOLD_TITLE
    return _name_question(page.asking)


def find_question(blocks: tuple[Block, ...]) -> Question | None:
    """Returns the question among blocks; None where nothing is asked."""
    return next((block for block in blocks if isinstance(block, Question)), None)


def frame_title(title: str, *, has_problem: bool) -> str:
    """Returns a title as a browser shows it; one of a page with a problem says so first."""
    framed = phrases.TITLE.format(title=title, site=phrases.SITE)
    return phrases.ERROR_TITLE.format(title=framed) if has_problem else framed


def _name_question(asking: Message) -> str:
    """Returns how a question is called: by its fact where it has one, else by its text where that holds no figure.

    An ask-back says what was typed, and a figure may be an answer or a part of a code.
    """
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
    text = question.text if question is not None else ""
    return phrases.MENU_TITLE if not text or any(each.isdigit() for each in text) else text
