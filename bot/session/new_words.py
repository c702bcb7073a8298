"""The words behind `new`: a trial, a note about the patient, or a trial and then a note."""

import re
from dataclasses import dataclass, field

from bot.session.trial_choice import TrialChoice


@dataclass(frozen=True)
class NewNote:
    """A note with which a new screening begins; `trial` is empty where none was named."""

    trial: str
    note: str = field(repr=False)


def find_new_note(text: str, trials: TrialChoice, *, is_open: bool) -> NewNote | None:
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
        return NewNote(name, rest[0]) if rest else None
    return NewNote("", words) if rest else None


_NEW = re.compile(r"\s*([/\uff0f]?)\s*new\b[:,]?\s+(?=\S)", re.IGNORECASE)
_MARKS = " .,:;!?\"'"
