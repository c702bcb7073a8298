"""What could tell who a patient is: dates, contacts, places, identifiers in notes. It is deleted, and that is told."""

import re

from bot.channels.channel_event import ChannelEvent
from bot.channels.handling import phrases
from bot.channels.handling.command_text import LOG, split_command
from bot.session.file_words import FileRequest
from bot.session.requests import parse_words
from dialogs.conversation.messages import Message, make_notice
from dialogs.reading.days.written_dates import flatten, holds_date
from storage.features.one_time_codes import read_one_time_code
from storage.model.codes import read_code
from storage.unit_of_work.unit_of_work import UnitOfWork

LEAST_WORDS = 4
"""Shorter texts are answers, codes and commands."""


def find_identity(event: ChannelEvent) -> tuple[str, str, str] | None:
    """Returns what is told of a message that could tell who a patient is.

    That is where it is deleted, where it cannot be, and on a page, which keeps nothing of what was typed. Returns None
    for any other message. An edited one is looked at again, but for a place: one that is shared live is edited every
    few seconds.
    """
    if event.is_contact:
        return phrases.CONTACT_DELETED, phrases.CONTACT_NOT_DELETED, ""
    if event.is_place and not event.is_edit:
        return phrases.PLACE_DELETED, phrases.PLACE_NOT_DELETED, ""
    if _says_date(event.text or "") or holds_date(event.beside):
        return phrases.DATE_DELETED, phrases.DATE_NOT_DELETED, phrases.DATE_ON_PAGE
    if _says_identifier(event.text or ""):
        return phrases.NOTE_DELETED, phrases.NOTE_NOT_DELETED, phrases.NOTE_ON_PAGE
    return None


def delete_identity(uow: UnitOfWork, event: ChannelEvent, *, deletes: bool) -> None:
    """Deletes a message that could tell who a patient is, or asks the person to do so where the channel cannot."""
    told = find_identity(event)
    if told is None:
        return
    deleted, asked, on_page = told
    if event.page is not None:
        uow.enqueue([make_notice(on_page)])
    elif event.receipt is not None and deletes:
        uow.enqueue_delete(event.receipt)
        uow.enqueue([make_notice(deleted)])
    else:
        uow.enqueue([make_notice(asked)])


def make_unread_notices(event: ChannelEvent) -> list[Message]:
    """Returns what is said of a message that is not read: it was edited, or holds no text.

    Of what was deleted, all was said then.
    """
    if event.is_edit:
        return [make_notice(phrases.EDITED)]
    is_told = event.is_contact or event.is_place or holds_date(event.beside)
    return [] if is_told else [make_notice(phrases.NO_TEXT)]


def _says_date(text: str) -> bool:
    """Returns whether a text that was said holds a date: a command with a code does not, nor the month of a log."""
    if not holds_date(text):
        return False
    if split_command(text)[0] == LOG:
        return holds_date(_MONTH.sub(" ", flatten(text)))
    asked = parse_words(text, is_open=True)
    code = "" if asked is None else asked.code if isinstance(asked, FileRequest) else asked.subject
    return read_code(code) is None and read_one_time_code(code) is None


def _says_identifier(text: str) -> bool:
    """Returns whether a text of several words, such as a note, holds what identifies a patient."""
    if len(text.split()) < LEAST_WORDS or split_command(text)[0] == LOG:
        return False
    from dialogs.notes.identifiers import find_identifiers  # noqa: PLC0415 - few messages are that long

    return bool(find_identifiers(text))


_MONTH = re.compile(r"(?<!\S)20\d\d-\d\d(?![^\s.,;])")
