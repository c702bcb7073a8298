"""Linking accounts in a session: what is done with a code of a link, and what is said of it."""

from dataclasses import replace
from datetime import datetime

from bot import phrases
from bot.config.output import format_time, format_until
from bot.session.chat_state import SessionReply
from bot.session.one_time_words import explain_no_one_time_code, find_one_time_codes
from bot.session.requests import SessionRequest
from bot.session.session import Session
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.messages import Button, Copyable, Message, make_menu, put_before
from storage.features.account_links import LASTS, AccountLinks
from storage.features.handover import Handovers
from storage.features.one_time_codes import CodeRefusal, RefusalReason, format_one_time_code
from storage.features.open_link_codes import mark_link_code


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
    leave = Button(phrases.UNLINK_LABEL, f"{SessionRequest.LEAVE.value}:{_name_counts(counted)}")
    return make_menu(phrases.UNLINK_ASK.format(own=own, others=others), (stay, leave))


def leave_person(session: Session, chosen: str) -> SessionReply:
    """Makes this account a person of its own again; what was open here stays open where it is still theirs.

    `chosen` is how many screenings the question named. Where there are others since, it is asked anew.
    """
    links = AccountLinks(session.uow)
    counted, question = links.count_brought(), make_unlink_question(session)
    if counted is not None and question is not None and chosen != _name_counts(counted):
        return session.show_menu(put_before(question, Paragraph(phrases.UNLINK_ANEW, passing=True)))
    if not links.leave():
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
    codes = find_one_time_codes(typed)
    if len(codes) != 1:
        none = explain_no_one_time_code(typed, phrases.LINK_NO_CODE)
        return session.show_again(phrases.LINK_TWO_CODES if codes else none)
    (code,) = codes
    mark = mark_link_code(session.uow, code)
    if mark == session.chat_state.linked_by and links.count_brought() is not None:
        return session.show_again(phrases.LINK_ALREADY)
    if Handovers(session.uow).has_open(code):
        return session.show_again(phrases.CODE_OF_HANDOVER.format(code=format_one_time_code(code)))
    refused = links.join(code)
    if refused is not None:
        return session.show_again(_describe_refusal(refused, session.now))
    session.chat_state = replace(session.chat_state, linked_by=mark)
    _look_again(session)
    return session.show_again(phrases.LINKED)


def _name_counts(counted: tuple[int, int]) -> str:
    return "/".join(map(str, counted))


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
