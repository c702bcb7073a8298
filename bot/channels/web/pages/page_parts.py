"""A page taken apart for its template: what stands above the question, the question, and what can be chosen."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TypeGuard

from bot.channels.web import phrases
from bot.channels.web.pages.block_views import name_progress
from bot.channels.web.pages.chat_page import ChatPage, PageFrame
from bot.channels.web.pages.listed_screenings import find_paired
from bot.channels.web.pages.page_headings import find_result, find_verdict, name_verdict, word_legend
from bot.channels.web.pages.page_help import fold_words
from bot.channels.web.pages.page_offers import PageOffer, list_offers
from bot.channels.web.pages.page_titles import find_question, make_title
from bot.session.offers import ANOTHER, HAND_OVER, REPORT
from dialogs.conversation.blocks import Block, Paragraph, Progress, Question, ResultTitle
from dialogs.conversation.buttons import BACK, CHANGE, EVERY_CRITERION
from dialogs.conversation.messages import Button
from dialogs.conversation.questions import OFFER_KEY, OPTION_KEY, WHY_KEY
from dialogs.conversation.selecting import MARK_KEY, SO, make_mark_key

SIDE_KEYS = frozenset((WHY_KEY, EVERY_CRITERION.key, CHANGE.key, REPORT.key, HAND_OVER.key))
"""The keys of buttons that answer no question: they ask for something beside it."""


@dataclass(frozen=True, slots=True)
class PageParts:
    """What stands where on a page.

    `problem` are the lines that say what was wrong; the first one leads to the field. `heading` is that of a verdict
    which stands `above`, and comes first; `result` is the title of such a one at the end. Without it the `legend` heads
    the page, which says what is asked. `notices` are told beneath the heading. `is_typed` where an answer can only be
    typed. The `listed` buttons stand beside what they open, in a list. Of `picks` several
    can be ticked, and are sent at once. `choices` are all others.
    """

    title: str
    heading: str
    problem: tuple[str, ...]
    result: ResultTitle | None
    notices: tuple[Block, ...]
    above: tuple[Block, ...]
    progress: tuple[Block, ...]
    legend: str
    help: str
    beneath: tuple[Block, ...]
    back: Button | None
    choices: tuple[Button, ...]
    picks: tuple[Button, ...]
    listed: tuple[Button, ...]
    commands: tuple[Button, ...]
    offers: tuple[PageOffer, ...]
    field: str
    is_typed: bool
    can_change: bool


def take_apart(page: ChatPage, frame: PageFrame) -> PageParts:
    """Returns the parts of a page."""
    asking, buttons = (fold_words(page.asking.blocks), page.asking.buttons) if page.asking is not None else ((), ())
    told = fold_words(_drop_repeated(chain.from_iterable(each.blocks for each in page.messages)))
    misread = tuple(_list_passing(asking)) if page.is_misread else ()
    asked, question = asking[len(misread) :], find_question(asking)
    if page.is_misread:  # a tap that was refused is told in a message of its own
        misread = (*filter(_passes, told), *misread)
        told = tuple(each for each in told if not _passes(each))
    at_question = asked.index(question) if question is not None else len(asked)
    said, beneath = (*told, *asked[:at_question]), asked[at_question + 1 :]
    result = None if question is not None and question.name else find_result(said)
    progress = said[-1] if question is not None and said and isinstance(said[-1], Progress) else None
    choices, commands = _sort_buttons(buttons, has_why=bool(page.why))
    listed = find_paired((*said, *beneath), choices)
    picks = _list_picks(choices)
    is_typed = not any(each.key.startswith(_ANSWERING) for each in buttons)
    said = said if progress is None else said[:-1]
    at = find_verdict(said, result) if question is None or not question.name else None
    legend, help_text = word_legend(page, question, result)
    return PageParts(
        title=make_title(page, is_result=result is not None),
        problem=tuple(dict.fromkeys(filter(None, (frame.problem, *(each.text for each in misread))))),
        heading="" if at is None or result is not None else name_verdict(page),
        result=result,
        notices=said[: at or 0],
        above=said[at or 0 :],
        progress=name_progress(progress, question),
        legend=legend,
        help=help_text,
        beneath=beneath,
        back=BACK if BACK in buttons else None,
        choices=tuple(each for each in choices if each not in listed and each not in picks),
        picks=picks,
        listed=listed,
        commands=commands,
        offers=tuple(list_offers(page, result)),
        field=_name_field(question, is_typed=is_typed),
        is_typed=is_typed,
        can_change=CHANGE in buttons,
    )


def _drop_repeated(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Returns blocks, each that stands there twice once: where it was said last."""
    newest = tuple(blocks)
    return tuple(each for at, each in enumerate(newest) if each not in newest[at + 1 :])


def _passes(block: Block) -> TypeGuard[Paragraph]:
    return isinstance(block, Paragraph) and block.passing


def _list_passing(blocks: tuple[Block, ...]) -> Iterator[Paragraph]:
    """Yields the passing paragraphs with which blocks begin."""
    for block in blocks:
        if not _passes(block):
            return
        yield block


def _sort_buttons(buttons: tuple[Button, ...], *, has_why: bool) -> tuple[tuple[Button, ...], tuple[Button, ...]]:
    """Returns what can be chosen, and what can be asked for besides. At an end all of it can be chosen."""
    shown = tuple(each for each in buttons if each != BACK and not (has_why and each.key == WHY_KEY))
    commands = tuple(each for each in shown if each.key in SIDE_KEYS or each == ANOTHER)
    if commands[:1] == shown[:1]:
        return shown, ()
    return tuple(each for each in shown if each not in commands), commands


def _list_picks(choices: tuple[Button, ...]) -> tuple[Button, ...]:
    """Returns the options of which several can be ticked.

    There are none where a selection is open that was begun elsewhere: then each option changes it.
    """
    marks = tuple(each for each in choices if each.key.startswith(MARK_KEY))
    return marks if all(each.key.startswith(make_mark_key(SO, "")) for each in marks) else ()


def _name_field(question: Question | None, *, is_typed: bool) -> str:
    """Returns what the text field is called."""
    if question is None or not question.name:
        return phrases.OR_SAY
    return phrases.ANSWER if is_typed else phrases.OR_TYPE


_ANSWERING = (OPTION_KEY, OFFER_KEY, MARK_KEY)
"""How the keys of buttons begin that give an answer which could be typed."""
