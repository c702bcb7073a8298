"""Calendar dates in a text: ISO, day-month-year, with month names. What could be month-day-year has both readings."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, from `start` to `end`; its readings, and why it has none ('date_year', 'date_invalid')."""

    start: int
    end: int
    day_first: date | None
    month_first: date | None
    fault: str = ""
    only: str = ""
    """'day' or 'month', where a date in figures exists only with that one first."""
    length: int = 1
    """Its days: more than one where only a month or a year was written. Its readings are the first of them."""

    def find_days(self, *, month_first: bool) -> tuple[date, date] | None:
        """Returns its first and last day, by one of its readings; None where it has none so."""
        first = self.month_first if month_first else self.day_first
        return None if first is None else (first, first + timedelta(days=self.length - 1))

    @property
    def is_certain(self) -> bool:
        """Whether the date has one reading."""
        return self.only != "" or (self.day_first is not None and self.day_first == self.month_first)


def find_dates(text: str) -> list[FoundDate]:
    """Returns the dates of a text in small letters, in their order."""
    return [_read_match(match) for match in _DATE.finditer(text)]


def _read_match(match: re.Match[str]) -> FoundDate:
    year, middle, last = match["year"], match["middle"], match["last"]
    if year:
        exact = _make_day(year, middle, last)
        return _make_found(match, exact, exact)
    if match["first"]:
        if len(match["number_year"]) == _SHORT_YEAR:
            return FoundDate(match.start(), match.end(), None, None, "date_year")
        first, second, year = match["first"], match["second"], match["number_year"]
        day_first, month_first = _make_day(year, second, first), _make_day(year, first, second)
        only = "day" if month_first is None else "month" if day_first is None else ""
        return replace(_make_found(match, day_first, month_first or day_first), only=only)
    named = next(parts for parts in _NAMED if match[parts[0]])
    day, month, year = (match[part] for part in named)
    if len(year) == _SHORT_YEAR:
        return FoundDate(match.start(), match.end(), None, None, "date_year")
    exact = _make_day(year, str(MONTHS[month[:3]]), day)
    return _make_found(match, exact, exact)


def _make_found(match: re.Match[str], day_first: date | None, month_first: date | None) -> FoundDate:
    fault = "" if day_first or month_first else "date_invalid"
    return FoundDate(match.start(), match.end(), day_first, month_first, fault)


def _make_day(year: str, month: str, day: str) -> date | None:
    """Returns a day of the usual calendar; a year such as 1404 is one of another calendar, with other months."""
    try:
        return date(int(year), int(month), int(day)) if int(year) >= _FIRST_YEAR else None
    except ValueError:
        return None


MONTHS = {
    name: i
    for i, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}

MONTH_NAME = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
"""A pattern: an English month by its name."""
_NAMED = (("day_a", "month_a", "year_a"), ("day_b", "month_b", "year_b"), ("day_c", "month_c", "year_c"))
_DATE = re.compile(
    r"(?<![\w/])(?:"
    r"(?P<year>\d{4})(?P<mark>[-/.])(?P<middle>\d{1,2})(?P=mark)(?P<last>\d{1,2})"
    r"|(?P<first>\d{1,2})(?P<sign>[-/.])(?P<second>\d{1,2})(?P=sign)(?P<number_year>\d{4}|\d{2})"
    rf"|(?P<day_a>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ .-]{{0,2}}(?P<month_a>{MONTH_NAME})["
    r" ,.-]{0,2}(?P<year_a>\d{4}|\d{2})"
    rf"|(?P<month_b>{MONTH_NAME})[ -]?(?P<day_b>\d{{1,2}})(?:st|nd|rd|th)?,? ?(?P<year_b>(?<=[ ,])\d{{4}})"
    rf"|(?P<year_c>\d{{4}})[ -](?P<month_c>{MONTH_NAME})[ -](?P<day_c>\d{{1,2}})"
    r")(?![\w])(?![/.]\d)"
)
WITHOUT_YEAR = re.compile(
    rf"(?<![\w/])(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? ?{MONTH_NAME}|{MONTH_NAME} ?\d{{1,2}}(?:st|nd|rd|th)?)(?![\w/])"
)
"""A day and a month by its name; it is looked for beside dates that are whole."""
_SHORT_YEAR = 2
_FIRST_YEAR = 1900

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
"""The names of offers that differ by the order in which a date was written."""
