"""Codes that people write down: random characters and a check character.

A slip in one character never makes the code of another infant's screening.
"""

import secrets
import unicodedata
from collections.abc import Callable
from itertools import count

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U."""

RANDOM_CHARACTERS = 6
"""How many random characters the code of a screening has."""

_READ_AS = str.maketrans("ILO", "110")
_PASSED_OVER = "ZPCS"
"""Unicode's categories of spaces, punctuation, what is not seen, and signs such as the minus."""
_PRIME = 37
_CHECKS = ALPHABET + "*~$=U"
"""Crockford's check characters: the number modulo 37.

It shows every wrong character, and every two that changed places.
"""


def make_code(characters: int = RANDOM_CHARACTERS) -> str:
    """Returns a new code: random characters, by default as many as a screening's code has, and the check character."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(characters))
    check = _check(body)
    return body + check if check in ALPHABET else make_code(characters)


def derive_code(draw: Callable[[int], bytes], characters: int) -> str:
    """Returns the code that random bytes give: always the same, where `draw` gives the same for 0, 1, 2 and so on."""
    for attempt in count():
        number = int.from_bytes(draw(attempt))
        body = "".join(ALPHABET[number >> 5 * place & 31] for place in range(characters))
        if (check := _check(body)) in ALPHABET:
            return body + check
    raise AssertionError("most bodies have such a check character")


def read_code(text: str, characters: int = RANDOM_CHARACTERS) -> str | None:
    """Returns the code that a person typed, or None where it is none.

    Case, spaces, dashes and marks around it do not matter, of whatever kind; I and L read as 1, O as 0.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    typed = "".join(each for each in plain if unicodedata.category(each)[0] not in _PASSED_OVER).translate(_READ_AS)
    if len(typed) != characters + 1 or any(character not in ALPHABET for character in typed):
        return None
    return typed if _check(typed[:-1]) == typed[-1] else None


def format_code(code: str) -> str:
    """Returns a code as people read it: K7Q4-2MX."""
    return f"{code[:4]}-{code[4:]}"


def _check(body: str) -> str:
    number = 0
    for character in body:
        number = number * len(ALPHABET) + ALPHABET.index(character)
    return _CHECKS[number % _PRIME]
