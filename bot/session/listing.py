"""The list of a person's screenings in a session, and the way back from a menu."""

from bot import phrases
from bot.session.chat_state import SessionReply
from bot.session.going_on import tell_going_on
from bot.session.menus import make_list_page
from bot.session.session import Session
from dialogs.conversation.state_machine import CONCLUDED
from storage.model.retention import Retention


def show_list(session: Session, retention: Retention) -> SessionReply:
    """Shows the person's screenings, each with a button that opens it."""
    owned = session.list_owned()
    if not owned:
        return session.offer_screenings(phrases.NONE_KEPT)
    return session.show_menu(make_list_page(owned, session.stored, retention, is_open=session.open is not None))


def go_back(session: Session) -> SessionReply:
    """Goes back to what stands open beneath a menu: of a finished screening that is its result."""
    is_finished = session.stored is not None and session.stored.screening.state == CONCLUDED
    if not is_finished:
        return session.show_again()
    session.asides = (*session.asides, *tell_going_on(session.chat_state, session.stored))
    return session.show_current()
