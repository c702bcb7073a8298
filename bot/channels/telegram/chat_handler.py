"""What one update does in its unit of work: it is answered through the session service, and the replies are posted."""

from dataclasses import replace

from telegram import Bot

from bot.channels.telegram import phrases
from bot.channels.telegram.chat_state import TelegramChatState, encode_chat_state, read_chat_state
from bot.channels.telegram.close_question import has_lead, leave_question, remove_keyboard
from bot.channels.telegram.delivery.callback_data import Signer
from bot.channels.telegram.invite import INVITE, make_invitation
from bot.channels.telegram.outcomes import UpdateOutcome, classify_reply
from bot.channels.telegram.tapped_button import find_button
from bot.channels.telegram.updates.update_parser import ParsedUpdate
from bot.observability.metric_words import TapRefusal, UpdateResult
from bot.session import log_requests
from bot.session.screening_session import ScreeningSession
from bot.session.service import SessionService
from bot.session.session import ChatState, SessionReply
from dialogs.conversation.screening import Event, Message, Said, Tapped
from dialogs.reading.days.dates import find_dates
from storage.features.chats import ChatStates
from storage.features.members import Members, Role
from storage.unit_of_work.unit_of_work import UnitOfWork

START = "/start"

LOG = "/log"

OPENS_TRIAL = "trial_"
"""How the parameter of a deep link begins that opens a trial: t.me/<bot>?start=trial_<id>."""


class ChatHandler:
    """Answers what people say and tap, through the session service, by buttons that `signer` signed."""

    def __init__(self, bot: Bot, service: SessionService, signer: Signer) -> None:
        self.bot, self.service, self.signer = bot, service, signer

    def handle(self, uow: UnitOfWork, update: ParsedUpdate) -> UpdateOutcome:
        """Handles an update in its unit of work.

        Whoever was not let in learns nothing, not even that there is somebody here.
        """
        members = Members(uow)
        role = members.find_role(uow.inbound.account)
        word, _, token = (update.text or "").partition(" ")
        if role is None:
            role = members.let_in(uow.inbound.account, token.strip()) if word == START and token else None
            if role is None:
                return UpdateOutcome(UpdateResult.UNKNOWN_SENDER)
            uow.enqueue([Message(phrases.WELCOME)])
        if find_dates(update.text or ""):
            uow.enqueue_delete(update.message)
            uow.enqueue([Message(phrases.DATE_DELETED)])
        chats = ChatStates(uow)
        state, outcome = self._answer(uow, read_chat_state(chats.read()), update, role)
        chats.save(encode_chat_state(state), update.address)
        return outcome

    def repeat_question(self, uow: UnitOfWork) -> None:
        """Asks the open question of a chat once more, after an outage."""
        role = Members(uow).find_role(uow.inbound.account)
        if role is None:
            return
        chats = ChatStates(uow)
        state = read_chat_state(chats.read())
        chat_state = state.chat_state
        session = self.service.open_session(uow, chat_state, role.value)
        if session.open is not None:
            again = session.dialogue.show_again(session.open).messages
            uow.enqueue([Message(phrases.AFTER_OUTAGE), *again], session.stored)
            remove_keyboard(uow, session.open, chat_state)
            if chat_state.number not in (None, session.open.number):  # it went on in another chat of this person
                shown = replace(chat_state, number=session.open.number)
                chats.save(encode_chat_state(replace(state, chat_state=shown)), uow.inbound.chat)

    def _answer(
        self, uow: UnitOfWork, state: TelegramChatState, update: ParsedUpdate, role: Role
    ) -> tuple[TelegramChatState, UpdateOutcome]:
        """Does what was asked, and returns the state of the chat from now on."""
        text = update.text or ""
        if update.is_edit or (update.text is None and update.data is None):
            uow.enqueue([Message(phrases.EDITED if update.is_edit else phrases.NO_TEXT)])
            return state, UpdateOutcome(UpdateResult.OTHER)
        session = self.service.open_session(uow, state.chat_state, role.value)
        word, _, parameter = text.partition(" ")
        if word == INVITE:
            uow.enqueue([make_invitation(uow, role, text, self.bot.username)])
            return state, UpdateOutcome(UpdateResult.COMMAND)
        if word == LOG and self.service.files is not None:
            is_ordered = log_requests.answer_request(uow, role, text, self.service.files)
            return state, UpdateOutcome(UpdateResult.COMMAND, ordered_by=uow.person if is_ordered else None)
        before, dialogue, target = session.open, session.dialogue, None
        if word == START:
            reply, outcome = _start(session, parameter), UpdateOutcome(UpdateResult.MENU)
        else:
            event = self._read_event(session, state.chat_state, update)
            if isinstance(event, TapRefusal):
                uow.enqueue([Message(phrases.NOT_A_BUTTON)])
                return state, UpdateOutcome(UpdateResult.OTHER, event)
            reply = session.handle(event)
            outcome = classify_reply(event, reply)
            if isinstance(event, Tapped) and event.number > 0 and reply.turn is not None and not reply.turn.refused:
                target = update.message
        if before is not None:
            leave_question(uow, dialogue, before, state, reply, target=target)
        lead = None if session.open is None else has_lead(session.dialogue, session.open, reply)
        return TelegramChatState(reply.chat_state, state.has_lead if lead is None else lead), outcome

    def _read_event(self, session: ScreeningSession, chat_state: ChatState, update: ParsedUpdate) -> Event | TapRefusal:
        """Returns what was said or tapped; or why a tap says nothing.

        Nobody signed the button, or its screening is not open here.
        """
        if update.data is None:
            return Said(update.text or "", update.sent_at, sees_numbers=False)
        tap = self.signer.read(update.chat, update.data)
        return TapRefusal.FORGED if tap is None else find_button(session, chat_state, tap) or TapRefusal.FOREIGN


def _start(session: ScreeningSession, parameter: str) -> SessionReply:
    """Begins a screening for the trial that a deep link names; without one the person may choose."""
    trial = parameter.strip().removeprefix(OPENS_TRIAL) if parameter.startswith(OPENS_TRIAL) else ""
    return session.begin_for(trial) if trial else session.begin(may_choose=True)
