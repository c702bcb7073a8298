"""Linking accounts in a session: what is done with a code of a link, and what is said of it."""

from datetime import datetime

from bot import phrases
from bot.config.output import format_time, format_until
from bot.session.chat_state import SessionReply
from bot.session.requests import SessionRequest
from bot.session.session import Session
from dialogs.conversation.messages import Button, Copyable, Message, make_menu
from storage.features.account_links import LASTS, AccountLinks
from storage.features.one_time_codes import CodeRefusal, RefusalReason, format_one_time_code, read_one_time_code


def answer_link(session: Session, typed: str) -> SessionReply:
    """Makes a code that links another account with this one; or links this one by the code that was typed."""
    links = AccountLinks(session.uow)
    if not links.is_let_in:
        return session.show_again(phrases.LINK_NOT_LET_IN)
    return _join(session, links, typed) if typed else _offer(session, links)


def ask_to_leave(session: Session) -> SessionReply:
    """Asks whether this account is to be unlinked, and tells which screenings are shown where then."""
    question = make_unlink_question(session)
    return session.show_again(phrases.UNLINK_NONE) if question is None else session.show_menu(question)


def make_unlink_question(session: Session) -> Message | None:
    """Returns the question whether this account is to be unlinked; None where it stands alone.

    The first button leaves all as it is.
    """
    counted = AccountLinks(session.uow).count_brought()
    if counted is None:
        return None
    own, others = map(_word_count, counted)
    stay = Button(phrases.STAY_LINKED_LABEL, SessionRequest.STAY.value)
    leave = Button(phrases.UNLINK_LABEL, SessionRequest.LEAVE.value)
    return make_menu(phrases.UNLINK_ASK.format(own=own, others=others), (stay, leave))


def leave_person(session: Session) -> SessionReply:
    """Makes this account a person of its own again; what was open here stays open where it is still theirs."""
    if not AccountLinks(session.uow).leave():
        return session.show_again(phrases.UNLINK_NONE)
    _look_again(session)
    return session.show_again(phrases.UNLINKED)


def _offer(session: Session, links: AccountLinks) -> SessionReply:
    offer = links.offer()
    minutes = int(LASTS.total_seconds()) // 60
    code = format_one_time_code(offer.code)
    words = phrases.LINK_WORDS.format(code=code)
    said = phrases.LINK_CODE.format(words=words, minutes=minutes, until=format_time(offer.until))
    return session.show_again(said, Copyable(phrases.COPY_WORDS_LABEL, words))


def _join(session: Session, links: AccountLinks, typed: str) -> SessionReply:
    code = read_one_time_code(typed)
    if code is None:
        return session.show_again(phrases.LINK_NO_CODE)
    refused = links.join(code)
    if refused is not None:
        return session.show_again(_describe_refusal(refused, session.now))
    _look_again(session)
    return session.show_again(phrases.LINKED)


def _word_count(count: int) -> str:
    one_or_none = {0: phrases.COUNTED_NONE, 1: phrases.COUNTED_ONE}
    return one_or_none.get(count) or phrases.COUNTED.format(count=count)


def _look_again(session: Session) -> None:
    """Takes up the open screening as it is now: it may have another owner, and an entry that says so."""
    if session.stored is not None:
        found = session.uow.find_by_id(session.stored.id)
        session.stored = found if found is not None and found.owner == session.uow.person else None


def _describe_refusal(refused: CodeRefusal, now: datetime) -> str:
    if refused.until is not None:
        return phrases.TAKE_TOO_MANY.format(until=format_until(refused.until, now))
    return _REFUSALS.get(refused.why, phrases.LINK_REFUSED)


_REFUSALS = {
    RefusalReason.OWN: phrases.LINK_OWN,
    RefusalReason.LINKED_ALREADY: phrases.LINK_ALREADY,
    RefusalReason.OTHER_ROLE: phrases.LINK_OTHER_ROLE,
}
