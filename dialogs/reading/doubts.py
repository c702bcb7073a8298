"""Answers that say of themselves that they are not certain: 'about 20', 'probably', '120?', '120...'."""

import re
from collections.abc import Iterable
from dataclasses import replace

from dialogs.reading.outcome import DOUBT, AskBackReading, CodedParts, Read, Reading
from dialogs.reading.plain_words import HEDGES


def strip_doubt(text: str) -> tuple[str, str]:
    """Returns the text without what makes it uncertain, and the reason to ask back, empty where nothing did."""
    certain = _QUESTION.sub("", text)
    reason = "doubt" if certain != text else ""
    match = _HEDGED.fullmatch(certain)
    return (match[1], "about") if match else (certain, reason)


def ask_back_for(reading: Reading, reason: str) -> Reading:
    """Returns what is certain as a question, where there is a `reason`; anything else is one already."""
    return AskBackReading(reason, (reading.answer,), reading.coded) if reason and isinstance(reading, Read) else reading


def add_doubts(reading: Reading, reasons: Iterable[str]) -> Reading:
    """Returns a reading that asks back for every reason: the first names the ask-back, the others are coded in it."""
    doubts = tuple(dict.fromkeys(reasons))
    if isinstance(reading, Read) and doubts:
        first, *rest = doubts
        return AskBackReading(first, (reading.answer,), (*reading.coded, *((DOUBT, each) for each in rest)))
    if isinstance(reading, AskBackReading) and (reading.offers or reading.coded):
        more = ((DOUBT, each) for each in doubts if each != reading.reason and (DOUBT, each) not in reading.coded)
        return replace(reading, coded=(*reading.coded, *more))
    return reading


def find_doubts(coded: CodedParts) -> tuple[str, ...]:
    """Returns the doubts among coded parts."""
    return tuple(part for name, part in coded if name == DOUBT)


def strip_all_doubts(text: str) -> tuple[str, tuple[str, ...]]:
    """Returns a text about a number without what makes it uncertain or nearly so, and every reason to ask back."""
    certain, doubt = strip_doubt(text)
    behind = _HEDGED_BEHIND.sub("", certain)
    near = _EXACTLY.sub("", _NEARLY_BELOW.sub("less than ", _NEARLY_ABOVE.sub("more than ", behind)))
    limits = ("less than ", "more than ")
    is_about = behind != certain or near.startswith(limits) != behind.startswith(limits)
    return near, tuple(each for each in (doubt, "about" if is_about else "") if each)


_QUESTION = re.compile(r" ?(?:…|\(?\?[?! )]*)$")
_HEDGED = re.compile(rf"(?:(?:{'|'.join(HEDGES)})\b\.? ?|[~≈] ?)+(\S.*)", re.IGNORECASE)
_HEDGED_BEHIND = re.compile(rf"[ ,(]+(?:{'|'.join(HEDGES)}|or so)\)?$", re.IGNORECASE)
_NEARLY_BELOW = re.compile(r"^(?:nearly|almost|just under|just below|not quite) (?=\S)", re.IGNORECASE)
_NEARLY_ABOVE = re.compile(r"^(?:just over|just above|a bit over) (?=\S)", re.IGNORECASE)
_EXACTLY = re.compile(r"^(?:exactly|precisely) (?=\S)", re.IGNORECASE)
