"""Whether a note is about two patients: twins with letters, babies with numbers, beds. Then all of it is asked."""

import re

from dialogs.notes.note import NoteParts


def names_two_patients(note: NoteParts) -> bool:
    """Returns whether a note tells one patient from another by a letter, a number or a word."""
    return _TOLD_APART.search(note.plain) is not None


_UNIT = r"(?![\w.,/-]*\d)(?!\s?-?\s?(?:d|w|m|y|days?|weeks?|wks?|months?|mo|mths?|years?|yrs?|of|old)\b)"
_TOLD_APART = re.compile(
    rf"\b(?i:twins?|triplets?|bab(?:y|ies)|infants?|patients?|pts?|beds?|child|children|case|girl|boy)\s?(?:#\s?\d|no\.?\s?\d"
    rf"|[A-D]\b(?!-|\s(?:ALL|cell)\b)|[1-9]\b{_UNIT}|I{{1,3}}\b)"
    r"|\b(?i:(?:first|second|third|other|both|1st|2nd)[ -](?:twins?|triplets?|baby|babies)|the other one|twins both"
    r"|(?:two|both) (?:babies|infants|patients|siblings)"
    r"|identical twin (?:with|has|is)|twin (?:sister|brother) (?:had|has|got))\b"
)
"""What tells one patient from another."""
