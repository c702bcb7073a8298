"""A page taken apart for its template: what stands above the question, the question, and what can be chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from bot.channels.web import phrases
from bot.channels.web.pages.block_views import name_progress
from bot.channels.web.pages.chat_page import ChatPage, PageFrame
from bot.channels.web.pages.page_titles import find_question, make_title
from bot.session.offers import ANOTHER, HAND_OVER, REPORT
from dialogs.conversation.blocks import Block, Paragraph, Progress, Question, ResultTitle
from dialogs.conversation.buttons import BACK, CHANGE, EVERY_CRITERION
from dialogs.conversation.messages import Button
from dialogs.conversation.questions import OFFER_KEY, OPTION_KEY, WHY_KEY

SIDE_KEYS = frozenset((WHY_KEY, EVERY_CRITERION.key, CHANGE.key, REPORT.key, HAND_OVER.key))
"""The keys of buttons that answer no question: they ask for something beside it."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """What stands where on a page.

    `problem` are the lines that say what was wrong; the first one leads to the field. `result` is the title of a result
    that stands `above`; it is the heading of the page then. Else the `legend` is, which says what is asked. `is_typed`
    where an answer can only be typed.
    """

    title: str
    problem: tuple[str, ...]
    result: ResultTitle | None
    above: tuple[Block, ...]
    progress: tuple[Block, ...]
    legend: str
    help: str
    beneath: tuple[Block, ...]
    back: Button | None
    choices: tuple[Button, ...]
    commands: tuple[Button, ...]
    field: str
    is_typed: bool
    can_change: bool


def take_apart(page: ChatPage, frame: PageFrame) -> PageParts:
    """Returns the parts of a page."""
    asking, buttons = (page.asking.blocks, page.asking.buttons) if page.asking is not None else ((), ())
    misread = tuple(_list_passing(asking)) if page.is_misread else ()
    asked, question = asking[len(misread) :], find_question(asking)
    at = asked.index(question) if question is not None else len(asked)
    said = (*chain.from_iterable(each.blocks for each in page.messages), *asked[:at])
    result = None if question is not None and question.name else _find_result(said)
    progress = said[-1] if question is not None and said and isinstance(said[-1], Progress) else None
    choices, commands = _sort_buttons(buttons, has_why=bool(page.why))
    is_typed = not any(each.key.startswith(_ANSWERING) for each in buttons)
    text = question.text if question is not None else ""
    return PageParts(
        title=make_title(page, is_result=result is not None),
        problem=(*filter(None, (frame.problem,)), *(each.text for each in misread)),
        result=result,
        above=said if progress is None else said[:-1],
        progress=name_progress(progress, question),
        legend=text or (phrases.TOLD_TITLE if result is None else phrases.WHAT_NEXT),
        help=question.help if question is not None else "",
        beneath=asked[at + 1 :],
        back=BACK if BACK in buttons else None,
        choices=choices,
        commands=commands,
        field=_name_field(question, is_typed=is_typed),
        is_typed=is_typed,
        can_change=CHANGE in buttons,
    )


def _list_passing(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Yields the passing paragraphs with which blocks begin."""
    for block in blocks:
        if not isinstance(block, Paragraph) or not block.passing:
            return
        yield block


def _find_result(blocks: tuple[Block, ...]) -> ResultTitle | None:
    """Returns the title of the last result among blocks."""
    return next((block for block in reversed(blocks) if isinstance(block, ResultTitle)), None)


def _sort_buttons(buttons: tuple[Button, ...], *, has_why: bool) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Returns what can be chosen, and what can be asked for besides. At an end all of it can be chosen."""
    shown = tuple(each for each in buttons if each != BACK and not (has_why and each.key == WHY_KEY))
    commands = tuple(each for each in shown if each.key in SIDE_KEYS or each == ANOTHER)
    if commands[:1] == shown[:1]:
        return shown, ()
    return tuple(each for each in shown if each not in commands), commands


def _name_field(question: Question | None, *, is_typed: bool) -> str:
    """Returns what the text field is called."""
    if question is None or not question.name:
        return phrases.OR_SAY
    return phrases.ANSWER if is_typed else phrases.OR_TYPE


_ANSWERING = (OPTION_KEY, OFFER_KEY)
"""How the keys of buttons begin that give an answer which could be typed."""
