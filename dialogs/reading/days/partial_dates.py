"""Dates that are known in part, or by a word: '03/2026', 'March 2026', 'in 2010', 'today', 'yesterday'.

Each is the days from its first to its last. Nothing here guesses a day.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from dialogs.reading.days.dates import MONTH_NAME, MONTHS, FoundDate, find_dates


def find_spans(text: str, today: date) -> list[FoundDate]:
    """Returns the dates of a text in small letters, in their order, with those that are known in part or by a word.

    Beside two whole dates nothing else is looked for. Four digits are a year only behind a word such as 'in', or beside
    another date. Alone they may be a number of days.
    """
    whole = find_dates(text)
    return whole if len(whole) > 1 else list_spans(text, today)


def list_spans(text: str, today: date) -> list[FoundDate]:
    """Returns all dates of a text in small letters, in their order, with those that are known in part or by a word."""
    whole = find_dates(text)
    for each in whole:
        text = text[: each.start] + _MASK * (each.end - each.start) + text[each.end :]
    found = [*whole, *_find_months(text), *_find_words(text, today)]
    found += _find_years(text, _YEAR_SAID)
    if found:
        taken = {place for each in found for place in range(each.start, each.end)}
        found += [each for each in _find_years(text, _YEAR) if taken.isdisjoint(range(each.start, each.end))]
    return sorted(found, key=lambda each: each.start)


def is_one_span(text: str, today: date) -> bool:
    """Whether a text in small letters is nothing but a month or a year, where two dates or days are needed."""
    found = find_spans(text, today)
    return len(found) == 1 and found[0].length > 1 and found[0].end - found[0].start == len(text)


def is_today(names: frozenset[str]) -> bool:
    """Whether a day that bears these names is today."""
    return not names.isdisjoint(_TODAY)


def _find_months(text: str) -> Iterator[FoundDate]:
    for match in _MONTH.finditer(text):
        year = int(match["year_a"] or match["year_b"] or match["year_c"])
        name = match["name"]
        month = MONTHS[name[:3]] if name else int(match["month_a"] or match["month_b"])
        first = date(year, month, 1)
        yield FoundDate(match.start(), match.end(), first, first, length=monthrange(year, month)[1])


def _find_years(text: str, pattern: re.Pattern[str]) -> Iterator[FoundDate]:
    for match in pattern.finditer(text):
        first = date(int(match["year"]), 1, 1)
        yield FoundDate(match.start(), match.end(), first, first, length=(date(first.year + 1, 1, 1) - first).days)


def _find_words(text: str, today: date) -> Iterator[FoundDate]:
    for match in _WORD.finditer(text):
        day = today - timedelta(days=_DAYS_BACK[match[1]])
        yield FoundDate(match.start(), match.end(), day, day)


_MASK = "\ufffc"
_IN = r"(?:(?:in|during) (?:the (?:month|year) of |the year )?)?"
_YEAR_FIGURES = r"(?:19|20)\d\d"
_NO_UNIT = r"(?![\w%]|[-/.]\d|,\d)(?! ?(?:d|w|wk|m|mo|y|yr|day|week|month|year|mg|g|kg)s?\b)"
_MONTH = re.compile(
    rf"(?<![\w.,/-]){_IN}(?:"
    rf"(?P<month_a>0?[1-9]|1[0-2])[-/.](?P<year_a>{_YEAR_FIGURES})"
    rf"|(?P<year_b>{_YEAR_FIGURES})[-/.](?P<month_b>0?[1-9]|1[0-2])"
    rf"|(?P<name>{MONTH_NAME})(?: of)?[ ,.-]{{1,2}}(?P<year_c>{_YEAR_FIGURES})"
    rf"){_NO_UNIT}"
)
_YEAR_SAID = re.compile(rf"(?<!\w)(?:(?:in|during|year) |(?<=since ))(?:the year )?(?P<year>{_YEAR_FIGURES}){_NO_UNIT}")
_YEAR = re.compile(rf"(?<![\w.,/-])(?P<year>{_YEAR_FIGURES}){_NO_UNIT}")
_DAYS_BACK = {"today": 0, "now": 0, "yesterday": 1}
_TODAY = frozenset({"today", "now"})
_WORD = re.compile(rf"(?<![\w-])(?<!before )({'|'.join(_DAYS_BACK)})(?![\w-])")
