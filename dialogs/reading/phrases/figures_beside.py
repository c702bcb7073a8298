"""Figures beside words for an option: doses, durations, 'ago', dates, percentages.

Each becomes a sign; others say what it may mean.
"""

import re

from dialogs.reading.numbers.number_words import SMALL_NUMBERS
from dialogs.reading.phrases import marks


def mark_figures(text: str) -> str:
    """Returns `text`, in small letters, with a sign in place of each figure that has a unit."""
    if not _HAS_FIGURE.search(text):
        return text
    for pattern, sign in _SIGNS:
        text = pattern.sub(f" {sign} ", text)
    return _PERCENT.sub(lambda found: f" {marks.sign_percent(float(found[1].replace(',', '.')))} ", text)


_HAS_FIGURE = re.compile(rf"\d|\b(?:{'|'.join(SMALL_NUMBERS)})\b")
_NUMBER = r"(?<![\w.,/+<≤-])\d+(?:[.,]\d+)?"
_COUNT = rf"(?:{_NUMBER}|\b(?:{'|'.join(SMALL_NUMBERS)}))"
_MASS = r"(?:mg|mcg|µg|μg|ug|g)"
_A_DAY = r"(?: ?(?:/|per|a) ?(?:day|d|dose|24 ?h)\b)?"
_TIME = r"(?:days?|d|weeks?|wks?|w|months?|hours?|hrs?|h)\b"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}"
_DATE = rf"(?<!\d)(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|\d{{1,2}}\.? {_MONTH} \d{{4}})(?!\d)"
_SIGNS = (
    (re.compile(rf"(?:\bon )?{_DATE}"), marks.DATE),
    (re.compile(rf"{_NUMBER} ?{_MASS} ?(?:/|per) ?(?:kg\b|m2\b|m²){_A_DAY}"), marks.DOSE_PER),
    (re.compile(rf"{_NUMBER} ?(?:{_MASS}|puffs?|drops?)\b(?! ?/ ?(?!d)){_A_DAY}"), marks.DOSE),
    (re.compile(rf"{_COUNT} ?{_TIME} ago\b"), marks.AGO),
    (re.compile(rf"\bfor {_COUNT} ?{_TIME}(?= before\b)"), marks.DURATION),
    (
        re.compile(
            r"(?<!last )(?<!past )(?<!previous )(?<!within )(?<!every )(?<!at )"
            rf"(?:\bfor |\bx (?=\d)|\bx(?=\d))?(?:{_COUNT}|(?<=x)\d+) ?{_TIME}"
            r"(?! (?:before|after|prior|since|pre|post|old|from|earlier|later|of)\b)"
        ),
        marks.DURATION,
    ),
)
"""A time that a text counts from somewhere is no duration, and stays a figure: '3 days before', 'at 6 weeks'."""
_PERCENT = re.compile(r"(?:(?:>=|[>≥~]) ?)?(?<![\w.,/+<≤-])(?<!< )(\d+(?:[.,]\d+)?) ?%")
