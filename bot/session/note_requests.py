"""What people ask of the session about notes: a new screening with one, and what is meant for the open page of one."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.session.requests import ParsedRequest, SessionRequest, is_plain_text
from dialogs.conversation.screening import Event, Screening
from dialogs.reading.cleaning import clean
from storage.features.one_time_codes import read_one_time_code


@dataclass(frozen=True)
class NoteRequest:
    """What a new screening begins with: a trial, a note, or both; empty is what was not said."""

    trial: str
    note: str = field(default="", repr=False)


def find_new_note(text: str, knows: Callable[[str], bool], *, is_open: bool) -> NoteRequest | None:
    """Returns what stands behind `new`: a trial that somebody `knows`, a note, or both.

    None where nothing does, or a single other word: that is meant for a trial. While a screening `is_open` and no slash
    makes the word a command, only a trial does: any other words are for the open question.
    """
    begun = _NEW.match(text)
    if begun is None:
        return None
    words = text[begun.end() :].strip()
    first, *rest = words.split(maxsplit=1)
    plain = clean(first)
    name = plain.strip(_MARKS) if isinstance(plain, str) else ""
    if knows(name):
        return NoteRequest(name, *rest)
    return NoteRequest("", words) if rest and (begun[1] or not is_open) else None


def is_for_note(asked: ParsedRequest, event: Event, screening: Screening | None, *, is_behind: bool = False) -> bool:
    """Says whether "take ..." is for the open page of a note, as "take all" is: no code stands behind it.

    Where the screening went on elsewhere, the page may be one that the chat shows still.
    """
    has_page = is_behind or (screening is not None and screening.note is not None)
    is_taking = asked.request is SessionRequest.TAKE and has_page
    return is_taking and is_plain_text(event) and read_one_time_code(asked.subject) is None


_NEW = re.compile(r"\s*([/\uff0f]?)\s*new\b[:,]?\s+(?=\S)", re.IGNORECASE)
_MARKS = " .,:;!?\"'"
