"""What one event does in its unit of work: it is answered through the session service, and the replies are posted."""

from dataclasses import replace

from bot.channels.channel_event import ChannelEvent
from bot.channels.contract import ReceivingChannel
from bot.channels.handling import phrases
from bot.channels.handling.chat_state import ChannelChatState, encode_chat_state, read_chat_state
from bot.channels.handling.close_question import (
    MENU_NUMBER,
    leave_menu,
    leave_question,
    remove_keyboard,
    seal_lasting,
)
from bot.channels.handling.invite import INVITE, make_invitation
from bot.channels.handling.outcomes import EventOutcome, classify_reply
from bot.channels.handling.refused_taps import refuse_tap
from bot.channels.handling.tapped_button import find_button
from bot.observability.metric_words import TapRefusal, UpdateResult
from bot.session import log_requests
from bot.session.chat_state import ChatState, SessionReply
from bot.session.screening_session import ScreeningSession
from bot.session.service import SessionService
from dialogs.conversation.messages import make_notice
from dialogs.conversation.screening import Event, Said, Tapped
from dialogs.reading.days.dates import find_dates
from storage.features.chats import ChatStates
from storage.features.members import Members, Role
from storage.unit_of_work.unit_of_work import UnitOfWork

START = "/start"

LOG = "/log"

OPENS_TRIAL = "trial_"
"""How the parameter of a deep link begins that opens a trial: t.me/<bot>?start=trial_<id>."""


class ChatHandler:
    """Answers what people say and tap in a channel, through the session service."""

    def __init__(self, channel: ReceivingChannel, service: SessionService) -> None:
        self.channel, self.service = channel, service

    def handle(self, uow: UnitOfWork, event: ChannelEvent) -> EventOutcome:
        """Handles an event in its unit of work.

        Whoever was not let in learns nothing, not even that there is somebody here.
        """
        members = Members(uow)
        role = members.find_role(uow.inbound.account)
        word, _, token = (event.text or "").partition(" ")
        if role is None:
            role = members.let_in(uow.inbound.account, token.strip()) if word == START and token else None
            if role is None:
                return EventOutcome(UpdateResult.UNKNOWN_SENDER, is_stranger=True)
            uow.enqueue([make_notice(self.channel.welcome)])
        if find_dates(event.text or ""):
            self._delete_date(uow, event)
        chats = ChatStates(uow)
        state, outcome = self._answer(uow, chats, read_chat_state(chats.read()), event, role)
        chats.save(encode_chat_state(state), event.chat)
        return outcome

    def _answer(
        self, uow: UnitOfWork, chats: ChatStates, state: ChannelChatState, event: ChannelEvent, role: Role
    ) -> tuple[ChannelChatState, EventOutcome]:
        """Does what was asked, and returns the state of the chat from now on."""
        text = event.text or ""
        if event.is_edit or (event.text is None and event.data is None):
            if not event.album or event.album != state.album:
                uow.enqueue([make_notice(phrases.EDITED if event.is_edit else phrases.NO_TEXT)])
            return replace(state, album=event.album), EventOutcome(UpdateResult.OTHER)
        session = self.service.open_session(uow, state.chat_state, role.value)
        word, _, parameter = text.partition(" ")
        if word == INVITE:
            uow.enqueue([make_invitation(uow, role, text, self.channel.make_link)])
            return state, EventOutcome(UpdateResult.COMMAND)
        if word == LOG:
            is_ordered = log_requests.answer_request(uow, role, text, self.service.files)
            return state, EventOutcome(UpdateResult.COMMAND, ordered_by=uow.person if is_ordered else None)
        before, dialogue, said = session.open, session.dialogue, None
        if word == START:
            reply, outcome = _start(session, parameter), EventOutcome(UpdateResult.MENU)
        else:
            said = self._read_event(session, state.chat_state, event)
            if isinstance(said, TapRefusal) or (isinstance(said, Tapped) and not said.key):
                refused = refuse_tap(session, before, state, event, said, toasts=self.channel.abilities.toasts)
                if refused is not None:
                    return refused
            assert not isinstance(said, TapRefusal), "it was refused"
            reply = session.handle(said)
            outcome = classify_reply(said, reply)
        tapped = event.receipt if outcome.refused is None and isinstance(said, Tapped) else None
        is_of_menu = isinstance(said, Tapped) and said.number == MENU_NUMBER
        leave_menu(uow, state.chat_state, reply, tapped if is_of_menu else None)
        if before is not None:
            leave_question(uow, dialogue, before, state, reply, target=None if is_of_menu else tapped)
        elif state.chat_state.number is not None:
            remove_keyboard(uow, state.chat_state, state.chat_state.number)  # its screening is gone, or another's
        asking = [message for message in reply.messages if message.number and message.number == reply.number]
        lasting = seal_lasting(chats, asking[-1], reply.stored) if asking else state.lasting
        return ChannelChatState(reply.chat_state, lasting, tapped or state.bare), outcome

    def _delete_date(self, uow: UnitOfWork, event: ChannelEvent) -> None:
        """Deletes a message that holds a date, or asks the person to do so where the channel cannot."""
        if event.receipt is not None and self.channel.abilities.deletes:
            uow.enqueue_delete(event.receipt)
            uow.enqueue([make_notice(phrases.DATE_DELETED)])
        else:
            uow.enqueue([make_notice(phrases.DATE_NOT_DELETED)])

    def _read_event(self, session: ScreeningSession, chat_state: ChatState, event: ChannelEvent) -> Event | TapRefusal:
        """Returns what was said or tapped; or why a tap says nothing.

        We did not make the button, or its screening is not open here.
        """
        if event.data is None:
            return Said(event.text or "", event.sent_at, sees_numbers=not self.channel.abilities.buttons)
        tap = self.channel.read_tap(event.chat, event.data)
        return TapRefusal.FORGED if tap is None else find_button(session, chat_state, tap) or TapRefusal.FOREIGN


def _start(session: ScreeningSession, parameter: str) -> SessionReply:
    """Begins a screening for the trial that a deep link names; without one the person may choose."""
    trial = parameter.strip().removeprefix(OPENS_TRIAL) if parameter.startswith(OPENS_TRIAL) else ""
    return session.begin_for(trial) if trial else session.begin(may_choose=True)
