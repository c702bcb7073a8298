"""The open question of a chat, asked once more with a sentence before it, in one message."""

from dataclasses import replace

from bot.channels.handling.chat_state import ChannelChatState, encode_chat_state, read_chat_state
from bot.channels.handling.close_question import MENU_NUMBER, remove_keyboard, seal_lasting
from bot.session.screening_session import ScreeningSession
from bot.session.service import SessionService
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import make_notice, put_before
from storage.features.chats import ChatStates
from storage.features.members import Members
from storage.unit_of_work.unit_of_work import UnitOfWork


def tell_with_question(uow: UnitOfWork, service: SessionService, told: str) -> None:
    """Says something in a chat, with the open question where there is one. Who has no access is told nothing."""
    role, chats = Members(uow).find_role(uow.inbound.account), ChatStates(uow)
    if role is None:
        return
    state = read_chat_state(chats.read())
    session = service.open_session(uow, state.chat_state, role.value)
    if session.open is None:
        uow.enqueue([make_notice(told)])
    else:
        repeat_question(uow, chats, state, session, told)


def repeat_question(
    uow: UnitOfWork, chats: ChatStates, state: ChannelChatState, session: ScreeningSession, told: str
) -> None:
    """Asks the open question once more, after a sentence, and saves the state of the chat.

    The messages that had buttons lose them.
    """
    asked, chat_state = session.open, state.chat_state
    assert asked is not None, "only an open question is asked once more"
    again = session.ask_again()
    session.post((put_before(again, Paragraph(told, passing=True)),))
    number = asked.number if chat_state.number is None else chat_state.number
    for each in (number, MENU_NUMBER) if chat_state.menu else (number,):
        remove_keyboard(uow, chat_state, each)
    lasting = seal_lasting(chats, again, session.stored)
    shown = replace(chat_state, number=asked.number, menu=())  # it may have gone on in another chat of the person
    asked_again = replace(state, chat_state=shown, lasting=lasting, is_misread=True)
    chats.save(encode_chat_state(asked_again), uow.inbound.chat)
