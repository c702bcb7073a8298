"""What people call their passkeys: a line of ordinary characters, whatever was typed or pasted."""

import unicodedata
from collections.abc import Collection

from bot.channels.web.passkey_phrases import DEFAULT_NAME, NUMBERED_NAME

MOST_CHARACTERS = 40

MOST_MARKS = 4
"""How many marks a letter bears at most: more than any script needs, and too few to cover the lines around it."""

BLANKS = frozenset("\u115f\u1160\u2800\u3164\uffa0\U0001d159")
"""What counts as a letter or a sign, and shows nothing: fillers of Hangul, the empty Braille cell, a silent note."""


def clean_name(typed: str) -> str:
    """Returns a name without what no one sees, on one line, and at most 40 characters long; it may be empty.

    It is not refused: by then the device has made its passkey, which nobody could use.
    """
    plain = unicodedata.normalize("NFC", typed)
    seen = "".join(" " if each.isspace() or each in BLANKS else each for each in plain if _is_seen(each))
    return " ".join(_limit_marks(seen).split())[:MOST_CHARACTERS].strip()


def choose_name(typed: str, taken: Collection[str]) -> str:
    """Returns a name for one more passkey, unlike those that are there: what was typed, or a name with a number."""
    if typed and typed not in taken:
        return typed
    pattern, number = (NUMBERED_NAME, 2) if typed else (DEFAULT_NAME, len(taken) + 1)
    while (name := _number(pattern, typed, number)) in taken:
        number += 1
    return name


def _number(pattern: str, typed: str, number: int) -> str:
    """Returns a name with a number, of which the end of what was typed is cut off where it is too long."""
    longest = MOST_CHARACTERS - len(pattern.format(name="", number=number))
    return pattern.format(name=typed[:longest].strip(), number=number)


def _limit_marks(text: str) -> str:
    """Returns a text without marks that no letter bears, and without the fifth and further ones of a letter."""
    kept, marks = [], MOST_MARKS
    for each in text:
        is_mark = unicodedata.category(each).startswith("M")
        marks = marks + 1 if is_mark else MOST_MARKS if each == " " else 0
        kept += [] if is_mark and marks > MOST_MARKS else [each]
    return "".join(kept)


def _is_seen(character: str) -> bool:
    return character.isspace() or not unicodedata.category(character).startswith("C")
