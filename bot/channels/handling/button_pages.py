"""Pages of buttons, where a channel cannot show all at once: under one message, one page at a time.

A tap on "Next page" changes nothing but the buttons. What a page shows follows from the open question alone, so its
buttons work after a restart, and no page has to be remembered.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.channel_event import NO_SCREENING, SCREENING_BYTES, ButtonTap, hash_key
from bot.channels.contract import ReceivingChannel
from bot.channels.handling import phrases
from bot.session.chat_state import ChatState
from bot.session.screening_session import ScreeningSession
from dialogs.conversation.messages import Button, Message, MessageKind
from storage.unit_of_work.unit_of_work import UnitOfWork, number_question

MOST_PAGES = 1_000

_PAGE_KEY = "page:{page}"


@dataclass(frozen=True, slots=True)
class PageTurn:
    """A tap that asks for another page of the buttons of a question: what stands there then."""

    number: int
    buttons: tuple[Button, ...]


def make_page(pages: Sequence[tuple[Button, ...]], at: int) -> tuple[Button, ...]:
    """Returns the buttons of one page, and below them those that lead to the pages beside it."""
    if len(pages) == 1:
        return pages[0]
    beside = ((at - 1, phrases.PREVIOUS_PAGE), (at + 1, phrases.NEXT_PAGE))
    turns = (
        Button(label.format(page=page + 1, pages=len(pages)), _PAGE_KEY.format(page=page))
        for page, label in beside
        if 0 <= page < len(pages)
    )
    return (*pages[at], *turns)


def find_page_turn(
    channel: ReceivingChannel, session: ScreeningSession, chat_state: ChatState, tap: ButtonTap
) -> PageTurn | None:
    """Returns the page that a tap asks for; None where it asks for none, or for one of a question that is over."""
    page = _PAGES.get(tap.key)
    if page is None:
        return None
    asked, buttons = session.open, chat_state.menu if tap.number == 0 else ()
    screening = (chat_state.screening or chat_state.unstored_id or NO_SCREENING)[:SCREENING_BYTES]
    if asked is not None and asked.number == tap.number and screening == tap.screening:
        buttons = session.list_buttons()
    pages = channel.split_buttons(buttons)
    return PageTurn(tap.number, make_page(pages, page)) if buttons and page < len(pages) else None


def turn_page(uow: UnitOfWork, chat_state: ChatState, turn: PageTurn, receipt: int | None) -> None:
    """Shows a page of buttons under the message that asks their question; `receipt` is of the one that was tapped."""
    stored = None if chat_state.screening is None else uow.find_by_id(chat_state.screening)
    unstored = chat_state.unstored_id if stored is None else None
    question = number_question(turn.number, unstored) if turn.number else None
    message = Message(MessageKind.QUESTION, (), turn.buttons, turn.number)
    uow.enqueue_edit(message, stored, question=question, target=receipt, unstored=unstored)


_PAGES = {hash_key(_PAGE_KEY.format(page=page)): page for page in range(MOST_PAGES)}
