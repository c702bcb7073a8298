"""What heads a page: a verdict, or what is asked."""

from bot.channels.web import phrases
from bot.channels.web.pages.chat_page import ChatPage
from dialogs.conversation.blocks import Block, Headline, Question, ResultTitle
from dialogs.phrases import CONCLUDED_OFFER


def find_result(blocks: tuple[Block, ...]) -> ResultTitle | None:
    """Returns the title of the last result among blocks."""
    return next((block for block in reversed(blocks) if isinstance(block, ResultTitle)), None)


def find_verdict(blocks: tuple[Block, ...], result: ResultTitle | None) -> int | None:
    """Returns where a verdict begins among blocks: with the title of a result, else with a headline."""
    if result is not None:
        return next(at for at, each in enumerate(blocks) if each is result)
    return next((at for at, each in enumerate(blocks) if isinstance(each, Headline)), None)


def name_verdict(page: ChatPage) -> str:
    """Returns the heading of a verdict before the end."""
    if not page.trial:
        return phrases.SO_FAR_TITLE
    said = phrases.SO_FAR_WITH_CODE if page.code else phrases.SO_FAR
    return said.format(trial=page.trial, code=page.code)


def word_legend(page: ChatPage, question: Question | None, result: ResultTitle | None) -> tuple[str, str]:
    """Returns what is asked, and the help with it. At the end nothing is: then what can be done comes next."""
    if question is not None and question.text == CONCLUDED_OFFER:
        return phrases.WHAT_NEXT, question.text
    if question is not None and question.text:
        return question.text, question.help
    if result is not None:
        return phrases.WHAT_NEXT, ""
    is_paused = page.asking is None and page.number
    return phrases.PAUSED_TITLE if is_paused else phrases.TOLD_TITLE, "" if question is None else question.help
