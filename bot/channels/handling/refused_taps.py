"""Taps that change nothing: each is told why, by a toast where the channel has them.

The message with that button is not the one that asks, so it loses its buttons: one message of a chat has some.
"""

from dataclasses import replace

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling import phrases
from bot.channels.handling.chat_state import ChannelChatState
from bot.channels.handling.chat_turn import take_chat_turn
from bot.channels.handling.close_question import MENU_NUMBER, find_open_keyboard
from bot.channels.handling.outcomes import EventOutcome, Toast
from bot.observability.metric_words import TapRefusal, UpdateResult
from bot.session.screening_session import ScreeningSession
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import NOTHING, Message, MessageKind, make_notice
from dialogs.conversation.screening import Tapped
from storage.unit_of_work.unit_of_work import UnitOfWork


def refuse_tap(
    session: ScreeningSession,
    state: ChannelChatState,
    event: ChannelEvent,
    said: Tapped | TapRefusal,
    *,
    toasts: bool,
) -> tuple[ChannelChatState, EventOutcome] | None:
    """Answers a tap that changes nothing, and returns the chat's state from now on; None where it is the dialogue's.

    It is where the channel has no toasts: a question that is over is told, and the open one asked again. So it is where
    the screening went on in another chat of the person: this chat does not show what is open.

    Where the screening of the chat is gone, or another's by now, that is told in a message: a toast passes.
    """
    asked = session.open
    if said is TapRefusal.FOREIGN and session.loss and not state.chat_state.menu:
        state, _ = take_chat_turn(session.uow, session, state, session.show_again, receipt=event.receipt)
        return state, EventOutcome(UpdateResult.OTHER, TapRefusal.FOREIGN, is_problem=True)
    if isinstance(said, TapRefusal):
        why, told, about = said, phrases.NOT_A_BUTTON, None
    elif toasts and asked is not None and state.chat_state.number in (None, asked.number):
        why, told = TapRefusal.STALE, session.dialogue.interpreter.explain_refusal(asked, said)
        about = None if session.stored is None else session.stored.id
    else:
        return None
    if not toasts:
        session.uow.enqueue([Message(MessageKind.NOTICE, (Paragraph(told, passing=True),))])
        return state, EventOutcome(UpdateResult.OTHER, why, is_problem=True)
    if event.receipt is not None and event.receipt != _find_asking(session, state):
        state = take_buttons(session.uow, state, event.receipt)
    return state, EventOutcome(UpdateResult.OTHER, why, toast=Toast(told, about))


def take_buttons(uow: UnitOfWork, state: ChannelChatState, tapped: int) -> ChannelChatState:
    """Takes the buttons of a message that was tapped and does not ask, once: there may be many taps on one."""
    if tapped != state.bare:
        uow.enqueue_edit(NOTHING, target=tapped)
    return replace(state, bare=tapped)


def tell_in_message(uow: UnitOfWork, toast: Toast) -> None:
    """Tells in a message what could not be shown as a toast, and nothing of a screening that was forgotten meanwhile.

    Nothing is asked again: what stands open has its buttons.
    """
    stored = None if toast.screening is None else uow.find_by_id(toast.screening)
    is_known = toast.screening is None or (stored is not None and stored.owner == uow.person)
    uow.enqueue([make_notice(toast.text if is_known else phrases.NOT_A_BUTTON)], stored if is_known else None)


def _find_asking(session: ScreeningSession, state: ChannelChatState) -> int | None:
    """Returns the receipt of the message whose buttons are open: the menu's, or the question's; None for neither."""
    chat_state = state.chat_state
    if chat_state.menu:
        return find_open_keyboard(session.uow, chat_state, MENU_NUMBER)
    if session.open is None:
        return None
    number = session.open.number if chat_state.number is None else chat_state.number
    return find_open_keyboard(session.uow, chat_state, number)
