"""Whether a text, just as somebody typed it, holds a date or what could be one. It finds more than is ever read.

Reading works on clean text in one language, and refuses what it is not sure of. Here a text is looked at that may have
to be deleted: to delete one too many is better than to leave one.
"""

import re
import unicodedata

from dialogs.reading.cleaning import clean
from dialogs.reading.days.dates import find_dates
from dialogs.reading.days.month_names import MONTH_NAME
from dialogs.reading.outcome import Misread


def holds_date(text: str) -> bool:
    """Returns whether a text as it was typed holds a date, or what could be one.

    A month of a year counts, and a day of a month. An age, a dose, an interval of numbers and a share do not.
    """
    plain = _DOSES.sub(" ", flatten(text))
    if find_dates(plain) or any(pattern.search(plain) for pattern in _PATTERNS):
        return True
    cleaned = "" if text.isascii() else clean(text)
    return not isinstance(cleaned, Misread) and bool(find_dates(_DOSES.sub(" ", cleaned.casefold())))


def flatten(text: str) -> str:
    """Returns a text in small letters, plain digits, signs and spaces, without accents and what is not seen.

    It serves to find, and never to read: `10²` becomes 102.
    """
    folded = text.casefold()
    if not (text.isascii() and text.isprintable()):
        parts = (each for each in unicodedata.normalize("NFKD", folded) if not _is_unseen(each))
        folded = unicodedata.normalize("NFC", "".join(map(_simplify, parts)))
    return " ".join(_BEFORE_YEAR.sub("", folded.translate(_SIGNS)).split())


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN and not character.isspace()


