"""Counts of days, weeks, months and years as notes write them: '10-wk', '4 m.o.', '3/12', 'DOL 12', 'ten weeks'."""

import re

from dialogs.reading.days.durations import UNITS


def _list_slips(word: str) -> set[str]:
    """Returns a word with two letters swapped, without one of its inner letters, or with one of them twice."""
    swapped = {word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in range(1, len(word) - 1)}
    shorter = {word[:i] + word[i + 1 :] for i in range(1, len(word) - 1)} if len(word) > _SHORTEST_CUT else set()
    return (swapped | shorter | {word[:i] + word[i] + word[i:] for i in range(1, len(word))}) - set(UNITS)


_SHORTEST_CUT = 4
_SLIPS = {slip: word for word in ("days", "weeks", "months", "years", "week", "month") for slip in _list_slips(word)}
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_NUMBER = rf"(?:\d{{1,4}}(?:[.,]\d{{1,2}})?|\b(?:{_NUMBERS})\b)"
_SHORT = r"[dwmy](?:\.o\.|\.o\b|/o\b|o\b)|m\.|mths?\.?|wks?\.|mos?\.|yrs?\."
_UNIT = rf"(?:{'|'.join(sorted(map(re.escape, (*UNITS, *_SLIPS)), key=len, reverse=True))})(?![^\W\d_])"
_ONE = rf"{_NUMBER}\s?-?\s?(?:{_SHORT}|{_UNIT})"
COUNT = re.compile(
    rf"(?<![\w.,/+])(?:{_NUMBER}\s?(?:-|to)\s?)?{_ONE}(?:(?:\s?(?:and|&|\+)?\s?){_ONE})?"
    r"|(?<![\w.,/+-])\d{1,2}/(?:7|12|52)(?![\w/.])"
    r"|\b(?:DOL|day of life)[ :#]*\d{1,3}\b|\bday \d{1,3} of life\b",
    re.IGNORECASE,
)
"""A count, a range or a sum of counts, in whatever letters."""
_WITH_OLD = re.compile(r"(?<=\d)(\s?-?\s?)([dwmy])(?:\.o\.?|/o|o)\b", re.IGNORECASE)
_UNITS_OF_OLD = {"d": "days", "w": "weeks", "m": "months", "y": "years"}


def make_count_plain(count: str) -> str:
    """Returns a count as readers of numbers know it: '4 months' for '4 m.o.', '10 wk' for '10 wk.'."""
    plain = _WITH_OLD.sub(lambda found: f" {_UNITS_OF_OLD[found[2].lower()]}", count)
    plain = re.sub(r"[^\W\d_]+", lambda found: _SLIPS.get(found[0].lower(), found[0]), plain)
    return plain.rstrip(". ").replace("-", " ") if not re.search(r"\d\s?-\s?\d", plain) else plain.rstrip(". ")
