"""What a typed message is for: the question that had reached the person when they wrote it.

The channel numbers all messages of a chat in one order. So what a person wrote came after a question if its number is
above the receipt of that question. No clock is asked. A question without a receipt has not reached anybody, as far as
is known here.
"""

from dataclasses import replace

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling.chat_state import ChannelChatState
from bot.channels.handling.close_question import number_asked
from bot.session.chat_state import ChatState
from bot.session.screening_session import ScreeningSession
from dialogs.conversation.screening import Event, Said
from storage.outbox.delivery_reports import find_question, list_receipts
from storage.outbox.waiting_rows import has_waiting_question
from storage.unit_of_work.unit_of_work import UnitOfWork


def read_said(uow: UnitOfWork, state: ChannelChatState, asked: int | None, event: ChannelEvent) -> Said:
    """Returns what a person typed, with what they had seen of the open question, whose number is `asked`.

    Where the screening has gone on in another chat, the session finds that out.
    """
    said = Said(event.text or "", event.sent_at)
    if asked is None or event.receipt is None or state.chat_state.number not in {None, asked}:
        return said
    receipts = _list_receipts(uow, state.chat_state, asked)
    if event.replies_to in receipts:
        return said
    shown = [each for each in receipts if each > state.opened_by]
    first = min(shown, default=event.receipt)
    is_seen = first < event.receipt
    said = replace(said, last_seen=asked if is_seen else _find_last_seen(uow, state.chat_state, asked, event.receipt))
    if event.replies_to is None or (is_seen and event.replies_to > first and not _asks(uow, event.replies_to)):
        return said
    return replace(said, replies_to=_find_replied(uow, state.chat_state, asked, event.replies_to))


def is_early_answer(session: ScreeningSession, event: Event, receipt: int | None) -> bool:
    """Says whether a person answered a question that had not reached them, in a message with this number."""
    if receipt is None or not isinstance(event, Said) or event.replies_to is not None or not session.is_answer(event):
        return False
    return session.open is not None and event.last_seen not in {None, session.open.number}


def tells_already(uow: UnitOfWork, state: ChannelChatState) -> bool:
    """Says whether the question waits to be sent once more, with the words that what came before was not taken."""
    chat_state, chat = state.chat_state, uow.inbound.chat
    if not state.was_early or chat_state.number is None:
        return False
    question = number_asked(chat_state, chat_state.number)
    return has_waiting_question(uow.reading, uow.keyring, chat, chat_state.screening, question)


def follow_question(
    state: ChannelChatState, chat_state: ChatState, receipt: int | None, *, is_early: bool
) -> ChannelChatState:
    """Returns the state of a chat that goes on. `receipt` is that of the message from which this came."""
    if _name_question(chat_state) == _name_question(state.chat_state):
        return replace(state, chat_state=chat_state, was_early=state.was_early or is_early)
    opened_by = max(receipt or 0, state.opened_by)
    return replace(state, chat_state=chat_state, opened_by=opened_by, was_early=False)


def _name_question(chat_state: ChatState) -> tuple[bytes | None, int | None]:
    return _find_id(chat_state), chat_state.number


def _list_receipts(uow: UnitOfWork, chat_state: ChatState, asked: int) -> list[int]:
    question = number_asked(chat_state, asked)
    return list_receipts(uow.reading, uow.keyring, uow.inbound.chat, chat_state.screening, question)


def _asks(uow: UnitOfWork, receipt: int) -> bool:
    """Says whether a message asks a question of this chat, as far as is known."""
    return find_question(uow.reading, uow.keyring, uow.inbound.chat, receipt) is not None


def _find_last_seen(uow: UnitOfWork, chat_state: ChatState, asked: int, receipt: int) -> int:
    """Returns the number of the question that a person had before them when they wrote, 0 for none of it."""
    found = find_question(uow.reading, uow.keyring, uow.inbound.chat, receipt, before=True)
    return _find_number(chat_state, asked, found)


def _find_replied(uow: UnitOfWork, chat_state: ChatState, asked: int, receipt: int) -> int:
    """Returns the number of the question to which a person replied, 0 for any other message."""
    return _find_number(chat_state, asked, find_question(uow.reading, uow.keyring, uow.inbound.chat, receipt))


def _find_number(chat_state: ChatState, asked: int, found: tuple[bytes | None, int] | None) -> int:
    """Returns the number that a question of a message has in the open screening, 0 for none of it."""
    if found is None or found[0] not in {None, chat_state.screening}:
        return 0
    # before its first answer the screening was not stored: its questions had other numbers
    own = chat_state if found[0] is not None else replace(chat_state, screening=None, unstored_id=_find_id(chat_state))
    return next((each for each in range(1, asked) if number_asked(own, each) == found[1]), 0)


def _find_id(chat_state: ChatState) -> bytes | None:
    return chat_state.screening or chat_state.unstored_id
