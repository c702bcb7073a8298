"""Handing a screening over in a session: what is done with a code, and what is said of it."""

from datetime import datetime

from bot import phrases
from bot.config.output import format_time, format_until
from bot.session.chat_state import SessionReply
from bot.session.one_time_words import explain_no_code, explain_no_one_time_code
from bot.session.session import Session
from dialogs.conversation.blocks import Aside
from dialogs.conversation.messages import Copyable
from storage.features.account_links import AccountLinks
from storage.features.handover import LASTS, Handovers
from storage.features.one_time_codes import CodeRefusal, RefusalReason, format_one_time_code, read_one_time_code
from storage.features.open_link_codes import has_open_link
from storage.model.codes import format_code, read_code


def offer_handover(session: Session, code: str) -> SessionReply:
    """Makes the handover code for the screening with this code, or for the open one where `code` is empty."""
    read = session.stored.code if not code and session.stored is not None else read_code(code)
    if read is None:
        return session.show_again(explain_no_code(code) if code else phrases.HANDOVER_WHICH)
    stored = session.find_own(read)
    if stored is None:
        return session.show_again(phrases.NOT_YOURS.format(code=format_code(read)))
    offer = Handovers(session.uow).offer(stored)
    if session.stored is not None and session.stored.id == offer.stored.id:
        session.stored = offer.stored
    handover = format_one_time_code(offer.code)
    said = phrases.HANDOVER.format(
        code=format_code(stored.code),
        handover=handover,
        hours=int(LASTS.total_seconds()) // 3600,
        until=format_time(offer.until),
    )
    return session.show_again(said, Copyable(phrases.COPY_CODE_LABEL, handover))


def take_over(session: Session, typed: str) -> SessionReply:
    """Takes a screening over by the handover code that was typed, and shows it; or says why that cannot be."""
    if not typed:
        return session.show_again(phrases.TAKE_WHICH)
    code = read_one_time_code(typed)
    if code is None:
        return session.show_again(explain_no_one_time_code(typed, phrases.TAKE_NO_CODE))
    if AccountLinks(session.uow).is_let_in and has_open_link(session.uow, code):
        return session.show_again(phrases.CODE_OF_LINK.format(code=format_one_time_code(code)))
    found = Handovers(session.uow).take(code)
    if isinstance(found, CodeRefusal):
        return session.show_again(_describe_refusal(found, session.now))
    session.asides = (*session.asides, Aside(phrases.TAKEN_OVER.format(code=format_code(found.code))))
    fault = session.open_own(found)
    return session.show_again(fault) if fault else session.show_current()


def _describe_refusal(refused: CodeRefusal, now: datetime) -> str:
    if refused.until is not None:
        return phrases.TAKE_TOO_MANY.format(until=format_until(refused.until, now))
    return phrases.TAKE_OWN if refused.why is RefusalReason.OWN else phrases.TAKE_REFUSED
