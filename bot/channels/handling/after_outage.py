"""After an outage: the open question of a chat is asked once more, in one message, where its person may miss something.

Mostly nothing is to be said. What was taken is answered out of the outbox, and what was not taken is brought again.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.handling import phrases
from bot.channels.handling.chat_state import ChannelChatState, encode_chat_state, read_chat_state
from bot.channels.handling.close_question import MENU_NUMBER, find_open_keyboard, remove_keyboard, seal_lasting
from bot.session.service import SessionService
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Message
from storage.features.chats import ChatStates
from storage.features.members import Members
from storage.unit_of_work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Outage:
    """When the last process was cut off, and when this one was there."""

    began: datetime
    ended: datetime

    def may_cost(self, kept: timedelta) -> bool:
        """Says whether something may be lost that is kept so long for a process that is away."""
        return self.ended - self.began > kept


def repeat_question(uow: UnitOfWork, service: SessionService, outage: Outage, keeps_taps: timedelta) -> None:
    """Asks the open question of a chat once more, after an outage that may have cost a tap, or its message.

    Nothing is asked in a chat that had an event since: that was answered.
    """
    role, chats = Members(uow).find_role(uow.inbound.account), ChatStates(uow)
    if role is None or chats.find_active_at() >= outage.ended.timestamp():
        return
    state = read_chat_state(chats.read())
    chat_state = state.chat_state
    session = service.open_session(uow, chat_state, role.value)
    if session.open is None or not (outage.may_cost(keeps_taps) or is_unseen(uow, state)):
        return
    number = session.open.number if chat_state.number is None else chat_state.number
    again = session.dialogue.show_again(session.open).messages[-1]
    session.post((_put_lead(again),))
    for each in (number, MENU_NUMBER) if chat_state.menu else (number,):
        remove_keyboard(uow, chat_state, each)
    lasting = seal_lasting(chats, again, session.stored)
    shown = replace(chat_state, number=session.open.number, menu=())  # it may have gone on in another chat
    chats.save(encode_chat_state(replace(state, chat_state=shown, lasting=lasting)), uow.inbound.chat)


def is_unseen(uow: UnitOfWork, state: ChannelChatState) -> bool:
    """Says whether it is not known that the message arrived whose buttons are open."""
    number = MENU_NUMBER if state.chat_state.menu else state.chat_state.number
    return number is None or find_open_keyboard(uow, state.chat_state, number) is None


def _put_lead(again: Message) -> Message:
    """Returns a message that says first that the bot was away."""
    return replace(again, blocks=(Paragraph(phrases.AFTER_OUTAGE, passing=True), *again.blocks))
