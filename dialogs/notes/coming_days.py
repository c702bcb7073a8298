"""Days to come on which a result is expected: they name nobody, and are no identifiers."""

import re
from datetime import date

from dialogs.notes.note_text import NoteSpan
from dialogs.reading.days.dates import find_dates


def drop_coming_days(text: str, identifiers: list[NoteSpan], today: date) -> list[NoteSpan]:
    """Returns the identifiers without the days after `today` on which something is awaited, in whatever spelling."""
    return [each for each in identifiers if not _is_coming(text, each, today)]


def _is_coming(text: str, span: NoteSpan, today: date) -> bool:
    """Whether an identifier is one date behind a word for waiting, that lies ahead however it is read."""
    first, last = span
    found = find_dates(text[first:last].lower())
    if len(found) != 1 or not _AWAITED.search(text[max(0, first - _BEFORE) : first]):
        return False
    days = [day for day in (found[0].day_first, found[0].month_first) if day is not None]
    return bool(days) and min(days) > today


_BEFORE = 40
"""Characters before a date in which the word for waiting stands."""

_AWAITED = re.compile(
    r"\b(?:until|till|expected|pending|awaited|due|planned|scheduled|booked)\b"
    r"[ :]*(?:until|till|by|on|for|before)?[ :]*$",
    re.IGNORECASE,
)
