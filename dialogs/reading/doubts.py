"""Answers that say of themselves that they are not certain: 'about 20', 'probably', '120?', '120...'."""

import re

from dialogs.reading.outcome import AskBack, Read, Reading
from dialogs.reading.plain_words import HEDGES


def without_doubt(text: str) -> tuple[str, str]:
    """Returns the text without what makes it uncertain, and the reason to ask back, empty where nothing did."""
    certain = _QUESTION.sub("", text)
    reason = "doubt" if certain != text else ""
    match = _HEDGED.fullmatch(certain)
    return (match[1], "about") if match else (certain, reason)


def asked_back(reading: Reading, reason: str) -> Reading:
    """Returns what is certain as a question; anything else is one already."""
    return AskBack(reason, (reading.answer,)) if isinstance(reading, Read) else reading


_QUESTION = re.compile(r" ?(?:…|\(?\?[?! )]*)$")
_HEDGED = re.compile(rf"(?:(?:{'|'.join(HEDGES)})\b\.? ?|[~≈] ?)+(\S.*)", re.IGNORECASE)
