"""What people call their passkeys: a line of ordinary characters, whatever was typed or pasted."""

import unicodedata
from collections.abc import Collection

from bot.channels.web.passkey_phrases import DEFAULT_NAME

MOST_CHARACTERS = 40


def clean_name(typed: str) -> str:
    """Returns a name without what no one sees, on one line, and at most 40 characters long; it may be empty.

    It is not refused: by then the device has made its passkey, which nobody could use.
    """
    plain = unicodedata.normalize("NFC", typed)
    spaced = " ".join("".join(" " if each.isspace() else each for each in plain if _is_seen(each)).split())
    return spaced[:MOST_CHARACTERS].strip()


def suggest_name(taken: Collection[str]) -> str:
    """Returns a name for one more passkey beside those that are there."""
    number = len(taken) + 1
    while DEFAULT_NAME.format(number=number) in taken:
        number += 1
    return DEFAULT_NAME.format(number=number)


def _is_seen(character: str) -> bool:
    return character.isspace() or not unicodedata.category(character).startswith("C")
