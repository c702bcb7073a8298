"""The time since a last dose in hours, as days: '72 hours' are 3 days, '47 hours' lie between 1 and 2."""

import re
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from dialogs.reading.numbers.intervals import make_single, read_ends, rewrite_either


def read_hours(text: str) -> tuple[int, int | None, str] | None:
    """Returns a time in hours as the least and the most days, None where that is open, and a doubt or nothing.

    None where a text in small letters is no such time.

    Hours that are whole days are exactly those days, all others lie between two. 'More than 72 hours' is at least 3
    days, not 4, since 73 hours are more, too. 'Over 24 hours' is how long an infusion ran, and is not read.
    """
    text = _ARTICLE.sub("1", text)
    if _DURATION.match(text):
        return None
    either = rewrite_either(text)
    for shape in (make_single(text), read_ends(either or text)):
        if shape is None:
            continue
        given = {phrase: match for phrase in shape.phrases if (match := _HOURS.fullmatch(phrase))}
        if len(given) < len(shape.phrases) or not given[shape.phrases[-1]][3]:
            continue
        least, most = (_count(given[each]) if each else None for each in (shape.low, shape.high))
        if least is not None and most is not None and least > most:
            return None
        days = 0 if least is None else int((least / _OF_DAY).to_integral_value(ROUND_FLOOR))
        return days, _round_up(most), "either" if either else ""
    return None


def _count(match: re.Match[str]) -> Decimal:
    return _OF_DAY * Decimal(match[1] or 0) + Decimal(match[2].replace(",", "."))


def _round_up(hours: Decimal | None) -> int | None:
    return None if hours is None else int((hours / _OF_DAY).to_integral_value(ROUND_CEILING))


_OF_DAY = Decimal(24)
_HOURS = re.compile(r"(?:(\d{1,5}) ?(?:days?|d) )?(\d{1,6}(?:[.,]\d{1,2})?)(?:[ -]?(h|hrs?|hours?))?")
_ARTICLE = re.compile(r"\ban(?= hour\b)")
_DURATION = re.compile(r"over\b")
