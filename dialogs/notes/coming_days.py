"""Days to come on which a result is expected: they name nobody, and are no identifiers."""

import re
from collections.abc import Iterator
from datetime import date

from dialogs.notes.note_text import NoteSpan


def drop_coming_days(text: str, identifiers: list[NoteSpan], today: date) -> list[NoteSpan]:
    """Returns the identifiers without the days after `today` on which something is awaited."""
    coming = {*_iterate_coming(text, today)}
    return [each for each in identifiers if each not in coming]


def _iterate_coming(text: str, today: date) -> Iterator[NoteSpan]:
    for found in _COMING.finditer(text):
        try:
            day = date.fromisoformat(found[1])
        except ValueError:
            continue
        if day > today:
            yield found.span(1)


_COMING = re.compile(
    r"\b(?:until|till|expected|pending|awaited|due|planned|scheduled)\b[ :]*(?:until|till|by|on|for|before)?[ :]*"
    r"(\d{4}-\d\d-\d\d)(?![\w-])",
    re.IGNORECASE,
)
