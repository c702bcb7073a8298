"""Forgetting a screening in a session: it is asked whether that is meant, and then done for good."""

from dataclasses import replace

from bot import phrases
from bot.session.chat_state import SessionReply
from bot.session.menus import describe_standing, make_forget_question
from bot.session.one_time_words import explain_no_code
from bot.session.session import Session
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Message, put_before
from storage.model.codes import format_code, read_code
from storage.model.stored import StoredScreening


def ask_to_forget(session: Session, code: str) -> SessionReply:
    """Asks whether the screening with this code, or the open one where it is empty, is to be forgotten."""
    if not code and session.stored is None:
        return session.show_again(phrases.FORGET_WHICH)
    known = session.stored.code if not code and session.stored is not None else read_code(code)
    if known is None:
        return session.show_again(explain_no_code(code))
    return session.show_menu(_make_question(known, session.find_own(known)))


def forget(session: Session, chosen: str) -> SessionReply:
    """Forgets the person's screening that was `chosen`: its code, and the number of the question that stood open there.

    Where it went on since, from another device, it is asked anew: those answers were not meant.
    """
    code, _, number = chosen.partition(":")
    found = session.find_own(code)
    if found is None:
        return session.show_again(phrases.NOT_YOURS.format(code=format_code(code)))
    if number != str(found.screening.number):
        told = phrases.FORGET_ANEW.format(standing=describe_standing(found))
        return session.show_menu(put_before(_make_question(code, found), Paragraph(told, passing=True)))
    session.uow.forget(found)
    if session.stored is not None and session.stored.id == found.id:
        session.stored = None
    reply = session.show_again(phrases.FORGOTTEN.format(code=format_code(code)))
    return replace(reply, has_forgotten=True)


def _make_question(code: str, found: StoredScreening | None) -> Message:
    return make_forget_question(code, 0 if found is None else found.screening.number)
