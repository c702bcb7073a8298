"""Forgetting a screening in a session: it is asked whether that is meant, and then done for good."""

from dataclasses import replace

from bot import phrases
from bot.session.chat_state import SessionReply
from bot.session.menus import make_forget_question
from bot.session.session import Session
from storage.model.codes import format_code, read_code


def ask_to_forget(session: Session, code: str) -> SessionReply:
    """Asks whether the screening with this code, or the open one where it is empty, is to be forgotten."""
    if not code and session.stored is None:
        return session.show_again(phrases.FORGET_WHICH)
    known = session.stored.code if not code and session.stored is not None else read_code(code)
    if known is None:
        return session.show_again(phrases.NO_CODE)
    return session.show_menu(make_forget_question(known))


def forget(session: Session, code: str) -> SessionReply:
    """Forgets the person's screening with this code."""
    found = session.find_own(code)
    if found is None:
        return session.show_again(phrases.NOT_YOURS.format(code=format_code(code)))
    session.uow.forget(found)
    if session.stored is not None and session.stored.id == found.id:
        session.stored = None
    reply = session.show_again(phrases.FORGOTTEN.format(code=format_code(code)))
    return replace(reply, has_forgotten=True)
