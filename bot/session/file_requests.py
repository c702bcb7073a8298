"""Asking for a file in a session: whose screening it is, whether anything is in it, and what to say or to order.

What is asked for is noted in the screening's trail, in the transaction that orders it.
"""

from dataclasses import replace

from bot import phrases
from bot.documents.forms import PAPERS, PICTURE, TEXT
from bot.session.chat_state import SessionReply
from bot.session.file_rate_limit import FileLimit
from bot.session.requests import FileRequest
from bot.session.session import Session
from dialogs.conversation.blocks import Paragraph
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.messages import Message, MessageKind, make_notice
from dialogs.conversation.pages import list_reaching_lines
from storage.model.codes import format_code, read_code
from storage.model.entries import EntryKind
from storage.model.file_request import FileOrder
from storage.model.stored import StoredScreening


def answer_request(session: Session, wanted: FileRequest, limit: FileLimit | None) -> SessionReply:
    """Orders a file, shows a report as text, or says why not.

    Without a `limit`, the channel sends no files: the command is told.

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
        return _leave_open(session, _pages(session, dialogue, stored))
    if limit is None:
        return session.show_again(name_command(wanted, format_code(stored.code)))
    if limit.is_over(session.uow.person):
        return _leave_open(session, (make_notice(phrases.TOO_MANY_FILES),))
    noted = _note(session, stored, "picture, png" if wanted.form == PICTURE else f"report, {wanted.form}")
    order = FileOrder(wanted.form, session.uow.person, session.now, noted.id, noted.version, (wanted.paper,))
    session.uow.enqueue_file(order)
    return replace(_leave_open(session, ()), order=order)


def name_command(wanted: FileRequest, code: str) -> str:
    """Returns the sentence that names the command which makes the file."""
    if wanted.form == PICTURE:
        return phrases.FILE_COMMAND.format(command=phrases.PICTURE_COMMAND.format(code=code))
    command = phrases.REPORT_COMMAND if wanted.paper == PAPERS[0] else phrases.REPORT_COMMAND_ON
    return phrases.FILE_COMMAND.format(command=command.format(code=code, form=wanted.form, paper=wanted.paper))


def _find_screening(session: Session, wanted: FileRequest) -> StoredScreening | str:
    """Returns the person's own screening that was named, or is open; or what to say where there is nothing to file."""
    if wanted.code:
        code = read_code(wanted.code)
        if code is None:
            return phrases.NO_CODE
        stored = session.find_own(code)
        if stored is None:
            return phrases.NOT_YOURS.format(code=format_code(code))
    elif session.open is None:
        return phrases.FILE_WHICH.format(form=wanted.form)
    else:
        stored = session.stored
    return phrases.NOTHING_TO_FILE if stored is None or not stored.screening.answers else stored


def _note(session: Session, stored: StoredScreening, note: str) -> StoredScreening:
    noted = session.uow.note(stored, EntryKind.EXPORTED, note)
    if session.stored is not None and session.stored.id == noted.id:
        session.stored = noted
    return noted


def _pages(session: Session, dialogue: Dialogue, stored: StoredScreening) -> tuple[Message, ...]:
    from bot.documents.report.report import make_report  # noqa: PLC0415 - few ask for one, and the others need not wait
    from bot.documents.report.text import format_pages  # noqa: PLC0415 - the same

    verdict = dialogue.evaluator.evaluate(stored.screening.answers, session.now.date())
    reaching = list_reaching_lines(dialogue.contacts)
    report = make_report(
        dialogue.trial, stored.screening, verdict, format_code(stored.code), session.now, reaching=reaching
    )
    return tuple(Message(MessageKind.PAGE, (Paragraph(page),)) for page in format_pages(report))


def _leave_open(session: Session, messages: tuple[Message, ...]) -> SessionReply:
    """Says something, or nothing, and leaves open what stands open: also a menu of the session."""
    return session.reply(messages, menu=session.chat_state.menu)
