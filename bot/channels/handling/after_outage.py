"""After an outage: the open question of a chat is asked once more, in one message, where its person may miss something.

Mostly nothing is to be said. What was taken is answered out of the outbox, and what was not taken is brought again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.channels.handling import phrases
from bot.channels.handling.chat_state import ChannelChatState, read_chat_state
from bot.channels.handling.close_question import MENU_NUMBER, find_open_keyboard, number_asked
from bot.channels.handling.repeated_question import repeat_question
from bot.session.service import SessionService
from storage.features.chats import ChatStates
from storage.features.members import Members
from storage.outbox.delivery_reports import was_asked_since
from storage.unit_of_work.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Outage:
    """When the last process was cut off, and when this one was there."""

    began: datetime
    ended: datetime

    def may_cost(self, kept: timedelta) -> bool:
        """Says whether something may be lost that is kept so long for a process that is away."""
        return self.ended - self.began > kept


def ask_after_outage(uow: UnitOfWork, service: SessionService, outage: Outage, keeps_taps: timedelta) -> None:
    """Asks the open question of a chat once more, after an outage that may have cost a tap, or its message.

    Nothing is asked in a chat that had an event since, or was sent its question since: what waited comes first.
    """
    role, chats = Members(uow).find_role(uow.inbound.account), ChatStates(uow)
    if role is None or chats.find_active_at() >= outage.ended.timestamp():
        return
    state = read_chat_state(chats.read())
    session = service.open_session(uow, state.chat_state, role.value)
    if session.open is None or _was_asked(uow, state, outage.ended):
        return
    if outage.may_cost(keeps_taps) or has_not_arrived(uow, state):
        repeat_question(uow, chats, state, session, phrases.AFTER_OUTAGE)


def _was_asked(uow: UnitOfWork, state: ChannelChatState, since: datetime) -> bool:
    chat_state = state.chat_state
    number = MENU_NUMBER if chat_state.menu else chat_state.number
    if number is None:
        return False
    question, at = number_asked(chat_state, number), since.timestamp()
    return was_asked_since(uow.reading, uow.keyring, uow.inbound.chat, chat_state.screening, question, since=at)


def has_not_arrived(uow: UnitOfWork, state: ChannelChatState) -> bool:
    """Says whether it is not known that the message arrived whose buttons are open."""
    number = MENU_NUMBER if state.chat_state.menu else state.chat_state.number
    return number is None or find_open_keyboard(uow, state.chat_state, number) is None
