"""What a bare word of a document comes to: true, false, nothing, a number, or the word itself.

A number is kept exactly as it is written, or refused: none is rounded.
"""

import re
from decimal import Decimal

SURE_DIGITS = 15
"""So many digits of any number are kept exactly; of some numbers up to 17 are (IEEE 754, binary64)."""

PLAIN_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}
_NUMBER = re.compile(r"[-+]?(0|[1-9]\d{0,17})(\.\d{1,17})?", re.ASCII)


def read_bare_word(word: str) -> str | float | bool | None:
    """Returns what a word comes to. Raises `ValueError` for a number with more digits than can be kept."""
    if word.lower() in PLAIN_WORDS:
        return PLAIN_WORDS[word.lower()]
    if not _NUMBER.fullmatch(word):
        return word
    if "." not in word:
        return int(word)
    if not is_kept_exactly(Decimal(word)):
        raise ValueError(f"{word} has more digits than can be kept: write it in {SURE_DIGITS} digits")
    return float(word)


def is_kept_exactly(number: Decimal) -> bool:
    """Says whether all digits of a number are there again when it is kept as a float, and written."""
    return Decimal(repr(float(number))) == number
