"""The page on which an event was made, where messages are fetched: what was seen there, and what typed text is for."""

from dataclasses import replace

from bot.channels.channel_event import NO_SCREENING, SCREENING_BYTES, SeenPage
from bot.channels.handling.chat_state import ChannelChatState
from bot.channels.handling.phrases import TOO_QUICK
from bot.channels.handling.repeated_question import tell_with_question
from bot.session.chat_state import ChatState
from bot.session.service import SessionService
from dialogs.conversation.screening import Said, Screening
from storage.outbox.fetching import note_seen, was_asked_after
from storage.unit_of_work.unit_of_work import UnitOfWork


def see_page(uow: UnitOfWork, state: ChannelChatState, page: SeenPage, *, is_typed: bool) -> ChannelChatState:
    """Notes that all was seen that stood on a page, and returns the state of its chat.

    A menu that was not on the page is left where something `is_typed`: nothing typed elsewhere chooses from it.
    """
    note_seen(uow.begin_writing(), uow.keyring, uow.inbound.chat, page.up_to, uow.inbound.at)
    if not is_typed or not state.chat_state.menu:
        return state
    is_elsewhere = page.number or was_asked_after(uow.reading, uow.keyring, uow.inbound.chat, page.up_to)
    return replace(state, chat_state=replace(state.chat_state, menu=())) if is_elsewhere else state


def tell_on_page(uow: UnitOfWork, service: SessionService, page: SeenPage) -> None:
    """Tells that what was made on a page came too fast, with what stands open; what stood on that page was seen."""
    note_seen(uow.begin_writing(), uow.keyring, uow.inbound.chat, page.up_to, uow.inbound.at)
    tell_with_question(uow, service, TOO_QUICK)


def read_typed(said: Said, asked: Screening | None, chat_state: ChatState, page: SeenPage) -> Said:
    """Returns what a person typed on a page, with the question that it is for.

    Who typed for an earlier question of the screening that is `asked` is told what is recorded there.
    """
    if asked is None:
        return replace(said, last_seen=0 if page.number else None)
    is_same = bool(page.number) and page.screening == name_screening(chat_state)
    return replace(said, last_seen=page.number if is_same else 0)


def name_screening(chat_state: ChatState) -> bytes:
    """Returns the beginning of the id of the screening that is open in a chat, stored or not."""
    return (chat_state.screening or chat_state.unstored_id or NO_SCREENING)[:SCREENING_BYTES]
