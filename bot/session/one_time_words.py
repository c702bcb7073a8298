"""One-time codes in what people type: found whatever words stand around them, and what each kind of code is for."""

import re

from bot import phrases
from storage.features.one_time_codes import format_one_time_code, read_one_time_code
from storage.model.codes import format_code, read_code

MOST_BESIDE = 60
"""In a longer text, which may be a note, only a code right behind "link" is one that links."""


def find_one_time_codes(text: str) -> tuple[str, ...]:
    """Returns the one-time codes in a text, each once; one that is typed alone may have any marks and spaces in it."""
    alone = read_one_time_code(text)
    if alone is not None:
        return (alone,)
    typed = [found[1] for found in _GROUPED.finditer(text)]
    typed += [] if typed else [found[1] for found in _LOOSE.finditer(text) if any(map(str.isdecimal, found[1]))]
    return tuple(dict.fromkeys(code for code in map(read_one_time_code, typed) if code is not None))


def find_link_codes(said: str) -> str:
    """Returns the codes that plain characters in small letters want to link with, with any words around them.

    Empty where there are none.
    """
    is_short = len(said) <= MOST_BESIDE and _LINK.search(said) is not None
    beside = [said.replace("/", " ")] if is_short else [found[1] for found in _BEHIND_LINK.finditer(said)]
    return " ".join(format_one_time_code(code) for each in beside for code in find_one_time_codes(each))


def is_one_time_code(text: str) -> bool:
    """Says whether a text is a one-time code, as it is shown or without its dashes, and nothing else."""
    return _ALONE.fullmatch(text.strip()) is not None and read_one_time_code(text) is not None


def explain_no_code(typed: str) -> str:
    """Returns why what was typed is no code of a screening."""
    code = read_one_time_code(typed)
    return phrases.NO_CODE if code is None else phrases.ONE_TIME_CODE.format(code=format_one_time_code(code))


def explain_no_one_time_code(typed: str, otherwise: str) -> str:
    """Returns why what was typed is no one-time code: it is that of a screening, or as is said `otherwise`."""
    code = read_code(typed)
    return otherwise if code is None else phrases.CODE_OF_SCREENING.format(code=format_code(code))


_PART = "[0-9a-z]{3}"
_AS_SHOWN = f"{_PART} ?- ?{_PART} ?- ?{_PART}"
_PLAIN = f"{_PART}( ?){_PART}"
_GROUPED = re.compile(rf"(?<![0-9a-z])(?=({_AS_SHOWN})(?![0-9a-z]))", re.IGNORECASE)
_LOOSE = re.compile(rf"(?<![0-9a-z])(?=({_PLAIN}\2{_PART})(?![0-9a-z]))", re.IGNORECASE)
_ALONE = re.compile(rf"{_AS_SHOWN}|{_PLAIN}\1{_PART}", re.IGNORECASE)
_LINK = re.compile(r"(?<![0-9a-z])link(?![0-9a-z])")
_BEHIND_LINK = re.compile(rf"(?<![0-9a-z])link[ :,\"']*({_AS_SHOWN}|{_PART}(?: ?){_PART}(?: ?){_PART})(?![0-9a-z])")
