"""Names the kinds of what was cut out of a note."""

import re
from collections.abc import Iterable

from dialogs.notes.identifier_kinds import IdentifierKind
from dialogs.notes.identifier_words import DATE, DAY_AND_MONTH, SHORT_DATE
from dialogs.notes.note_text import NoteSpan, make_plain


def name_kinds(text: str, spans: Iterable[NoteSpan]) -> tuple[IdentifierKind, ...]:
    """Returns the kinds of the identifiers at some places of a text, each once."""
    plain = make_plain(text)
    found = {_name_kind(plain[start:end]) for start, end in spans}
    return tuple(kind for kind in IdentifierKind if kind in found)


def _name_kind(said: str) -> IdentifierKind:
    if _DATE.fullmatch(said.strip()):
        return IdentifierKind.DATE
    if _ADDRESS.search(said):
        return IdentifierKind.ADDRESS
    return IdentifierKind.NUMBER if re.search(r"\d", said) else IdentifierKind.NAME


_DATE = re.compile(rf"{DATE}|{SHORT_DATE}|{DAY_AND_MONTH}|\d{{1,2}}[./]\d{{1,2}}\.?", re.IGNORECASE)
_ADDRESS = re.compile(r"@|://|www\.|[a-zß-ÿ]{3,}\.? \d|\d[a-z]?,? [^\W\d_]{3,}|(?:Box|BOX|box) \d")
"""Signs of an address, of a house or in the net: a word beside a number."""
