"""Days between two events, said with what they count from or to: '6 weeks before blinatumomab', '20 days between'."""

import re

from dialogs.definition.facts import DaysBetweenFact, MonthsBetweenFact
from dialogs.reading.days.date_labels import is_among, list_names


def read_directed(fact: DaysBetweenFact | MonthsBetweenFact, text: str) -> str | None:
    """Returns the count in a text that says from which of the fact's events to which it counts; else None.

    The text is in small letters.
    """
    match = _DIRECTED.fullmatch(text)
    if match is None:
        return None
    starts, ends = list_names(fact)
    count = match[1]
    while (word := _FIRST_WORD.match(count)) and (word[1] in _BESIDE or is_among(word[1], starts - ends)):
        count = count[word.end() :]
    named = [
        "end" if is_among(each, ends - starts) else "start" if is_among(each, starts - ends) else each
        for each in _WORDS.findall(match[3])
        if each not in _BESIDE or each in ends
    ]
    kinds = tuple(dict.fromkeys(named))
    return count if kinds in _WAYS[match[2]] else None


_NONE: tuple[str, ...] = ()
_TO_END: set[tuple[str, ...]] = {("end",)}
_FROM_START: set[tuple[str, ...]] = {("start",), ("start", "to", "end"), ("start", "until", "end")}
_WAYS: dict[str, set[tuple[str, ...]]] = {
    "before": _TO_END | {_NONE}, "prior to": _TO_END, "ahead of": _TO_END, "to": _TO_END, "until": _TO_END,
    "after": _FROM_START, "since": _FROM_START, "from": _FROM_START, "post": _FROM_START,
    "prior": {_NONE}, "earlier": {_NONE}, "apart": {_NONE}, "in between": {_NONE}, "interval": {_NONE},
    "between": {_NONE, ("start", "and", "end"), ("end", "and", "start")},
}  # fmt: skip
"""Which events may be named behind a word, for the count to be the one that is asked for."""
_DIRECTED = re.compile(rf"(.*?\d.*?) (?:later )?({'|'.join(sorted(_WAYS, key=len, reverse=True))})\b ?(\D*)")
_FIRST_WORD = re.compile(r"([^\W\d_]+)[ ,:]+")
_WORDS = re.compile(r"[^\W\d_]+|[^\w\s]")
_BESIDE = frozenset(
    {"the", "a", "an", "of", "day", "date", "planned", "start", "starting", "dose", "given", "was", "on"}
)
