"""One event in a chat: what the session makes of it, and what becomes of the question that was shown before."""

from collections.abc import Callable

from bot.channels.handling.chat_state import ChannelChatState
from bot.channels.handling.close_question import leave_menu, leave_question, remove_keyboard, seal_lasting
from bot.channels.handling.seen_question import follow_question, take_keyboard_later
from bot.session.chat_state import SessionReply
from bot.session.screening_session import ScreeningSession
from storage.features.chats import ChatStates
from storage.unit_of_work.unit_of_work import UnitOfWork


def take_chat_turn(
    uow: UnitOfWork,
    session: ScreeningSession,
    state: ChannelChatState,
    take: Callable[[], SessionReply],
    *,
    receipt: int | None,
    tapped: int | None = None,
    is_early: bool = False,
) -> tuple[ChannelChatState, SessionReply]:
    """Takes a turn of the session, and returns the state of the chat from now on, and the reply.

    `receipt` is that of the message from which the event came; `tapped` is the same where a question was tapped.
    """
    chats, chat_state, before, dialogue = ChatStates(uow), state.chat_state, session.open, session.dialogue
    if is_early:
        take_keyboard_later(uow, chat_state, session)
    reply = take()
    is_taken = reply.turn is not None and not reply.turn.refused
    leave_menu(uow, chat_state, reply)
    if before is not None:
        leave_question(uow, dialogue, before, state, reply, target=tapped if is_taken else None)
    elif chat_state.number is not None:
        remove_keyboard(uow, chat_state, chat_state.number)  # its screening is gone, or another's
    asking = [message for message in reply.messages if message.number and message.number == reply.number]
    lasting = seal_lasting(chats, asking[-1], reply.stored) if asking else state.lasting
    return follow_question(state, reply.chat_state, lasting, receipt, is_early=is_early), reply
