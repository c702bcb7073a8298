"""Typed text made plain before it is read: one kind of dash, quote, space and digit, and nothing invisible.

Nothing here guesses: compatibility forms such as `²` or `½` stay what they are, so that `10²` never becomes 102.
"""

import re
import unicodedata

from dialogs.reading.outcome import Misread

MAX_CHARACTERS = 500
"""No answer is longer; a longer text is refused before anything looks at it."""


def clean(text: str) -> str | Misread:
    """Returns `text` in plain characters and single spaces, without marks around it, or why it is not safe to read."""
    if len(text) > MAX_CHARACTERS:
        return Misread("too_long")
    if text.isascii() and text.isprintable():
        return _strip_marks(text)
    if _HIDDEN_IN_NUMBER.search(text):
        return Misread("hidden")
    shown = unicodedata.normalize("NFC", text.translate(_PLAINER))
    if any(unicodedata.category(each) in _UNSAFE for each in shown):
        return Misread("characters")
    return _map_digits(_strip_marks(shown))


def join_lines(text: str) -> str:
    """Returns a text whose lines are parted by signs instead, where each may be a part of its own; without bullets."""
    lines = [each for line in text.splitlines() if (each := _strip_bullet(line))]
    ended = (each if each[-1] in _PARTING else f"{each};" for each in lines[:-1])
    return " ".join((*ended, *lines[-1:]))


def _strip_bullet(line: str) -> str:
    bare = line.strip()
    bullet = _BULLET.match(bare)
    return bare if bullet is None else bare[bullet.end() :]


def _strip_marks(text: str) -> str:
    """Drops what stands around an answer without meaning: spaces, a full stop, quotation marks around it all.

    Dots behind a number may be a range that was not finished, and stay as one sign.
    """
    spaced = " ".join(text.split())
    bare = spaced.rstrip(" .!,;")
    if spaced.endswith("..") and bare[-1:].isdecimal():
        return bare + "…"
    if bare and bare[0] == bare[-1] and bare[0] in "\"'":
        return bare[1:-1].strip()
    return bare


def _map_digits(text: str) -> str | Misread:
    """Maps the decimal digits of one script to 0-9; digits of two scripts in one answer are not trusted."""
    digits = {each for each in text if each.isdecimal()}
    if len({ord(each) - unicodedata.decimal(each) for each in digits}) > 1:
        return Misread("digits")
    return text.translate({ord(each): str(unicodedata.decimal(each)) for each in digits})


_BULLET = re.compile(r"(?:[-–−*•·‣▪]|\d{1,2}[.)])\s+")
_PARTING = ",;:.&+-–−"
_INVISIBLE = "\u00ad\u061c\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
INVISIBLE = re.compile(f"[{_INVISIBLE}]+")
_HIDDEN_IN_NUMBER = re.compile(rf"\d[.,]?[{_INVISIBLE}]+[.,]?\d")
"""Between two digits an invisible mark may show the number in another order than it was typed in."""

_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Control characters, text that turns its own direction, halves of characters, characters that do not exist."""

_PLAINER: dict[int, str | None] = {
    **{ord(each): None for each in _INVISIBLE},
    **{ord(each): "-" for each in "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"},
    **{ord(each): "'" for each in "\u2018\u2019\u201b\u2032\u02bc"},
    **{ord(each): '"' for each in "\u201c\u201d\u201e\u00ab\u00bb"},
    **{ord(each): " " for each in "\t\n\r\u2028\u2029"},
    **{0xFF01 + i: chr(0x21 + i) for i in range(0x5E) if not chr(0x21 + i).isdecimal()},
    **dict(zip(map(ord, "\u066b\u066c\u060c\u061b"), ".,,;", strict=True)),
}
"""Wide letters and signs (not digits: those must be of one script) and Arabic separators have plain twins."""
