"""One event in a chat: what the session makes of it, and what becomes of the question that was shown before."""

from collections.abc import Callable
from dataclasses import replace

from bot.channels.handling.chat_state import ChannelChatState
from bot.channels.handling.close_question import (
    MENU_NUMBER,
    leave_menu,
    leave_question,
    remove_keyboard,
    seal_lasting,
)
from bot.channels.handling.seen_question import follow_question
from bot.session.chat_state import SessionReply
from bot.session.screening_session import ScreeningSession
from dialogs.conversation.screening import Event, Tapped
from storage.features.chats import ChatStates
from storage.unit_of_work.unit_of_work import UnitOfWork


def take_chat_turn(
    uow: UnitOfWork,
    session: ScreeningSession,
    state: ChannelChatState,
    take: Callable[[], SessionReply],
    *,
    receipt: int | None,
    event: Event | None = None,
    is_early: bool = False,
) -> tuple[ChannelChatState, SessionReply]:
    """Takes a turn of the session, and returns the state of the chat from now on, and the reply.

    `receipt` is that of the message from which the event came.
    """
    chats, chat_state, before, dialogue = ChatStates(uow), state.chat_state, session.open, session.dialogue
    reply = take()
    is_taken = reply.turn is None or not reply.turn.refused
    tapped = receipt if is_taken and isinstance(event, Tapped) else None
    is_of_menu = isinstance(event, Tapped) and event.number == MENU_NUMBER
    leave_menu(uow, chat_state, reply, tapped if is_of_menu else None)
    if before is not None:
        leave_question(uow, dialogue, before, state, reply, target=None if is_of_menu else tapped)
    elif chat_state.number is not None:
        remove_keyboard(uow, chat_state, chat_state.number)  # its screening is gone, or another's
    asking = [message for message in reply.messages if message.number and message.number == reply.number]
    lasting = seal_lasting(chats, asking[-1], reply.stored) if asking else state.lasting
    state = replace(state, lasting=lasting, bare=tapped or state.bare, album="")
    return follow_question(state, reply.chat_state, receipt, is_early=is_early), reply
