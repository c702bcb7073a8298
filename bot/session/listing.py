"""The list of a person's screenings in a session, and the way back from a menu."""

from bot import phrases
from bot.session.chat_state import SessionReply
from bot.session.going_on import tell_going_on
from bot.session.menus import LEFT_INACCURACY, make_list_page
from bot.session.session import Session
from dialogs.conversation.blocks import Aside
from dialogs.conversation.state_machine import CONCLUDED
from storage.model.retention import Retention


def show_list(session: Session, retention: Retention) -> SessionReply:
    """Shows the person's screenings, each with a button that opens it."""
    owned = session.list_owned()
    if not owned:
        return session.offer_screenings(phrases.NONE_KEPT)
    return session.show_menu(make_list_page(owned, session.stored, retention, is_open=session.open is not None))


def go_back(session: Session, left: str = "") -> SessionReply:
    """Goes back to what stands open beneath a menu: of a finished screening that is its result.

    `left` names the menu where something is to be said of leaving it.
    """
    told = phrases.NOT_REPORTED if left == LEFT_INACCURACY else ""
    is_finished = session.stored is not None and session.stored.screening.state == CONCLUDED
    if not is_finished:
        return session.show_again(told)
    went_on = tell_going_on(session.chat_state, session.stored)
    session.asides = (*session.asides, *([Aside(told)] if told else []), *went_on)
    return session.show_current()
