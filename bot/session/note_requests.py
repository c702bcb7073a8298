"""What people ask of the session about notes: a new screening with one, and what is meant for the open page of one."""

import re
from dataclasses import dataclass, field

from bot.session.requests import ParsedRequest, SessionRequest, is_plain_text
from bot.session.trial_choice import TrialChoice
from dialogs.conversation.screening import Event, Screening
from storage.features.one_time_codes import read_one_time_code


@dataclass(frozen=True)
class NoteRequest:
    """A note with which a new screening begins; `trial` is empty where none was named."""

    trial: str
    note: str = field(repr=False)


def find_new_note(text: str, trials: TrialChoice, *, is_open: bool) -> NoteRequest | None:
    """Returns the note that stands behind `new`; None where there is none, or a single word: that is meant for a trial.

    While a screening `is_open`, only a slash makes the word a command.
    """
    begun = _NEW.match(text)
    if begun is None or (is_open and not begun[1]):
        return None
    words = text[begun.end() :].strip()
    first, *rest = words.split(maxsplit=1)
    name = first.strip(_MARKS)
    if trials.knows(name):
        return NoteRequest(name, rest[0]) if rest else None
    return NoteRequest("", words) if rest else None


def is_for_note(asked: ParsedRequest, event: Event, screening: Screening | None) -> bool:
    """Says whether "take ..." is for the open page of a note, as "take all" is: no code stands behind it."""
    is_taking = asked.request is SessionRequest.TAKE and screening is not None and screening.note is not None
    return is_taking and is_plain_text(event) and read_one_time_code(asked.subject) is None


_NEW = re.compile(r"\s*([/\uff0f]?)\s*new\b[:,]?\s+(?=\S)", re.IGNORECASE)
_MARKS = " .,:;!?\"'"
