"""What one event does in its unit of work: it is answered through the session service, and the replies are posted."""

from dataclasses import replace

from bot.channels.channel_event import ChannelEvent
from bot.channels.contract import ReceivingChannel
from bot.channels.handling import phrases
from bot.channels.handling.button_pages import PageTurn, find_page_turn
from bot.channels.handling.chat_state import ChannelChatState, encode_chat_state, read_chat_state
from bot.channels.handling.chat_turn import take_chat_turn
from bot.channels.handling.command_text import INVITE, LOG, START, find_token, read_parameter, split_command
from bot.channels.handling.identities import delete_identity, make_unread_notices
from bot.channels.handling.invite import make_invitation
from bot.channels.handling.marked_options import change_buttons
from bot.channels.handling.outcomes import EventOutcome, classify_reply
from bot.channels.handling.refused_taps import refuse_tap
from bot.channels.handling.seen_page import read_typed, see_page
from bot.channels.handling.seen_question import is_early_answer, read_said, tells_already
from bot.channels.handling.standing_question import ask_what_stands
from bot.channels.handling.tapped_button import find_button
from bot.observability.metric_words import TapRefusal, UpdateResult
from bot.session import log_requests
from bot.session.chat_state import SessionReply
from bot.session.screening_session import ScreeningSession
from bot.session.service import SessionService
from dialogs.conversation.blocks import Aside
from dialogs.conversation.messages import make_notice
from dialogs.conversation.screening import Event, Tapped
from dialogs.conversation.selecting import MARK_KEY
from storage.features.chats import ChatStates
from storage.features.members import Members, Role
from storage.unit_of_work.unit_of_work import UnitOfWork

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
        token = find_token(event.text or "")
        welcome: tuple[Aside, ...] = ()
        if role is None:
            role = members.let_in(uow.inbound.account, token, event.called) if token else None
            if role is None:
                is_former = members.was_let_in(uow.inbound.account)
                return EventOutcome(UpdateResult.UNKNOWN_SENDER, is_stranger=True, is_former=is_former)
            welcome = (Aside(self.channel.welcome),)
            event = replace(event, is_edit=False, text=START)  # whatever stood beside the token, also in a link alone
        elif token and not event.is_edit and members.is_invitation(token):
            uow.enqueue([make_notice(phrases.LET_IN_ALREADY)])
        if event.data is None:
            delete_identity(uow, event, deletes=self.channel.abilities.deletes)
        chats = ChatStates(uow)
        state = read_chat_state(chats.read()).follow_numbers(self.channel.event_prefix)
        if event.page is not None:
            state = see_page(uow, state, event.page, is_typed=event.data is None)
        state, outcome = self._answer(uow, state, event, role, welcome)
        if event.page is not None:
            state = replace(state, is_misread=outcome.is_problem)
            state = ask_what_stands(uow, self.service, state, role)
        chats.save(encode_chat_state(state), event.chat)
        return replace(outcome, role=role)

    def _answer(
        self, uow: UnitOfWork, state: ChannelChatState, event: ChannelEvent, role: Role, welcome: tuple[Aside, ...]
    ) -> tuple[ChannelChatState, EventOutcome]:
        """Does what was asked, and returns the state of the chat from now on. A welcome stands before the answer."""
        text = event.text or ""
        if event.is_edit or (event.text is None and event.data is None):
            if not event.album or event.album != state.album:
                uow.enqueue(make_unread_notices(event))
            return replace(state, album=event.album), EventOutcome(UpdateResult.OTHER)
        session = self.service.open_session(uow, state.chat_state, role.value)
        session.asides = (*welcome, *session.asides)
        word, typed = split_command(text) if text else ("", "")
        if word == INVITE:
            uow.enqueue([make_invitation(uow, role, typed, self.channel.make_link)])
            return state, EventOutcome(UpdateResult.COMMAND)
        if word == LOG:
            is_ordered = log_requests.answer_request(uow, role, typed, self.service.files)
            return state, EventOutcome(UpdateResult.COMMAND, ordered_by=uow.person if is_ordered else None)
        if word == START:
            parameter = read_parameter(typed)
            state, _ = take_chat_turn(uow, session, state, lambda: _start(session, parameter), receipt=event.receipt)
            return state, EventOutcome(UpdateResult.MENU)
        said = self._read_event(uow, session, state, event)
        is_of_buttons = isinstance(said, PageTurn) or (isinstance(said, Tapped) and said.key.startswith(MARK_KEY))
        changed = change_buttons(self.channel, session, state, event, said) if is_of_buttons else None
        if changed is not None:
            return changed
        assert not isinstance(said, PageTurn), "it was turned"
        if isinstance(said, TapRefusal) or (isinstance(said, Tapped) and not said.key):
            refused = refuse_tap(session, state, event, said, toasts=self.channel.abilities.toasts)
            if refused is not None:
                return refused
        assert not isinstance(said, TapRefusal), "it was refused"
        is_early = is_early_answer(session, said, event.receipt)
        if is_early and tells_already(uow, state):
            return state, EventOutcome(UpdateResult.OTHER, TapRefusal.STALE)
        state, reply = take_chat_turn(
            uow, session, state, lambda: session.handle(said), receipt=event.receipt, event=said, is_early=is_early
        )
        return state, classify_reply(said, reply)

    def _read_event(
        self, uow: UnitOfWork, session: ScreeningSession, state: ChannelChatState, event: ChannelEvent
    ) -> Event | PageTurn | TapRefusal:
        """Returns what was said or tapped; or why a tap says nothing.

        We did not make the button, or its screening is not open here.
        """
        if event.data is None:
            abilities = self.channel.abilities
            asked = session.open.number if session.open is not None and abilities.receipts else None
            said = read_said(uow, state, asked, event)
            if event.page is not None:
                said = read_typed(replace(said, sent_at=uow.inbound.at), session.open, state.chat_state, event.page)
            return replace(said, sees_numbers=not abilities.buttons)
        tap = self.channel.read_tap(event.chat, event.data)
        if tap is None:
            return TapRefusal.FORGED
        button = find_button(session, state.chat_state, tap)
        if button is None or not button.key:
            return find_page_turn(self.channel, session, state.chat_state, tap) or button or TapRefusal.FOREIGN
        return button


def _start(session: ScreeningSession, parameter: str) -> SessionReply:
    """Begins a screening for the trial that a deep link names; without one the person may choose."""
    trial = parameter.removeprefix(OPENS_TRIAL) if parameter.startswith(OPENS_TRIAL) else ""
    return session.begin_for(trial) if trial else session.begin(may_choose=True)
