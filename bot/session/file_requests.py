"""Asking for a file in a session: whose screening it is, whether anything is in it, and what to say or to order.

What is asked for is noted in the screening's trail, in the transaction that orders it.
"""

from dataclasses import replace

from bot import phrases
from bot.documents.forms import PICTURE, TEXT
from bot.session.chat_state import SessionReply
from bot.session.file_rate_limit import FileLimit
from bot.session.file_words import FileRequest, name_form
from bot.session.going_on import tell_going_on
from bot.session.one_time_words import explain_no_code
from bot.session.session import Session
from bot.session.standing_menu import make_standing_menu
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message, make_notice
from storage.model.codes import format_code, read_code
from storage.model.entries import EntryKind
from storage.model.file_request import FileOrder
from storage.model.stored import StoredScreening


def answer_request(session: Session, wanted: FileRequest, limit: FileLimit | None, *, writes: bool) -> SessionReply:
    """Orders a file, shows a report as text, or says why not.

    Whoever `writes` the file that a reply orders has no `limit`; without both there are no files, and that is said.

    What stands open stays open, with its buttons.
    """
    stored = _find_screening(session, wanted)
    if isinstance(stored, str):
        return session.show_again(stored)
    dialogue = session.dialogues.find_by_digest(stored.screening.digest, session.uow.find_definition)
    if dialogue is None:
        return session.show_again(
            phrases.UNREADABLE.format(code=format_code(stored.code), trial=stored.screening.trial)
        )
    if wanted.form == TEXT:
        _note(session, stored, "report, text")
        return _show_pages(session, dialogue, stored)
    if writes:
        return replace(session.show_again(), order=_order(session, wanted, stored))
    if limit is None:
        return session.show_again(phrases.NO_FILES)
    if limit.is_over(session.uow.person):
        return _leave_open(session, (make_notice(phrases.TOO_MANY_FILES),))
    order = _order(session, wanted, stored)
    session.uow.enqueue_file(order)
    return replace(_leave_open(session, ()), order=order)


def _find_screening(session: Session, wanted: FileRequest) -> StoredScreening | str:
    """Returns the person's own screening that was named, or is open; or what to say where there is nothing to file."""
    if wanted.code:
        code = read_code(wanted.code)
        if code is None:
            return explain_no_code(wanted.code)
        stored = session.find_own(code)
        if stored is None:
            return phrases.NOT_YOURS.format(code=format_code(code))
    elif session.open is None:
        return phrases.FILE_WHICH.format(words=name_form(wanted.form))
    else:
        stored = session.stored
    return phrases.NOTHING_TO_FILE if stored is None or not stored.screening.answers else stored


def _order(session: Session, wanted: FileRequest, stored: StoredScreening) -> FileOrder:
    """Returns the order of a file, which is noted in the trail of its screening."""
    noted = _note(session, stored, "picture, png" if wanted.form == PICTURE else f"report, {wanted.form}")
    return FileOrder(wanted.form, session.uow.person, session.now, noted.id, noted.version, (wanted.paper,))


def _note(session: Session, stored: StoredScreening, note: str) -> StoredScreening:
    noted = session.uow.note(stored, EntryKind.EXPORTED, note)
    if session.stored is not None and session.stored.id == noted.id:
        session.stored = noted
    return noted


def _show_pages(session: Session, dialogue: Dialogue, stored: StoredScreening) -> SessionReply:
    """Shows the report as pages, then what stands open: a menu, a question, or else an offer of screenings."""
    from bot.documents.screening_report import make_report_pages  # noqa: PLC0415 - few ask for one

    pages = make_report_pages(dialogue, stored.screening, format_code(stored.code), session.now)
    if session.open is not None and not session.chat_state.menu:
        return session.reply((*pages, session.ask_again(*tell_going_on(session.chat_state, session.stored))))
    offer = make_standing_menu(session)
    return session.reply((*pages, offer), menu=offer.buttons)


def _leave_open(session: Session, messages: tuple[Message, ...]) -> SessionReply:
    """Says something, or nothing, and leaves open what stands open: also a menu of the session.

    Where the screening went on elsewhere, what stands open is not what this chat shows: it is asked again.
    """
    if session.chat_state.is_behind(session.stored) and not session.chat_state.menu:
        return session.reply((*messages, session.ask_again(*tell_going_on(session.chat_state, session.stored))))
    return session.reply(messages, menu=session.chat_state.menu)