def _simplify(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "-" if unicodedata.category(character) == "Pd" else character


_UNSEEN = {"Mn", "Me", "Cf", "Cc"}
"""Accents and other marks on a character, control characters, what turns the direction of a text."""

_SIGNS = {
    ord(each): plain
    for plain, all_signs in {
        "-": "\u2212\u2043_", "/": "\u2044\u2215\u29f8\u060d\\|", ".": "\u00b7\u2219\u2022\u3002\u066b",
        ",": "\u060c\u066c", "'": "\u2018\u2019\u201b\u2032\u02bc`\u00b4", "i": "\u0131",
    }.items()
    for each in all_signs
}  # fmt: skip
_BEFORE_YEAR = re.compile(r"'(?=\d\d(?!\d))")

_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_TWO_FIGURES_MONTH = r"(?:0[1-9]|1[0-2])"
_TWO_FIGURES_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_YEAR = r"(?:19|20)\d\d(?!\d)"
_LATE_YEAR = r"20(?!00)[0-4]\d(?!\d)"
_ALONE = (
    r"(?!\d)(?![.,]\d)(?! ?(?:-? ?\d+ ?)?(?:%|[mµμ]?c?g|kg|ml|l|iu|u|units?|cm|mm|m2|d|w|mo|m|y|h|hrs?|wks?|yrs?|x"
    r"|(?:day|week|month|year|hour|time|dose|cell|blast|infant|patient)s?|ago|old|of life)\b)"
)
"""Behind it stands no unit: so the figures are no count, no dose and no interval."""
_DOSES = re.compile(
    r"(?<![\w.,/-])\d{1,3}(?:[.,]\d+)?(?: ?[-/] ?\d{1,3}(?:[.,]\d+)?){1,2} ?"
    r"(?:%|(?:mg|mcg|µg|μg|g|kg|ml|iu|units?|days?|weeks?|months?|doses?|cells?|blasts?)(?![^\W\d]))"
)
"""Figures in a row with a unit behind them, such as 5/10/20 mg: the doses of a day, and no date."""

_BETWEEN = r"(?: ?[-/.,:;] ?| )"
_NAME = rf"(?:{MONTH_NAME})\b\.?"
_GLUED_NAME = rf"(?:{MONTH_NAME})(?![^\W\d])"
_ORDINAL = r"(?:st|nd|rd|th|er|ers|o|a|:a|:e|e)?"
_OF = r"(?:(?:day )?of |the |de |del |di |du |den |d')?"
_BORN = r"(?:\bborn|\bdate of birth|\bbirth ?(?:day|date)|\bdob|\bd\. ?o\. ?b\.?|\bgeb(?:oren)?|\bnee?\b)"

_PATTERNS = tuple(
    re.compile(each)
    for each in (
        # figures with a year of four digits, whatever stands between them or touches them
        rf"(?<!\d)(?<!\d[.,])(?:{_DAY}{_BETWEEN}{_MONTH}|{_MONTH}{_BETWEEN}{_DAY}){_BETWEEN}{_YEAR}{_ALONE}",
        rf"(?<!\d){_YEAR}{_BETWEEN}(?:{_DAY}{_BETWEEN}{_MONTH}|{_MONTH}{_BETWEEN}{_DAY}){_ALONE}",
        (
            rf"(?<!\d)(?:{_DAY}[^\w\s]{{1,3}}{_MONTH}|{_MONTH}[^\w\s]{{1,3}}{_DAY})[^\w\s]{{1,3}}{_YEAR}"
            rf"|\b{_GLUED_NAME}[^\w\s]{{0,3}}{_DAY}[^\w\s]{{1,3}}{_YEAR}"
        ),
        rf"{_BORN}.{{0,12}}\b{_GLUED_NAME}",
        # with a year of two: only signs that dates have; 'CD10/19/20' is no date
        (
            rf"(?<!\d)(?<!\d[/.,-])(?<!cd)(?:{_DAY}(?P<a> ?[-/.] ?){_MONTH}(?P=a)|{_MONTH}(?P<b> ?[-/.] ?){_DAY}(?P=b))"
            rf"\d\d(?!\w){_ALONE}"
        ),
        rf"(?<!\d)(?<!\d[/.,-])(?:{_DAY}/{_MONTH}|{_MONTH}/{_DAY})-\d\d(?!\w){_ALONE}",
        # figures without anything between them; a day and a number behind it, as national numbers have them
        (
            rf"(?<![\d.,])(?:(?:19|20)\d\d{_TWO_FIGURES_MONTH}{_TWO_FIGURES_DAY}(?:\d{{4}}|\d{{6}})?"
            rf"|(?:{_TWO_FIGURES_DAY}{_TWO_FIGURES_MONTH}|{_TWO_FIGURES_MONTH}{_TWO_FIGURES_DAY})(?:19|20)\d\d)(?!\d)"
        ),
        (
            rf"(?<![\w.,])(?:{_TWO_FIGURES_DAY}{_TWO_FIGURES_MONTH}\d\d|\d\d{_TWO_FIGURES_MONTH}{_TWO_FIGURES_DAY})"
            r"[-+]\d{4}(?!\w)"
        ),
        # months by their names
        rf"(?<!\w)(?<!\d[.,]){_DAY}{_ORDINAL}[ .,/-]{{0,3}}{_OF}{_NAME}(?!\w)",
        rf"(?<!\d){_DAY}{_ORDINAL}[ .,/-]{{0,3}}{_OF}{_GLUED_NAME}(?:[ .,/-]{{0,3}}\d{{4}}|[ .,/-]{{1,3}}\d\d)(?!\w)",
        rf"(?<!\d){_DAY}{_GLUED_NAME}\d\d(?!\w)",
        rf"\b{_NAME}[ ,]{{1,3}}{_OF}{_DAY}{_ORDINAL}(?![^\W\d]){_ALONE}",
        rf"\b(?!sept|oct|dec|march){_NAME}[-/]{_DAY}(?!\w){_ALONE}",
        rf"\b{_GLUED_NAME}{_DAY}(?:st|nd|rd|th)\b",
        rf"\b{_GLUED_NAME}[ .,/-]{{0,3}}{_OF}{_YEAR}",
        rf"(?<!\d){_YEAR}[ .,/-]{{0,3}}{_GLUED_NAME}",
        rf"\b(?:first|second|third|[a-z]+th) {_OF}{_NAME}",
        rf"\b{_NAME} {_OF}(?:twenty-? ?|thirty-? ?)?(?:first|second|third|[a-z]+(?:f|n|r|x|h|e)th)\b",
        rf"(?<!\d){_DAY}[ ./-]{{1,2}}(?:i{{1,3}}|iv|vi{{0,3}}|ix|xi{{0,2}})[ ./-]{{1,2}}{_YEAR}",
        r"\d{1,2} ?[月월] ?\d{1,2}(?: ?[日号號일])?",
        # weeks and months of a year
        r"(?<!\d)(?:19|20)\d\d ?-? ?w(?:eek)? ?[0-5]\d(?!\d{2})",
        rf"\b(?:week|wk|kw|cw) ?\d{{1,2}}(?: of | in |[ ,/-]{{1,2}}){_YEAR}",
        rf"(?<![\d./-]){_MONTH} ?[-/] ?{_LATE_YEAR}{_ALONE}",
        rf"(?<![\d./-]){_LATE_YEAR}[-/.]{_TWO_FIGURES_MONTH}(?!\w){_ALONE}",
        rf"(?<![\d.,/-]){_TWO_FIGURES_MONTH}\.20[12]\d{_ALONE}",
        # a day without a year, where the words beside it say what it is
        (
            rf"{_BORN}[^a-z0-9]{{0,4}}(?:(?:on|the|is|was|am|le|el|il|den)[^a-z0-9]{{1,3}}){{0,3}}"
            rf"(?:{_DAY}[-/. ]{{1,2}}{_MONTH}|{_MONTH}[-/. ]{{1,2}}{_DAY}|\d{{6}})(?:[-/. ]{{1,2}}\d\d)?(?!\w){_ALONE}"
        ),
        (
            r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?[., ]{1,2}(?:the )?"
            rf"(?:{_DAY}[./-]{_MONTH}|{_MONTH}[./-]{_DAY})(?!\w){_ALONE}"
        ),
        rf"\b(?:on|am|vom|le) {_TWO_FIGURES_DAY}[./]{_TWO_FIGURES_MONTH}\.?(?!\w){_ALONE}",
    )
)
